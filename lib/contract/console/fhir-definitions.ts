import { z } from "zod";

/** GET /api/console/fhir-definitions?type=Patient: the R4 definitions that the type reaches (lib/fhir/definition-data.ts). */
export const fhirDefinitionsInputSchema = z.object({ type: z.string().regex(/^[A-Za-z]{1,64}$/) });
