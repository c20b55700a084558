import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fulltextOf, indexResource } from "./index-resource.ts";
import { parseJson } from "./lossless-json.ts";
import type { JsonObject } from "./lossless-json.ts";
import { BEGINNING_OF_TIME, END_OF_TIME } from "./search-ranges.ts";
import type { IndexValue } from "./search-types.ts";

function indexed(resource: JsonObject, code: string): IndexValue[] {
  return indexResource(resource, "R4")
    .filter((entry) => entry.code === code)
    .map(({ value }) => value);
}

describe("strings", () => {
  const patient: JsonObject = {
    resourceType: "Patient",
    name: [{ family: "García-Márquez", given: ["José", "Ana María"], prefix: ["Dr."] }, { text: "Pepe" }],
    address: [{ line: ["1 Rue X"], city: "Zürich", postalCode: "8000" }],
  };
  it("are found by the beginning of every word, family name first", () => {
    expect(indexed(patient, "family")).toEqual([
      { kind: "string", value: "García-Márquez", normalized: "garcia marquez" },
      { kind: "string", value: "García-Márquez", normalized: "marquez" },
    ]);
    const names = indexed(patient, "name").map((value) => value.kind === "string" && value.normalized);
    expect(names).toEqual(["garcia marquez", "marquez", "jose", "ana maria", "maria", "dr", "pepe"]);
  });
  it("expand addresses", () => {
    const normalized = indexed(patient, "address").map((value) => value.kind === "string" && value.normalized);
    expect(normalized).toEqual(["1 rue x", "rue x", "x", "zurich", "8000"]);
    expect(indexed(patient, "address-city")).toEqual([{ kind: "string", value: "Zürich", normalized: "zurich" }]);
  });
});

describe("tokens", () => {
  const token = (system: string, code: string, text = ""): IndexValue => ({ kind: "token", system, code, text });
  it.each<[string, JsonObject, string, IndexValue[]]>([
    [
      "a CodeableConcept",
      {
        resourceType: "Observation",
        code: { coding: [{ system: "s", code: "c", display: "d" }, { code: "e" }], text: "t" },
      },
      "code",
      [token("s", "c", "d"), token("", "e"), token("", "", "t")],
    ],
    [
      "an Identifier",
      { resourceType: "Patient", identifier: [{ system: "s", value: "v", type: { text: "MRN" } }] },
      "identifier",
      [token("s", "v", "MRN")],
    ],
    [
      "a ContactPoint",
      {
        resourceType: "Patient",
        telecom: [
          { system: "email", value: "a@b" },
          { system: "phone", value: "1" },
        ],
      },
      "email",
      [token("", "a@b")],
    ],
    [
      "a code, with the system of its value set",
      { resourceType: "Patient", gender: "male" },
      "gender",
      [token("http://hl7.org/fhir/administrative-gender", "male")],
    ],
    ["a boolean", { resourceType: "Patient", active: false }, "active", [token("", "false")]],
    ["the id", { resourceType: "Patient", id: "x" }, "_id", [token("", "x")]],
    ["a tag", { resourceType: "Patient", meta: { tag: [{ system: "s", code: "c" }] } }, "_tag", [token("s", "c")]],
    ["death by date", { resourceType: "Patient", deceasedDateTime: "2020" }, "deceased", [token("", "true")]],
    ["no death", { resourceType: "Patient" }, "deceased", [token("", "false")]],
  ])("come from %s", (_what, resource, code, expected) => {
    expect(indexed(resource, code)).toEqual(expected);
  });
});

