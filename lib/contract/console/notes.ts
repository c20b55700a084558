import { z } from "zod";

/**
 * What stewards write down about an element of a FHIR resource. Kept by the console, sealed; never part of the resource.
 * GET /api/console/notes?store=…&resource=Type/id → { notes: […] }; without `resource` all notes of the store, for export.
 * POST /api/console/notes (noteInput) adds one; PUT /api/console/notes/{id} { text } changes one's own, an empty text withdraws it.
 */
export const notesInputSchema = z.object({
  /** Resource name of the FHIR store. */
  store: z.string().max(1200),
  /** `Observation/hb-2041`. */
  resource: z
    .string()
    .regex(/^[A-Za-z]{1,64}\/[A-Za-z0-9\-._]{1,64}$/)
    .optional(),
});
export const noteInputSchema = notesInputSchema.required().extend({
  /** JSON Pointer of the element; empty for the resource itself. */
  pointer: z.string().max(2_000),
  text: z.string().trim().min(1).max(4_000),
});
export const noteChangeSchema = z.object({ id: z.string().max(64), text: z.string().trim().max(4_000) });
export const noteSchema = z.object({
  id: z.string(),
  resource: z.string(),
  pointer: z.string(),
  text: z.string(),
  author: z.string(),
  /** Whether the asking person wrote it. */
  isOwn: z.boolean(),
  writtenAt: z.iso.datetime(),
});
export const noteListSchema = z.object({ notes: z.array(noteSchema) });
export type Note = z.infer<typeof noteSchema>;
export type NoteInput = z.infer<typeof noteInputSchema>;
