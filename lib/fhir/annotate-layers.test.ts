import { describe, expect, it } from "vitest";
import { annotateChanges } from "./annotate-changes.ts";
import { annotateMatch } from "./annotate-match.ts";
import { annotateOutcome } from "./annotate-outcome.ts";
import type { UnitVerdict } from "./annotate-terminology.ts";
import { annotate, type AnnotateOptions } from "./annotate.ts";
import type { Annotation, Layer } from "./annotation.ts";
import { isLoincCode, isSnomedId } from "./check-digits.ts";
import { R4 } from "./definitions/r4.ts";
import { evaluateFhirPath } from "./evaluate-fhirpath.ts";
import { pathOfExpression } from "./expression-path.ts";
import { createJsonDocument } from "./json-document.ts";
import { fhirPathOf } from "./json-path.ts";
import { isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";

const LOINC = "http://loinc.org";
const UCUM = "http://unitsofmeasure.org";

function resource(value: unknown): JsonObject {
  const parsed = parseJson(JSON.stringify(value));
  if (!isJsonObject(parsed)) throw new Error("not an object");
  return parsed;
}

function told(annotations: readonly Annotation[]): Record<string, string> {
  return Object.fromEntries(
    annotations.map(({ path, text, severity }) => [fhirPathOf("", path).slice(1), `${severity}: ${text}`]),
  );
}

const layer = (of: unknown, name: Layer, options: AnnotateOptions = {}) =>
  told(annotate(resource(of), name, R4, options));

describe("check digits", () => {
  it.each([
    ["718-7", true],
    ["718-8", false],
    ["2951-2", true],
    ["55284-4", true],
    ["LA6576-8", false],
    ["85354-9", true],
    ["85354-8", false],
  ])("LOINC %s: %s", (code, isValid) => expect(isLoincCode(code)).toBe(isValid));
  it.each([
    ["73211009", true],
    ["22298006", true],
    ["73211008", false],
    ["44054006", true],
    ["12", false],
  ])("SNOMED CT %s: %s", (code, isValid) => expect(isSnomedId(code)).toBe(isValid));
});

describe("the terminology layer", () => {
  const observation = (coding: object, quantity: object = {}) => ({
    resourceType: "Observation",
    status: "final",
    code: { coding: [coding] },
    valueQuantity: quantity,
  });
  const checkUnit = (code: string): UnitVerdict =>
    code === "g/dL" ? { isValid: true, name: "gram per deciliter" } : { isValid: false, suggestion: "mmol/L" };

  it.each([
    ["a published system", { system: LOINC, code: "718-7", display: "Hb" }, /^info: A published/],
    ["a missing display", { system: LOINC, code: "718-7" }, /^warning: No display/],
    ["a missing system", { code: "718-7", display: "Hb" }, /^warning: The code alone/],
    ["a code that cannot be", { system: LOINC, code: "718-8", display: "Hb" }, /^warning: The check digit/],
    ["a local system", { system: "http://hospital.example/lab", code: "HB", display: "Hb" }, /^info: Not one of/],
    ["a system that is no address", { system: "lab", code: "HB", display: "Hb" }, /^warning: The system is no/],
  ])("judges %s", (_what, coding, expected) => {
    expect(layer(observation(coding), "terminology")["code.coding[0]"]).toMatch(expected);
  });

  it("compares displays within the resource and with what was opened before", () => {
    const two = observation({ system: LOINC, code: "718-7", display: "Hemoglobin" });
    const displays = new Map([[`${LOINC}|718-7`, new Set(["Haemoglobin"])]]);
    expect(layer(two, "terminology")["code.coding[0]"]).toMatch(/^info/);
    expect(layer(two, "terminology", { displays })["code.coding[0]"]).toMatch(
      /^warning: The same code stands with another/,
    );
  });

  it.each([
    ["a valid unit", { value: 1, unit: "g/dL", system: UCUM, code: "g/dL" }, /^info: A valid unit: gram per/],
    ["an invalid unit", { value: 1, unit: "x", system: UCUM, code: "mmol/l/l" }, /^warning: Not a valid.*mmol\/L/],
    ["a unit in words", { value: 1, unit: "drops" }, /^warning: Only text/],
    ["a unit of no system", { value: 1, code: "g" }, /^warning: The unit's code/],
  ])("judges %s", (_what, quantity, expected) => {
    const all = layer(observation({}, quantity), "terminology", { checkUnit });
    expect(all["valueQuantity"]).toMatch(expected);
  });
});

describe("the validation layer", () => {
  it("puts each issue at its element", () => {
    const found = layer(
      { resourceType: "Patient", gender: "boy", birthDate: "17", name: [{ family: 1 }] },
      "validation",
    );
    expect(found).toMatchObject({
      gender: expect.stringMatching(/^warning: Code is not in the required/),
      birthDate: expect.stringMatching(/Invalid date/),
      "name[0].family": expect.stringMatching(/Invalid string/),
    });
    expect(layer({ resourceType: "Observation", status: "final" }, "validation")[""]).toMatch(
      /Missing required field "code"/,
    );
  });

  it("reads an OperationOutcome of the store, and takes what has no place to the resource", () => {
    const document = createJsonDocument(JSON.stringify({ resourceType: "Observation", valueQuantity: { value: 1 } }));
    const issue = (severity: string, expression?: string) => ({
      severity,
      code: "invariant",
      details: { text: "wrong" },
      ...(expression === undefined ? {} : { expression: [expression] }),
    });
    const outcome = resource({
      resourceType: "OperationOutcome",
      issue: [
        issue("error", "Observation.value.ofType(Quantity).value"),
        issue("warning"),
        issue("error", "Observation.component[3].code"),
        issue("information"),
      ],
    });
    expect(annotateOutcome(document, outcome).map(({ path }) => path)).toEqual([["valueQuantity", "value"], [], []]);
  });
});

describe("the changes layer", () => {
  it("stands at the places of the newer version and leaves out the server's own", () => {
    const before = resource({
      resourceType: "Patient",
      meta: { versionId: "1" },
      gender: "male",
      telecom: [{ value: "1" }],
    });
    const after = resource({ resourceType: "Patient", meta: { versionId: "2" }, gender: "female", active: true });
    const found = annotateChanges(before, after, "version 1");
    expect(found.map(({ path, title }) => [path, title])).toEqual([
      [["gender"], "Changed: Gender"],
      [[], "Removed: Telecom"],
      [["active"], "Added: Active"],
    ]);
    expect(found[0]?.quotes).toEqual([
      { label: "was", text: '"male"' },
      { label: "is", text: '"female"' },
    ]);
  });
});

describe("the search match layer", () => {
  const document = createJsonDocument(
    JSON.stringify({
      resourceType: "Patient",
      name: [{ family: "Okafor" }, { family: "Smith", given: ["Ann"] }],
      generalPractitioner: [{ reference: "Practitioner/7" }],
    }),
  );
  const places = {
    name: { type: "string", expression: "Patient.name" },
    "general-practitioner": { type: "reference", expression: "Patient.generalPractitioner" },
  };
  it.each([
    ["the one that fulfils it", "name", "smi", ["name[1]"]],
    ["by its own comparison", "name:exact", "Okafor", ["name[0]"]],
    ["all that it looks at where it cannot tell", "name:missing", "false", ["name[0]", "name[1]"]],
    ["references by id", "general-practitioner", "7", ["generalPractitioner[0]"]],
    ["where a chain begins", "general-practitioner.name", "Lee", ["generalPractitioner[0]"]],
    ["nothing for parameters of the answer", "_count", "3", []],
  ])("finds %s", (_what, name, value, expected) => {
    const found = annotateMatch(document, { parameters: [[name, value]], places });
    expect(found.map(({ path }) => fhirPathOf("", path).slice(1))).toEqual(expected);
  });
});

describe("pathOfExpression", () => {
  it.each([
    ["Patient.name[0].family", ["name", 0, "family"]],
    ["Observation.value.ofType(Quantity).value", ["valueQuantity", "value"]],
    ["Bundle.entry[2].resource.id", ["entry", 2, "resource", "id"]],
    ["Patient.`div`", ["div"]],
    ["Patient.name.where(use='official').family", ["name"]],
    ["Patient", []],
  ])("%s", (expression, path) => expect(pathOfExpression(expression)).toEqual(path));
});

describe("evaluateFhirPath", () => {
  const patient = { resourceType: "Patient", name: [{ given: ["A", "B"] }, { given: ["C"] }], deceasedBoolean: true };
  it("tells where each result stands, and that a computed one stands nowhere", () => {
    expect(evaluateFhirPath(patient, "Patient.name.given")).toEqual({
      state: "results",
      items: [
        { path: ["name", 0, "given", 0], value: "A" },
        { path: ["name", 0, "given", 1], value: "B" },
        { path: ["name", 1, "given", 0], value: "C" },
      ],
    });
    expect(evaluateFhirPath(patient, "name.count() + 1")).toEqual({
      state: "results",
      items: [{ path: undefined, value: 3 }],
    });
    expect(evaluateFhirPath(patient, "nothing.here")).toEqual({ state: "results", items: [] });
  });
  it.each([
    ["Patient.name.where(", 19],
    ["name.frobnicate()", 5],
    ["name..given", 5],
  ])("says where %s goes wrong", (expression, offset) => {
    expect(evaluateFhirPath(patient, expression)).toMatchObject({ state: "problem", offset });
  });
});
