import { z } from "zod";

/**
 * What a kept search found, as the part of a store that a de-identification is restricted to. The address of the page carries only the search's
 * opaque id.
 * POST /api/console/deid-scope (deidScopeInput) → deidScope.
 * POST /api/console/deid-scope/list (deidScopeListInput) → deidScopeList: the API takes a list of studies only from Cloud Storage, so the server
 * writes it there.
 */
export const deidScopeInputSchema = z.object({
  /** Resource name of the FHIR or DICOM store. */
  source: z.string().max(1200),
  /** Id of a kept search of that store. */
  search: z.string().max(64),
});

/** More than that is a store of its own. */
export const MOST_IN_SCOPE = 5_000;

export const deidScopeSchema = z.object({
  /** FHIR: `Patient/1`, what the search found and what it included. */
  resources: z.array(z.string()),
  /** DICOM: UIDs of studies. */
  studies: z.array(z.string()),
});
export type DeidScopeList = z.infer<typeof deidScopeSchema>;

export const deidScopeListInputSchema = deidScopeInputSchema.extend({
  /** Where the list is to lie: `gs://bucket` or `gs://bucket/folder`. */
  folder: z.string().regex(/^gs:\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](?:\/[^\s?#*]*)?$/),
});

export const deidScopeListSchema = z.object({
  /** `gs://…`: the object that was written, for `filterConfig.resourcePathsGcsUri`. */
  uri: z.string(),
  studies: z.number(),
});
