import { describe, expect, it } from "vitest";
import { capabilityStatement } from "./capability-statement.ts";
import { publishedParams } from "./published-params.ts";
import { readConformance } from "./store-conformance.ts";

const statement = capabilityStatement({
  version: "R4",
  enableUpdateCreate: true,
  disableResourceVersioning: true,
  disableReferentialIntegrity: false,
  baseUrl: "http://host/fhir",
  date: "2026-01-02T00:00:00Z",
});

describe("a store's statement against R4", () => {
  const conformance = readConformance(statement, publishedParams);
  const typeOf = (name: string) => conformance.types.find(({ type }) => type === name);

  it("names what R4 has and the store has not", () => {
    expect(conformance).toMatchObject({
      fhirVersion: "4.0.1",
      systemInteractions: ["transaction", "batch", "search-system"],
    });
    expect(typeOf("Patient")?.missingInteractions).toEqual(["vread", "history-instance", "history-type"]);
    expect(typeOf("Location")?.missingParameters).toContain("near");
    expect(typeOf("Patient")?.parameters).toContain("birthdate");
  });

  it("finds every parameter either offered or missing, and nothing twice", () => {
    for (const { type, parameters, missingParameters, extraParameters } of conformance.types) {
      const all = [...parameters.filter((name) => !extraParameters.includes(name)), ...missingParameters].toSorted();
      expect(all, type).toEqual([...publishedParams(type)]);
    }
  });

  it("refuses what is no statement", () => {
    expect(() => readConformance({ resourceType: "Patient" }, publishedParams)).toThrow(/rest/u);
  });
});
