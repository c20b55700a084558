import { z } from "zod";

/**
 * GET /api/console/fhir-changes?store=…&type=…[&id=…][&before=…]: who changed resources through this console, newest first, from its
 * audit log. The API keeps a history of each resource without names, and none of a type.
 */
export const fhirChangesInputSchema = z.object({
  /** Resource name of the FHIR store. */
  store: z.string().max(1200),
  type: z.string().regex(/^[A-Za-z]{1,64}$/),
  id: z
    .string()
    .regex(/^[A-Za-z0-9\-._]{1,64}$/)
    .optional(),
  /** Only records before this number: the `nextBefore` of the page before. */
  before: z.coerce.number().int().positive().optional(),
});
export const fhirChangeSchema = z.object({
  seq: z.number(),
  at: z.iso.datetime(),
  who: z.string(),
  /** Why, in the person's own words; empty when none was given. */
  reason: z.string(),
  /** The last word of Google's method id: `update`, `delete`, `create`. */
  action: z.string(),
  /** Undefined when the address named none: a create, or a conditional change. */
  id: z.string().optional(),
});
export const fhirChangeListSchema = z.object({
  changes: z.array(fhirChangeSchema),
  nextBefore: z.number().optional(),
});
export type FhirChange = z.infer<typeof fhirChangeSchema>;
export type FhirChangeList = z.infer<typeof fhirChangeListSchema>;
