import { z } from "zod";
import { MOST_IN_SCOPE } from "./deid-scope.ts";
import { deidFindingSchema } from "./deid-runs.ts";
import { deidDryRunResultSchema } from "./deid-dry-run-result.ts";

/**
 * A sample that the API de-identified into temporary stores, judged by the console's server.
 * POST /api/console/deid-dry-runs (deidDryRunInput) begins one and answers it; GET /api/console/deid-dry-runs/{id} tells how far it is;
 * DELETE removes what is temporary. POST /api/console/deid-gate (deidGateInput) says what stands against a launch.
 */
export const DRY_RUN_SIZES = [6, 12, 30, 60] as const;

export const deidDryRunInputSchema = z.object({
  source: z.string().max(1200),
  /** `config` or `gcsConfigUri`, as `:deidentify` takes it. */
  configuration: z.record(z.string(), z.unknown()),
  /** Items of each store. */
  size: z.number().int().min(1).max(60),
  /** Names of FHIR resources that the launch is to be restricted to: the sample is taken of them. Empty for all of the source. */
  resources: z.array(z.string().regex(/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/)).max(MOST_IN_SCOPE),
  /** `gs://…`: the list of studies, series and instances that the launch of a DICOM store is to be restricted to. Empty for all. */
  list: z
    .string()
    .regex(/^(?:gs:\/\/[a-z0-9][a-z0-9._-]+\/[^\s?#*]+)?$/)
    .default(""),
});
export type DeidDryRunInput = z.infer<typeof deidDryRunInputSchema>;

/** Both sides of a sample, which people compare while the temporary stores are there. */
const sampleSchema = z.object({
  /** The source store that it was taken of. */
  store: z.string(),
  kind: z.enum(["fhirStores", "dicomStores"]),
  /** Where the sample is before: the source itself, or for DICOM a copy of its own. */
  before: z.string(),
  /** FHIR: which resources of it. */
  names: z.array(z.string()),
  after: z.string(),
  /** What of the source is left, by places of `after`. */
  findings: z.array(deidFindingSchema),
});
export type DeidSample = z.infer<typeof sampleSchema>;
export const deidSamplesSchema = z.array(sampleSchema);

export const deidDryRunProgressSchema = z.object({
  phase: z.string(),
  /** Renewed while a process works on it. */
  beatAt: z.iso.datetime(),
  /** Why it ended without a result. */
  problem: z.string().optional(),
});
export type DeidDryRunProgress = z.infer<typeof deidDryRunProgressSchema>;

export const deidDryRunSchema = z.object({
  id: z.string(),
  progress: deidDryRunProgressSchema,
  result: deidDryRunResultSchema.nullable(),
  /** Null until it has ended, and again when the temporary stores were removed. */
  samples: deidSamplesSchema.nullable(),
});
export type DeidDryRun = z.infer<typeof deidDryRunSchema>;

export const deidGateInputSchema = z.object({ source: z.string(), request: z.record(z.string(), z.unknown()) });

export const deidGateSchema = z.object({
  /** Why it would be refused now; empty when it would not. */
  blocker: z.string(),
  /** The passing dry run that the launch would rest upon. */
  dryRun: deidDryRunResultSchema.nullable(),
});
export type DeidGate = z.infer<typeof deidGateSchema>;
