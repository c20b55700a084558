import type { FhirVersion } from "#lib/fhir/search-types.ts";

/** What a store asks of the content of a resource by itself. */
export interface ContentRules {
  readonly version: FhirVersion;
  readonly disableRequiredFieldValidation: boolean;
  readonly disableReferenceTypeValidation: boolean;
}
