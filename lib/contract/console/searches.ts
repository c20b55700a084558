import { z } from "zod";
import { ROLES } from "#lib/contract/roles.ts";

/**
 * Searches of FHIR and HL7v2 stores, kept on the server, so that an address carries an opaque id and no patient data. Every search that runs has a row,
 * which makes the person's recent ones; a name makes it a saved one, which may be shared with roles. Whoever may search the store may open one by its id.
 *
 * POST /api/console/searches (savedSearchInput) → savedSearch; the same search of the same person has the same id.
 * GET /api/console/searches?store=… → savedSearchList; GET /api/console/searches/{id} → savedSearch.
 * PUT /api/console/searches/{id} (searchLabel) names and shares it, DELETE forgets it; both for its owner.
 * PUT /api/console/searches/{id}/count (searchCount) notes how many it found.
 */
export const savedSearchInputSchema = z.object({
  /** Resource name of the FHIR or HL7v2 store. */
  store: z.string().max(1200),
  /** FHIR resource type; empty for a search over all types, and for HL7v2. */
  type: z.string().max(64),
  /** FHIR: query text as typed, `name=smith&birthdate=ge1970`, without a leading `?`. HL7v2: the `filter` of messages.list. */
  query: z.string().max(20_000),
});
export type SavedSearchInput = z.infer<typeof savedSearchInputSchema>;

export const searchLabelSchema = z.object({
  /** Empty takes the search off the saved ones; it stays among the recent ones. */
  name: z.string().trim().max(120),
  sharedWith: z.array(z.enum(ROLES)).max(ROLES.length),
});
export type SearchLabel = z.infer<typeof searchLabelSchema>;

export const searchCountSchema = z.object({
  total: z.int().min(0).max(2_147_483_647),
  /** False: the server's estimate. */
  isExact: z.boolean(),
});
export type SearchCount = z.infer<typeof searchCountSchema>;

export const savedSearchSchema = savedSearchInputSchema.extend({
  id: z.string(),
  createdAt: z.iso.datetime(),
  ...searchLabelSchema.shape,
  isOwn: z.boolean(),
  ownerName: z.string(),
  /** When its owner ran it last. */
  usedAt: z.iso.datetime(),
  /** Of its last run by anybody; absent when it was never counted. */
  lastCount: searchCountSchema.extend({ at: z.iso.datetime() }).optional(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** The person's own saved and recent searches of one store and those shared with their roles, used last first. */
export const savedSearchListSchema = z.object({ searches: z.array(savedSearchSchema) });
