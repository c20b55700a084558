import { z } from "zod";

/**
 * What people decided about the places that the scan of a run's output names, and whether the output was released.
 * GET /api/console/deid-runs/{id}/review; PUT the same (deidDecisionInput) decides some, and deletes from the output what is rejected; POST /api/console/deid-runs/{id}/release releases,
 * refused with FAILED_PRECONDITION while anything stands against it.
 */
export const DECISIONS = ["approve", "quarantine", "reject"] as const;
export type Decision = (typeof DECISIONS)[number];

/** How much a rejection of a place in DICOM takes out of the output; a FHIR resource goes as such. */
export const REJECT_LEVELS = ["instance", "series", "study"] as const;
export type RejectLevel = (typeof REJECT_LEVELS)[number];

export const deidDecisionInputSchema = z.object({
  id: z.string().max(64),
  /** As `reviewItems` spells them. */
  items: z.array(z.string().max(3000)).min(1).max(500),
  decision: z.enum(DECISIONS),
  /** Only read for a rejection. */
  level: z.enum(REJECT_LEVELS).default("instance"),
  /** Why, in the person's own words. */
  reason: z.string().trim().min(3).max(1000),
});

export const deidDecisionSchema = z.object({
  item: z.string(),
  decision: z.enum(DECISIONS),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type DeidDecision = z.infer<typeof deidDecisionSchema>;

export const deidReviewSchema = z.object({
  decisions: z.array(deidDecisionSchema),
  /** What stands against the release, in sentences; none: it may be released. */
  blockers: z.array(z.string()),
  released: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
});
export type DeidReview = z.infer<typeof deidReviewSchema>;
