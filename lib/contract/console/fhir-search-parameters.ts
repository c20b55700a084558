import { z } from "zod";

/**
 * GET /api/console/fhir-search-parameters?type=Observation → the FHIRPath expression of every R4 search parameter of a type, by its code: where in a
 * resource the values are that it finds. A CapabilityStatement tells names and types alone.
 */
export const fhirSearchParametersInputSchema = z.object({ type: z.string().regex(/^[A-Za-z]{1,64}$/) });
export const fhirSearchParametersSchema = z.object({ expressions: z.record(z.string(), z.string()) });
export type FhirSearchParameters = z.infer<typeof fhirSearchParametersSchema>;
