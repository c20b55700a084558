import { z } from "zod";

/**
 * Configurations of de-identification that people share under a name. Every save is a version of its own; keys are left out.
 * GET /api/console/deid-configs → { configs: […] }, the newest version of each name with its older ones; POST saves.
 */
export const deidConfigInputSchema = z.object({
  name: z.string().trim().min(1).max(80),
  /** DeidentifyConfig as JSON text. */
  config: z.string().max(48_000),
});

export const deidConfigSchema = z.object({
  name: z.string(),
  version: z.number(),
  config: z.string(),
  savedBy: z.string(),
  savedAt: z.iso.datetime(),
});
export type SavedDeidConfig = z.infer<typeof deidConfigSchema>;
export const deidConfigListSchema = z.object({ configs: z.array(deidConfigSchema) });
