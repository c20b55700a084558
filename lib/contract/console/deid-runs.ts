import { z } from "zod";
import { deidDryRunResultSchema } from "./deid-dry-run-result.ts";

/**
 * De-identification that this console launched, kept beyond the API's thirty days.
 * POST /api/console/deid-runs (deidLaunch) calls `:deidentify` and answers the run; GET /api/console/deid-runs?source=… lists those of a
 * dataset or store, newest first; GET /api/console/deid-runs/{id} answers one; POST /api/console/deid-runs/{id}/evidence begins the scan of
 * its output, which ends in sealed evidence.
 */
export const deidLaunchSchema = z.object({
  /** Resource name of a dataset, FHIR store or DICOM store. */
  source: z.string().max(1200),
  /** Body of the API's `:deidentify`, as it is sent. */
  request: z.record(z.string(), z.unknown()),
  /** What the person calls the configuration. */
  configName: z.string().trim().min(1).max(120),
});
export type DeidLaunch = z.infer<typeof deidLaunchSchema>;

export const deidListInputSchema = z.object({ source: z.string().max(1200) });

export const deidScanProgressSchema = z.object({
  /** What is being read. */
  phase: z.string(),
  read: z.number(),
  /** As the stores' metrics tell. */
  total: z.number(),
  startedAt: z.iso.datetime(),
  /** Renewed while a process works on it: when it is old, the scan was broken off. */
  beatAt: z.iso.datetime(),
  /** Why it ended without evidence, or was not begun. */
  problem: z.string().optional(),
  /** The run was cancelled, so its output is looked at only when somebody asks for it. */
  isCancelled: z.boolean().optional(),
});
export type DeidScanProgress = z.infer<typeof deidScanProgressSchema>;

/** A place in the output where something of the source still stands. Never the value itself. */
export const deidFindingSchema = z.object({
  /** What was found: "name", "phone", "birth date". */
  kind: z.string(),
  /** `certain`: an identifier as such. `possible`: a word that is also a name; a person has to look. */
  certainty: z.enum(["certain", "possible"]),
  /** In the output: `fhirStores/x/fhir/Patient/1` or `dicomStores/x/dicomWeb/studies/…`. */
  resource: z.string(),
  /** Where in it: a JSON path or a DICOM tag. */
  path: z.string(),
  /** The same for places of the same value, so that they are decided together; 0 for a place by itself. */
  value: z.number().default(0),
});
export type DeidFinding = z.infer<typeof deidFindingSchema>;

const failureSchema = z.object({ cause: z.string(), count: z.number(), resources: z.array(z.string()) });

const combinationSchema = z.object({
  of: z.array(z.string()),
  groups: z.number(),
  /** Patients of the smallest group. */
  smallest: z.number(),
  /** Groups of one to four patients, with the first of them. */
  small: z.array(z.object({ patients: z.number(), groups: z.number(), places: z.array(z.string()) })),
});
export type DeidCombination = z.infer<typeof combinationSchema>;

export const deidEvidenceSchema = z.object({
  format: z.literal("careplane-deid-evidence/1"),
  run: z.string(),
  operation: z.string(),
  method: z.string(),
  source: z.string(),
  destination: z.string(),
  launchedBy: z.string(),
  /** Issuer and subject of whoever launched it. */
  launchedById: z.string(),
  launchedAt: z.string(),
  /** Finds the audit rows of the launch. */
  launchRequestId: z.string(),
  endedAt: z.string(),
  configName: z.string(),
  /** Of what made it; empty in evidence of former versions. */
  versions: z.record(z.string(), z.string()).default({}),
  /** Keys are replaced by their SHA-256. */
  request: z.record(z.string(), z.unknown()),
  /** Of the configuration as it was sent, members in the order of their names. */
  configSha256: z.string(),
  counts: z.object({ success: z.number(), failure: z.number(), pending: z.number() }),
  /** The passing dry run of the same configuration that it rests upon; null when there was none. */
  dryRun: deidDryRunResultSchema.nullable().default(null),
  operationError: z.string().optional(),
  failures: z.object({
    /** False where only Google's Cloud Logging has the list. */
    isComplete: z.boolean(),
    logsUrl: z.string().optional(),
    byCause: z.array(failureSchema),
  }),
  scan: z.object({
    verdict: z.enum(["clean", "review", "found", "incomplete"]),
    scannedBy: z.string(),
    scannedAt: z.string(),
    /** Why it may not be called clean. */
    gaps: z.array(z.string()),
    /** Read, and how many the stores say they hold. */
    sourceRead: z.number(),
    outputRead: z.number(),
    outputTotal: z.number(),
    patients: z.number(),
    /** Values looked for, by kind. */
    lookedFor: z.record(z.string(), z.number()),
    /** Findings by kind, all of them counted. */
    found: z.record(z.string(), z.number()),
    /** The first of them. */
    findings: z.array(deidFindingSchema),
    /** Pictures in which text was looked for, a sample; null in evidence of former versions, which looked at none. */
    pixels: z
      .object({
        instances: z.number(),
        frames: z.number(),
        ofInstances: z.number(),
        ofFrames: z.number(),
        unread: z.number(),
      })
      .nullable()
      .default(null),
    /** Values that few patients have: no identifiers, so no part of the verdict. Null in evidence of former versions. */
    rare: z
      .object({
        patients: z.number(),
        fewerThan: z.number(),
        values: z.number(),
        /** All places, and the first of them, the rarest before the others. */
        total: z.number(),
        places: z.array(
          z.object({
            what: z.string(),
            patients: z.number(),
            resource: z.string(),
            path: z.string(),
            value: z.number().default(0),
          }),
        ),
      })
      .nullable()
      .default(null),
    /** How many patients share attributes that only together point to one of them. Null in evidence of former versions. */
    combinations: z.array(combinationSchema).nullable().default(null),
    limits: z.array(z.string()),
  }),
});
export type DeidEvidence = z.infer<typeof deidEvidenceSchema>;

export const deidSealSchema = z.object({
  /** Of the evidence's canonical JSON. */
  sha256: z.string(),
  sealedAt: z.iso.datetime(),
  /** The audit row whose hash covers that SHA-256. */
  auditSeq: z.number(),
  auditHash: z.string(),
  /** False when the kept evidence is not what was sealed. */
  isGenuine: z.boolean(),
});

export const deidRunSchema = z.object({
  id: z.string(),
  operation: z.string(),
  source: z.string(),
  destination: z.string(),
  configName: z.string(),
  configSha256: z.string(),
  request: z.record(z.string(), z.unknown()),
  launchedBy: z.string(),
  launchedAt: z.iso.datetime(),
  scan: deidScanProgressSchema.nullable(),
  evidence: deidEvidenceSchema.nullable(),
  seal: deidSealSchema.nullable(),
});
export type DeidRun = z.infer<typeof deidRunSchema>;
export const deidRunListSchema = z.object({ runs: z.array(deidRunSchema) });
