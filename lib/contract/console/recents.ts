import { z } from "zod";

/**
 * Projects to show and the person's recently opened stores and datasets.
 * GET /api/console/home → home; POST /api/console/recents { name } remembers a dataset or store (never a FHIR resource).
 */
export const recentInputSchema = z.object({ name: z.string().max(1200) });
export const homeSchema = z.object({
  projects: z.array(z.string()),
  recents: z.array(z.object({ name: z.string(), openedAt: z.iso.datetime() })),
});
export type Home = z.infer<typeof homeSchema>;
