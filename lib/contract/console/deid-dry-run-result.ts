import { z } from "zod";

/** What became of one place of the sampled items: how often, never which value. */
const comparedPlaceSchema = z.object({
  /** Resource type or SOP class. */
  group: z.string(),
  /** `name.family`, `00100010 PatientName`; list indices are left out. */
  path: z.string(),
  changed: z.number(),
  removed: z.number(),
  added: z.number(),
});
export type ComparedPlace = z.infer<typeof comparedPlaceSchema>;

const storeResultSchema = z.object({
  store: z.string(),
  kind: z.enum(["fhirStores", "dicomStores"]),
  /** Sampled items by type or modality. */
  sampled: z.record(z.string(), z.number()),
  items: z.number(),
  cameOut: z.number(),
  /** Known identifiers that survived, and words that a person has to look at. */
  certain: z.number(),
  possible: z.number(),
  unreadable: z.number(),
  found: z.record(z.string(), z.number()),
  comparison: z.array(comparedPlaceSchema),
});
export type DryRunStoreResult = z.infer<typeof storeResultSchema>;

/** How a dry run ended. Holds no patient data: it is kept, and goes into the evidence of the launch that rests upon it. */
export const deidDryRunResultSchema = z.object({
  id: z.string(),
  startedBy: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Of the configuration that was tried. */
  configSha256: z.string(),
  /** Something was sampled of the source, all of it came out, and no known identifier survived. */
  passed: z.boolean(),
  stores: z.array(storeResultSchema),
});
export type DeidDryRunResult = z.infer<typeof deidDryRunResultSchema>;
