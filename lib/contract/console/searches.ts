import { z } from "zod";

/**
 * A FHIR search kept on the server, so that its address carries an opaque id and no patient data.
 * POST /api/console/searches (savedSearchInput) → { id }; GET /api/console/searches/{id} → savedSearch.
 */
export const savedSearchInputSchema = z.object({
  /** Resource name of the FHIR store. */
  store: z.string().max(1200),
  /** Empty for a search over all types. */
  type: z.string().max(64),
  /** Query text as typed, `name=smith&birthdate=ge1970`, without a leading `?`. */
  query: z.string().max(20_000),
});
export type SavedSearchInput = z.infer<typeof savedSearchInputSchema>;

export const savedSearchSchema = savedSearchInputSchema.extend({ id: z.string(), createdAt: z.iso.datetime() });
export type SavedSearch = z.infer<typeof savedSearchSchema>;
export const savedSearchIdSchema = z.object({ id: z.string() });
