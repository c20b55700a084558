import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { R4 } from "./definitions/r4.ts";
import { definitionsFor } from "./definitions/versions.ts";
import { isJsonObject, parseJson } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { isPrimitive } from "./primitives.ts";
import { validateResource } from "./validate.ts";

const SHARED = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir");
const STRICT = { definitions: R4, checkRequired: true, checkReferenceTypes: true };

function problems(resource: JsonObject, options = STRICT): string[] {
  return validateResource(resource, options).map(
    ({ code, expression, message }) => `${code} ${expression}: ${message}`,
  );
}

const OBSERVATION = { resourceType: "Observation", status: "final", code: { text: "Pulse" } };

describe("validateResource", () => {
  it.each<[string, JsonObject, string[]]>([
    ["a good resource", OBSERVATION, []],
    ["an unknown field", { ...OBSERVATION, nickname: "x" }, ['structure Observation: unknown field "nickname"']],
    [
      "an unknown field within",
      { ...OBSERVATION, code: { txt: "x" } },
      ['structure Observation.code: unknown field "txt"'],
    ],
    [
      "a list given singly",
      { ...OBSERVATION, category: { text: "x" } },
      ["structure Observation.category: expected an array"],
    ],
    [
      "a single given as list",
      { ...OBSERVATION, code: [{ text: "x" }] },
      ["structure Observation.code: expected a single value, found an array"],
    ],
    ["an empty list", { ...OBSERVATION, note: [] }, ["structure Observation.note: an array must not be empty"]],
    ["an empty object", { ...OBSERVATION, code: {} }, ["structure Observation.code: an object must not be empty"]],
    ["a bad date", { resourceType: "Patient", birthDate: "1970-02-30" }, ["value Patient.birthDate: invalid date"]],
    [
      "a number for a string",
      { resourceType: "Patient", name: [{ family: 1 }] },
      ["value Patient.name[0].family: invalid string"],
    ],
    [
      "a string for an object",
      { resourceType: "Patient", name: ["x"] },
      ["structure Patient.name[0]: expected an object of type HumanName"],
    ],
    ["a bad id", { resourceType: "Patient", id: "a b" }, ["value Patient.id: invalid id"]],
    [
      "a code outside its set",
      { resourceType: "Patient", gender: "M" },
      [
        "code-invalid Patient.gender: code is not in the required value set http://hl7.org/fhir/ValueSet/administrative-gender",
      ],
    ],
    [
      "missing fields",
      { resourceType: "Observation" },
      ['required Observation: missing required field "status"', 'required Observation: missing required field "code"'],
    ],
    [
      "two choices",
      { ...OBSERVATION, valueString: "x", valueInteger: 1 },
      ['structure Observation: more than one value for "value[x]"'],
    ],
    [
      "a wrong target",
      { ...OBSERVATION, subject: { reference: "Practitioner/1" } },
      [
        'value Observation.subject: reference to type "Practitioner" is not allowed; expected Patient or Group or Device or Location',
      ],
    ],
    [
      "a companion of a primitive",
      { resourceType: "Patient", _birthDate: { extension: [{ url: "http://x", valueCode: "unknown" }] } },
      [],
    ],
    [
      "a companion instead of a mandatory value",
      { resourceType: "Observation", code: { text: "x" }, _status: { id: "a" } },
      [],
    ],
    [
      "a companion of an object",
      { ...OBSERVATION, _code: { id: "a" } },
      ['structure Observation: unknown field "_code"'],
    ],
    [
      "null filled by an extension",
      { resourceType: "Patient", name: [{ given: ["A", null], _given: [null, { id: "a" }] }] },
      [],
    ],
    [
      "null filled by nothing",
      { resourceType: "Patient", name: [{ given: ["A", null] }] },
      ["structure Patient.name[0].given[1]: null is only allowed where an extension takes the place of the value"],
    ],
    [
      "a contained resource",
      { ...OBSERVATION, contained: [{ resourceType: "Patient", gender: 1 }] },
      ["value Observation.contained[0].gender: invalid code"],
    ],
    [
      "a contained unknown type",
      { ...OBSERVATION, contained: [{ resourceType: "Unicorn" }] },
      ['structure Observation.contained[0]: unknown resource type "Unicorn"'],
    ],
    ["no type", { id: "1" }, ['structure Resource: missing required field "resourceType"']],
    [
      "resourceType in a datatype",
      { resourceType: "Patient", name: [{ resourceType: "HumanName" }] },
      ['structure Patient.name[0]: unknown field "resourceType"'],
    ],
    [
      "inherited property names",
      { resourceType: "Patient", constructor: "x" },
      ['structure Patient: unknown field "constructor"'],
    ],
  ])("judges %s", (_what, resource, expected) => {
    expect(problems(resource)).toEqual(expected);
  });

  it("leaves out the checks that the store has switched off", () => {
    const lax = { definitions: R4, checkRequired: false, checkReferenceTypes: false };
    expect(problems({ resourceType: "Observation", subject: { reference: "Practitioner/1" } }, lax)).toEqual([]);
  });

  it("enters bundles", () => {
    const bundle = {
      resourceType: "Bundle",
      type: "batch",
      entry: [{ resource: { resourceType: "Patient", encounter: 1 } }],
    };
    expect(problems(bundle)).toEqual(['structure Bundle.entry[0].resource: unknown field "encounter"']);
  });

  it("checks only type and outer shape in versions without element definitions", () => {
    const options = { ...STRICT, definitions: definitionsFor("STU3") };
    expect(problems({ resourceType: "ProcedureRequest", whatever: [{}], id: "x" }, options)).toEqual([]);
    expect(problems({ resourceType: "ServiceRequest", id: "x" }, options)).toEqual([
      'structure ServiceRequest: unknown resource type "ServiceRequest"',
    ]);
    expect(problems({ resourceType: "Patient", id: "a b", meta: "x" }, options)).toEqual([
      "value Patient.id: invalid id",
      "structure Patient.meta: expected an object",
    ]);
  });

  it("survives any JSON", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom("name", "_name", "text", "contained", "extension", "meta", "birthDate", "_birthDate", "x"),
          fc.jsonValue(),
        ),
        (members) => {
          expect(Array.isArray(validateResource({ ...(members as JsonObject), resourceType: "Patient" }, STRICT))).toBe(
            true,
          );
        },
      ),
    );
  });
});

