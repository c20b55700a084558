import { z } from "zod";

export const ENVIRONMENTS = ["production", "research", "sandbox"] as const;

/**
 * The environment label of a project or dataset; the nearest label upwards counts.
 * GET /api/console/environments → { environments: […] }; PUT /api/console/environments (environmentInput, admin) sets, `environment: null` clears.
 * Writes below a production label are refused (FAILED_PRECONDITION) unless the request carries `x-console-unlock: <label's name>`.
 */
export const environmentInputSchema = z.object({
  /** Resource name of a project or dataset. */
  name: z.string().max(1200),
  environment: z.enum(ENVIRONMENTS).nullable(),
});
export const environmentSchema = z.object({ name: z.string(), environment: z.enum(ENVIRONMENTS) });
export const environmentListSchema = z.object({ environments: z.array(environmentSchema) });
export type Environment = (typeof ENVIRONMENTS)[number];
export type EnvironmentLabel = z.infer<typeof environmentSchema>;
