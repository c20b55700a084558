import { describe, expect, it } from "vitest";
import { capabilityStatement } from "./capability-statement.ts";
import type { CapabilityConfig } from "./capability-statement.ts";
import { patientCompartmentParams } from "./compartment.ts";
import { R4 } from "./definitions/r4.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject } from "./lossless-json.ts";
import { searchParams } from "./search-params.ts";
import { validateResource } from "./validate.ts";

const CONFIG: CapabilityConfig = {
  version: "R4",
  enableUpdateCreate: true,
  disableResourceVersioning: false,
  disableReferentialIntegrity: false,
  baseUrl: "http://127.0.0.1:8787/v1/projects/p/locations/l/datasets/d/fhirStores/f/fhir",
  date: "2026-11-23T00:00:00Z",
};

function typeOf(statement: JsonObject, type: string): JsonObject {
  const [rest] = Array.isArray(statement["rest"]) ? statement["rest"] : [];
  const resources = isJsonObject(rest) && Array.isArray(rest["resource"]) ? rest["resource"] : [];
  return resources.filter(isJsonObject).find((resource) => resource["type"] === type) ?? {};
}

describe("capabilityStatement", () => {
  it("is a valid CapabilityStatement", () => {
    const issues = validateResource(capabilityStatement(CONFIG), {
      definitions: R4,
      checkRequired: true,
      checkReferenceTypes: true,
    });
    expect(issues).toEqual([]);
  });
  it("tells the parameters, includes and reverse includes of a type", () => {
    const patient = typeOf(capabilityStatement(CONFIG), "Patient");
    expect(patient["searchParam"]).toContainEqual({
      name: "family",
      type: "string",
      definition: "http://hl7.org/fhir/SearchParameter/individual-family",
      documentation: "A portion of the family name of the patient",
    });
    expect(patient["searchInclude"]).toEqual(["Patient:general-practitioner", "Patient:link", "Patient:organization"]);
    expect(patient["searchRevInclude"]).toEqual(
      expect.arrayContaining(["Observation:patient", "Observation:subject", "Provenance:target"]),
    );
    expect(patient["searchRevInclude"]).not.toContain("Location:organization");
  });
  it("mirrors the store's flags", () => {
    expect(typeOf(capabilityStatement(CONFIG), "Patient")).toMatchObject({
      versioning: "versioned",
      readHistory: true,
      updateCreate: true,
    });
    const lax = typeOf(
      capabilityStatement({
        ...CONFIG,
        enableUpdateCreate: false,
        disableResourceVersioning: true,
        disableReferentialIntegrity: true,
      }),
      "Patient",
    );
    expect(lax).toMatchObject({
      versioning: "no-version",
      readHistory: false,
      updateCreate: false,
      referencePolicy: ["literal", "logical"],
    });
    expect(lax["interaction"]).not.toContainEqual({ code: "vread" });
  });
  it.each([
    ["DSTU2", "Conformance", "1.0.2"],
    ["STU3", "CapabilityStatement", "3.0.2"],
    ["R5", "CapabilityStatement", "5.0.0"],
  ] as const)("speaks %s", (version, resourceType, fhirVersion) => {
    expect(capabilityStatement({ ...CONFIG, version })).toMatchObject({
      resourceType,
      fhirVersion,
      kind: "instance",
      format: ["json"],
    });
  });
});

describe("searchParams", () => {
  it("leaves out what the service does not support", () => {
    for (const [type, code] of [
      ["Location", "near"],
      ["Bundle", "composition"],
      ["Bundle", "message"],
      ["Group", "characteristic-value"],
      ["Patient", "phonetic"],
      ["Organization", "phonetic"],
      ["Questionnaire", "context-type-value"],
    ] as const) {
      expect(searchParams("R4", type).has(code)).toBe(false);
    }
  });
  it("gives a type its own branches only", () => {
    expect(searchParams("R4", "Patient").get("phone")?.expression).toBe("Patient.telecom.where(system='phone')");
    expect(searchParams("R4", "Patient").get("_tag")?.expression).toBe("Resource.meta.tag");
    expect(searchParams("R4", "Unicorn").size).toBe(0);
  });
});

describe("patientCompartmentParams", () => {
  it("names parameters that exist", () => {
    expect(patientCompartmentParams("Observation")).toEqual(["subject", "performer"]);
    expect(patientCompartmentParams("Practitioner")).toEqual([]);
    for (const type of R4.resourceTypes) {
      for (const code of patientCompartmentParams(type))
        expect([type, code, searchParams("R4", type).get(code)?.type]).toEqual([type, code, "reference"]);
    }
  });
});