/** Official examples that break the specification they illustrate. */
const KNOWN_FAULTS: Readonly<Record<string, string>> = {
  "DeviceMetric-example.json": "parent refers to a DeviceDefinition where only Device is allowed",
  "DeviceUseStatement-example.json": "reasonReference refers to a Procedure, which is not among its targets",
  "MedicationRequest-medrx0301.json":
    "dispenseRequest.performer refers to a Practitioner where only Organization is allowed",
  "Questionnaire-qs1.json": "nested items lack their mandatory linkId",
};

describe.skipIf(!existsSync(SHARED))("on published data", () => {
  it("accepts every official example but the faulty ones", () => {
    const folder = join(SHARED, "hl7-r4-examples");
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    expect(files.length).toBeGreaterThan(300);
    const faulty = files.filter((file) => problems(read(join(folder, file))).length > 0);
    expect(faulty).toEqual(Object.keys(KNOWN_FAULTS));
  });

  it("accepts synthetic records of whole lives", () => {
    const folder = join(SHARED, "synthea-smart");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json")))
      expect(problems(read(join(folder, file)))).toEqual([]);
  });

  const folder = join(SHARED, "google-fhir-primitives");
  const literals = (existsSync(folder) ? readdirSync(folder) : []).flatMap((file) => {
    const [name = "", verdict = ""] = file.split(".");
    if (!file.endsWith(".ndjson")) return [];
    const type = name
      .replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase())
      .replace("base64binary", "base64Binary");
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => [type, line, verdict === "valid"] as const);
  });
  it.each(literals)("judges the %s %s as the service's own parser does: %j", (type, line, isValid) => {
    expect(isAccepted(type, line)).toBe(isValid);
  });
});

function isAccepted(type: string, line: string): boolean {
  let value: JsonValue;
  try {
    value = parseJson(line);
  } catch {
    return false;
  }
  if (type === "reference") return problems({ ...OBSERVATION, focus: [value] }).length === 0;
  // A null member counts as left out; an xhtml is always there.
  return (value === null && type !== "xhtml") || isPrimitive(type, value);
}

function read(path: string): JsonObject {
  const value = parseJson(readFileSync(path, "utf8"));
  if (!isJsonObject(value)) throw new Error(`${path} holds no object`);
  return value;
}