describe("dates", () => {
  const encounter = (period: JsonObject): JsonObject => ({ resourceType: "Encounter", period });
  it.each<[string, JsonObject, string, number, number]>([
    ["a year", { resourceType: "Patient", birthDate: "2000" }, "birthdate", Date.UTC(2000, 0), Date.UTC(2001, 0)],
    [
      "a period",
      encounter({ start: "2000-01-01", end: "2000-01-02" }),
      "date",
      Date.UTC(2000, 0, 1),
      Date.UTC(2000, 0, 3),
    ],
    ["a period without end", encounter({ start: "2000-01-01" }), "date", Date.UTC(2000, 0, 1), END_OF_TIME],
    ["a period without start", encounter({ end: "2000-01-01" }), "date", BEGINNING_OF_TIME, Date.UTC(2000, 0, 2)],
    [
      "a timing",
      { resourceType: "Observation", effectiveTiming: { event: ["2001-05", "2000-03-01"] } },
      "date",
      Date.UTC(2000, 2, 1),
      Date.UTC(2001, 5),
    ],
    [
      "an instant",
      { resourceType: "Patient", meta: { lastUpdated: "2000-01-01T00:00:00.5Z" } },
      "_lastUpdated",
      Date.UTC(2000, 0, 1, 0, 0, 0, 500),
      Date.UTC(2000, 0, 1, 0, 0, 0, 600),
    ],
  ])("come from %s", (_what, resource, code, ...[low, high]) => {
    expect(indexed(resource, code)).toEqual([{ kind: "date", low, high }]);
  });
});

describe("numbers and quantities", () => {
  const observation = (quantity: string): JsonObject =>
    parseJson(`{"resourceType":"Observation","valueQuantity":${quantity}}`) as JsonObject;
  it.each([
    ['{"value":5.40,"unit":"mg","system":"s","code":"c"}', 5.4, 5.395, 5.405],
    ['{"value":100}', 100, 99.5, 100.5],
    ['{"value":1e2}', 100, 95, 105],
    ['{"value":5,"comparator":"<"}', 5, -Number.MAX_VALUE, 5 - 5 * Number.EPSILON],
    ['{"value":5,"comparator":">="}', 5, 5, Number.MAX_VALUE],
    ['{"value":0,"comparator":">"}', 0, Number.MIN_VALUE, Number.MAX_VALUE],
  ])("keep the precision of %s", (quantity, value, low, high) => {
    expect(indexed(observation(quantity), "value-quantity")).toMatchObject([{ kind: "quantity", value, low, high }]);
  });
  it("come from money, ages and ranges", () => {
    expect(indexed({ resourceType: "Invoice", totalNet: { value: 5, currency: "EUR" } }, "totalnet")).toMatchObject([
      { system: "urn:iso:std:iso:4217", code: "EUR" },
    ]);
    expect(indexed({ resourceType: "Condition", onsetAge: { value: 5, code: "a" } }, "onset-age")).toMatchObject([
      { value: 5, code: "a" },
    ]);
    expect(
      indexed(
        {
          resourceType: "RiskAssessment",
          prediction: [{ probabilityRange: { low: { value: 1 }, high: { value: 2 } } }],
        },
        "probability",
      ),
    ).toEqual([{ kind: "number", value: 1, low: 1, high: 2 }]);
    expect(
      indexed({ resourceType: "RiskAssessment", prediction: [{ probabilityDecimal: 0.5 }] }, "probability"),
    ).toEqual([{ kind: "number", value: 0.5, low: 0.45, high: 0.55 }]);
  });
});

