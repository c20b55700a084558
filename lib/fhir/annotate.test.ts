import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotate } from "./annotate.ts";
import { LAYERS, type Annotation, type Layer } from "./annotation.ts";
import { createDefinitions } from "./definitions.ts";
import { R4 } from "./definitions/r4.ts";
import { createJsonDocument } from "./json-document.ts";
import { fhirPathOf } from "./json-path.ts";
import { isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

const OBSERVATION = resource({
  resourceType: "Observation",
  id: "hb-2041",
  meta: { versionId: "3", lastUpdated: "2026-03-14T08:31:00Z" },
  status: "finall",
  code: { coding: [{ system: "http://loinc.org", code: "718-7", display: "Hemoglobin" }] },
  subject: { reference: "Patient/p-0193", display: "Amara Okafor" },
  performer: [{ reference: "Medication/m1" }, { reference: "#lab" }],
  effectiveDateTime: "2026-03-14T08:20:00-05:00",
  valueQuantity: { value: 10.2, unit: "g/dL", system: "http://unitsofmeasure.org", code: "g/dL" },
  contained: [{ resourceType: "Organization", id: "lab", name: "Lab" }],
  colour: "red",
});

function resource(value: unknown): JsonObject {
  const parsed = parseJson(JSON.stringify(value));
  if (!isJsonObject(parsed)) throw new Error("not an object");
  return parsed;
}

function layer(of: JsonObject, name: Layer): Record<string, Annotation> {
  const type = memberText(of, "resourceType");
  return Object.fromEntries(
    annotate(of, name, R4).map((annotation) => [fhirPathOf(type, annotation.path), annotation]),
  );
}

describe("the meaning layer", () => {
  const meaning = layer(OBSERVATION, "meaning");

  it("explains a coded element on its coding, with the system's name", () => {
    expect(meaning["Observation.code.coding[0]"]).toMatchObject({
      title: "Code",
      text: expect.stringContaining("LOINC 718-7: Hemoglobin."),
      facts: ["1..1", "CodeableConcept", "example binding: observation-codes"],
      href: "https://hl7.org/fhir/R4/observation-definitions.html#Observation.code",
      severity: "info",
    });
    expect(meaning["Observation.code.coding[0].code"]).toBeUndefined();
  });

  it("names the choice, not its type", () => {
    expect(meaning["Observation.valueQuantity"]).toMatchObject({
      title: "Value",
      facts: ["0..1", "Quantity"],
      href: "https://hl7.org/fhir/R4/observation-definitions.html#Observation.value_x_",
    });
  });

  it("warns of a code outside a required value set and of unknown elements", () => {
    expect(meaning["Observation.status"]).toMatchObject({ severity: "warning" });
    expect(meaning["Observation.colour"]).toMatchObject({ severity: "warning" });
  });

  it("reads contained resources by their own type", () => {
    expect(meaning["Observation.contained[0].name"]?.href).toContain("organization-definitions.html#Organization.name");
  });

  it("says nothing without definitions", () => {
    expect(annotate(OBSERVATION, "meaning", createDefinitions({ resourceTypes: [], types: {}, codes: {} }))).toEqual(
      [],
    );
  });
});

describe("the references layer", () => {
  const references = layer(OBSERVATION, "references");

  it.each([
    ["Observation.subject", { kind: "local", type: "Patient", id: "p-0193", version: undefined }, "info"],
    ["Observation.performer[0]", { kind: "local", type: "Medication", id: "m1", version: undefined }, "warning"],
    ["Observation.performer[1]", { kind: "contained", id: "lab" }, "info"],
  ])("reads %s", (path, reference, severity) => {
    expect(references[path]).toMatchObject({ reference, severity });
  });

  it("never puts the id into words", () => {
    expect(JSON.stringify(references["Observation.subject"]?.title)).not.toContain("p-0193");
    expect(references["Observation.subject"]?.text).not.toContain("p-0193");
  });

  it("finds canonicals by their definition", () => {
    const found = layer(resource({ resourceType: "Patient", meta: { profile: ["http://x.org/P|1.0"] } }), "references");
    expect(found["Patient.meta.profile[0]"]?.reference).toEqual({
      kind: "canonical",
      url: "http://x.org/P",
      version: "1.0",
    });
  });
});

describe("the identifiers layer", () => {
  it("finds names, dates and links", () => {
    const found = layer(OBSERVATION, "identifiers");
    expect(Object.entries(found).map(([path, { text }]) => [path, /class (\w)/.exec(text)?.[1]])).toEqual([
      ["Observation.id", "R"],
      ["Observation.meta.versionId", "R"],
      ["Observation.meta.lastUpdated", "C"],
      ["Observation.subject.reference", "R"],
      ["Observation.subject.display", "A"],
      ["Observation.performer[0].reference", "R"],
      ["Observation.performer[1].reference", "R"],
      ["Observation.effectiveDateTime", "C"],
      ["Observation.contained[0].id", "R"],
    ]);
  });

  it("needs no definitions", () => {
    const none = createDefinitions({ resourceTypes: [], types: {}, codes: {} });
    expect(annotate(OBSERVATION, "identifiers", none)).toEqual(annotate(OBSERVATION, "identifiers", R4));
  });

  it("stays out of bundle entries when told", () => {
    const bundle = resource({
      resourceType: "Bundle",
      entry: [{ resource: { resourceType: "Patient", birthDate: "1970-01-01" } }],
    });
    expect(annotate(bundle, "identifiers", R4)).toHaveLength(1);
    expect(annotate(bundle, "identifiers", R4, { entersEntries: false })).toEqual([]);
  });
});

describe("every layer", () => {
  it("stands any JSON object", () => {
    const keys = fc.constantFrom(
      "resourceType",
      "name",
      "contained",
      "reference",
      "_birthDate",
      "identifier",
      "coding",
      "code",
      "extension",
    );
    const objects = fc.dictionary(fc.oneof(keys, fc.string()), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(objects, fc.constantFrom(...LAYERS), (value, name) => {
        const of = resource({ resourceType: "Patient", ...value });
        const document = createJsonDocument(JSON.stringify(of));
        for (const { path } of annotate(of, name, R4)) expect(document.nodeAt(path)).toBeDefined();
      }),
    );
  });

  const samples = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/hl7-r4-examples");
  it.skipIf(!isFolder(samples))(
    "points at existing places of real resources, once each, and finds no unknown element",
    () => {
      for (const file of readdirSync(samples).filter((name) => name.endsWith(".json"))) {
        const text = readFileSync(join(samples, file), "utf8");
        const of = parseJson(text);
        if (!isJsonObject(of)) continue;
        const document = createJsonDocument(text);
        for (const name of LAYERS) {
          const found = annotate(of, name, R4);
          expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
          for (const { path, values, text: words } of found) {
            expect(document.nodeAt(path)).toBeDefined();
            for (const value of values ?? []) expect(document.nodeAt(value)).toBeDefined();
            expect(words).not.toMatch(/R4 defines no element/);
          }
        }
      }
    },
  );
});

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}
