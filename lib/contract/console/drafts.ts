import { z } from "zod";

/**
 * What a person is writing for a store and has not sent: kept on the console's server, sealed, so that a reload or another machine brings
 * it back while the browser stores no patient data. One draft for each person and store.
 * GET /api/console/drafts?store=… → draft, empty text for none; PUT /api/console/drafts (draftInput) keeps it, empty text forgets it.
 */
export const draftInputSchema = z.object({
  /** Resource name of the HL7v2 store. */
  store: z.string().max(1200),
  /** At most what one console question takes; a longer draft stays in the page's memory. */
  text: z.string().max(48_000),
});

export const draftSchema = z.object({
  text: z.string(),
  /** When it was kept; absent for no draft. */
  savedAt: z.iso.datetime().optional(),
});
export type Draft = z.infer<typeof draftSchema>;