describe("references and uris", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["relative", { reference: "Patient/1" }, { type: "Patient", id: "1", url: "Patient/1" }],
    ["versioned", { reference: "Patient/1/_history/3" }, { type: "Patient", id: "1", url: "Patient/1/_history/3" }],
    ["absolute", { reference: "http://h/fhir/Patient/1" }, { type: "", id: "", url: "http://h/fhir/Patient/1" }],
    ["contained", { reference: "#p" }, { type: "", id: "", url: "#p" }],
    ["urn", { reference: "urn:uuid:a" }, { type: "", id: "", url: "urn:uuid:a" }],
    [
      "logical",
      { identifier: { system: "s", value: "v" } },
      { type: "", id: "", url: "", identifier: { system: "s", code: "v" } },
    ],
  ])("reads a %s one", (_what, subject, expected) => {
    expect(indexed({ resourceType: "Observation", subject }, "subject")).toMatchObject([
      { kind: "reference", ...expected },
    ]);
  });
  it("keeps only the targets that the parameter means", () => {
    const resource: JsonObject = { resourceType: "Observation", subject: { reference: "Group/1" } };
    expect(indexed(resource, "subject")).toHaveLength(1);
    expect(indexed(resource, "patient")).toEqual([]);
    const contained: JsonObject = {
      ...resource,
      subject: { reference: "#p" },
      contained: [{ resourceType: "Patient", id: "p" }],
    };
    expect(indexed(contained, "patient")).toHaveLength(1);
  });
  it("finds canonicals with and without version", () => {
    const resource: JsonObject = {
      resourceType: "CarePlan",
      instantiatesCanonical: ["http://p|1"],
      meta: { profile: ["http://q|2"] },
    };
    expect(indexed(resource, "instantiates-canonical").map((value) => value.kind === "reference" && value.url)).toEqual(
      ["http://p|1", "http://p"],
    );
    expect(indexed(resource, "_profile")).toEqual([
      { kind: "uri", value: "http://q|2" },
      { kind: "uri", value: "http://q" },
    ]);
  });
});

describe("composites", () => {
  it("pair values of one node only", () => {
    const systolic = { code: { coding: [{ system: "l", code: "s" }] }, valueQuantity: { value: 120 } };
    const diastolic = { code: { coding: [{ system: "l", code: "d" }] }, valueQuantity: { value: 80 } };
    const pressure: JsonObject = {
      resourceType: "Observation",
      code: { text: "BP" },
      component: [systolic, diastolic, { code: { text: "x" } }],
    };
    const pairs = indexed(pressure, "component-code-value-quantity").map(
      (value) =>
        value.kind === "composite" &&
        value.parts.map((part) =>
          part.map((one) => (one.kind === "token" ? one.code : one.kind === "quantity" && one.value)),
        ),
    );
    expect(pairs).toEqual([
      [["s"], [120]],
      [["d"], [80]],
    ]);
    expect(indexed(pressure, "combo-code-value-quantity")).toHaveLength(2);
    expect(indexed(pressure, "code-value-quantity")).toEqual([]);
  });
  it("read a document's relations the right way round", () => {
    const document: JsonObject = {
      resourceType: "DocumentReference",
      relatesTo: [{ code: "replaces", target: { reference: "DocumentReference/1" } }],
    };
    expect(indexed(document, "relationship")).toMatchObject([
      { parts: [[{ kind: "reference", id: "1" }], [{ kind: "token", code: "replaces" }]] },
    ]);
  });
});

describe("indexResource", () => {
  it("passes over what has the wrong shape", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            "code",
            "subject",
            "valueQuantity",
            "effectivePeriod",
            "identifier",
            "component",
            "meta",
            "id",
            "contained",
          ),
          fc.jsonValue(),
        ),
        (members) => {
          expect(Array.isArray(indexResource({ ...(members as JsonObject), resourceType: "Observation" }, "R4"))).toBe(
            true,
          );
        },
      ),
    );
    expect(indexResource({ resourceType: "Unicorn", id: "1" }, "R4")).toEqual([]);
    expect(indexResource({}, "R4")).toEqual([]);
  });
  it("indexes the common parameters of types that R4 lacks", () => {
    expect(
      indexResource({ resourceType: "ProcedureRequest", id: "1", status: "active" }, "STU3").map(({ code }) => code),
    ).toEqual(["_id"]);
  });
});

describe("fulltextOf", () => {
  it("takes the narrative without markup, and every string", () => {
    const resource: JsonObject = {
      resourceType: "Patient",
      text: { div: "<div>Frau M&uuml;ller &amp; S&#246;hne<br/>Z&#xfc;rich</div>" },
      name: [{ family: "O'Neil" }],
    };
    expect(fulltextOf(resource)).toEqual({
      narrative: "frau m uuml ller sohne zurich",
      content: "frau m uuml ller sohne zurich o neil",
    });
  });
});
