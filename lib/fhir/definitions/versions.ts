import { createDefinitions } from "#lib/fhir/definitions.ts";
import type { Definitions } from "#lib/fhir/definitions.ts";
import type { FhirVersion } from "#lib/fhir/search-types.ts";
import { R4 } from "./r4.ts";
import resourceTypes from "./resource-types.generated.json" with { type: "json" };

const DEFINITIONS: Readonly<Record<FhirVersion, Definitions>> = {
  DSTU2: typesOnly(resourceTypes.DSTU2),
  STU3: typesOnly(resourceTypes.STU3),
  R4,
  R5: typesOnly(resourceTypes.R5),
};

/** Definitions of a version. Only R4's carry elements; the others know the names of their resource types, so validation checks JSON shape only. */
export function definitionsFor(version: FhirVersion): Definitions {
  return DEFINITIONS[version];
}

function typesOnly(names: readonly string[]): Definitions {
  return createDefinitions({ resourceTypes: names, types: {}, codes: {} });
}
