import { z } from "zod";

/** GET /api/console/search-expressions?type=Observation: where each search parameter of a type looks, as HL7 publishes it. */
export const searchExpressionsInputSchema = z.object({ type: z.string().regex(/^[A-Za-z]{1,64}$/) });
export const searchExpressionsSchema = z.object({
  /** By code. */
  parameters: z.record(z.string(), z.object({ type: z.string(), expression: z.string() })),
});
