import { z } from "zod";
import { betaConfigSchema } from "#lib/deid/beta-config.ts";

/** What an operation is asked to do: pairs of stores, one after the other. A dataset has several, a store's own method one. */
export const deidJobSchema = z.object({
  config: betaConfigSchema,
  pairs: z.array(
    z.object({
      storeKind: z.enum(["fhirStores", "dicomStores"]),
      source: z.string(),
      destination: z.object({ project: z.string(), location: z.string(), dataset: z.string(), store: z.string() }),
    }),
  ),
  /** `Patient/1`: only these resources of a FHIR store. */
  resources: z.array(z.string()).optional(),
  /** Object with `/studies/…` lines: only these instances of a DICOM store. */
  filterUri: z.string().optional(),
  /** Microseconds since 1970: resources that changed later are left out. */
  unchangedSince: z.number().optional(),
});
export type DeidJob = z.infer<typeof deidJobSchema>;
export type StorePair = DeidJob["pairs"][number];

/**
 * How far an operation is. The fresh key is made in its first run and kept here, so that a run resumed after a crash gives the same
 * pseudonyms; the checkpoint is erased when the operation ends.
 */
export const deidStateSchema = z.object({
  /** 32 bytes as base64. */
  key: z.string(),
  /** Pairs that are done. */
  done: z.number(),
  /** Place in the pair that is under way; each kind of store has its own form. Absent between two pairs. */
  place: z.unknown().optional(),
});

/** A place in a pair of stores is remembered durably together with the counts. */
export interface PairProgress {
  /** What was saved last, undefined at the beginning. */
  readonly place: unknown;
  /** @param alongside what is written in the same commit */
  save(place: unknown, alongside?: () => void): Promise<void>;
}
