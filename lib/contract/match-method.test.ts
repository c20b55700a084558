import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchMethod, methodPath } from "#lib/contract/match-method.ts";
import { METHODS } from "#lib/contract/methods.ts";

const STORE = "/v1/projects/p/locations/l/datasets/d/fhirStores/s";
const short = (verb: string, path: string): string | undefined =>
  matchMethod(verb, path)?.method.id.replace("healthcare.projects.locations.", "");

describe("matchMethod", () => {
  it.each([
    ["GET", "/v1/projects/p/locations", "list"],
    ["POST", "/v1/projects/p/locations/l/datasets/d:deidentify", "datasets.deidentify"],
    ["GET", `${STORE}:getIamPolicy`, "datasets.fhirStores.getIamPolicy"],
    ["GET", `${STORE}/fhir/metadata`, "datasets.fhirStores.fhir.capabilities"],
    ["GET", `${STORE}/fhir/Patient/`, "datasets.fhirStores.fhir.searchTypeByGet"],
    ["GET", `${STORE}/fhir/Patient/1`, "datasets.fhirStores.fhir.read"],
    ["GET", `${STORE}/fhir/Binary/1`, "datasets.fhirStores.fhir.BinaryRead"],
    ["GET", `${STORE}/fhir/Patient/1/$everything`, "datasets.fhirStores.fhir.PatientEverything"],
    ["GET", `${STORE}/fhir/Patient/1/%24everything`, "datasets.fhirStores.fhir.PatientEverything"],
    ["DELETE", `${STORE}/fhir/Patient/1/$purge`, "datasets.fhirStores.fhir.ResourcePurge"],
    ["POST", `${STORE}/fhir/_search`, "datasets.fhirStores.fhir.search"],
    ["POST", `${STORE}/fhir/Patient/_search`, "datasets.fhirStores.fhir.searchType"],
    ["POST", `${STORE}/fhir`, "datasets.fhirStores.fhir.executeBundle"],
  ])("%s %s is %s", (verb, path, id) => {
    expect(short(verb, path)).toBe(id);
  });

  it.each([
    ["GET", "/v1/projects/p/locations/l/datasets/../d"],
    ["GET", "/v1/projects/p/locations/l/datasets/%2e%2e"],
    ["GET", "/v1/projects/p/locations/l/datasets/a%2Fb"],
    ["GET", "/v1/projects/p/locations/l/datasets/a%00"],
    ["GET", "/v1/projects/p/locations/l/datasets//d"],
    ["GET", "/v1/projects/p/locations/l/datasets/%zz"],
    ["GET", "/v2/projects/p/locations"],
    ["TRACE", "/v1/projects/p/locations"],
    ["POST", "/v1/projects/p/locations/l/datasets/d:unknownVerb"],
  ])("refuses %s %s", (verb, path) => {
    expect(matchMethod(verb, path)).toBeUndefined();
  });

  it("finds every row by the path it prints for that row", () => {
    const id = fc.stringMatching(/^[\p{L}\p{N}_-][\p{L}\p{N}_\-.]{0,20}$/u);
    fc.assert(
      fc.property(fc.constantFrom(...METHODS), fc.infiniteStream(id), (method, ids) => {
        const names = [...method.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
        const params = Object.fromEntries(names.map((name) => [name, ids.next().value ?? "x"]));
        const matched = matchMethod(method.verb, methodPath(method, params));
        expect(matched?.method.path).toBe(method.path);
        expect(matched?.params).toEqual(params);
      }),
    );
  });
});
