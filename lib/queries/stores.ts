import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";
import { inTurn } from "./in-turn.ts";

/** A dataset or store as the API gives it; fields that this console does not know stay in for the JSON view. */
export const resourceSchema = z.looseObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  timeZone: z.string().optional(),
});
export type ConfiguredResource = z.infer<typeof resourceSchema>;

/** int64 in proto3 JSON is a string; zero is left out. */
const int64Schema = z.coerce.number().default(0);

const METRICS_VERB: Readonly<Record<StoreKind, string | undefined>> = {
  fhirStores: "getFHIRStoreMetrics",
  dicomStores: "getDICOMStoreMetrics",
  hl7V2Stores: "getHL7v2StoreMetrics",
  consentStores: undefined,
};

const byTypeSchema = z.object({
  metrics: z
    .array(
      z.object({
        resourceType: z.string().optional(),
        messageType: z.string().optional(),
        count: int64Schema,
        structuredStorageSizeBytes: int64Schema,
        versionedStorageSizeBytes: int64Schema,
      }),
    )
    .default([]),
});

const dicomSchema = z.object({
  studyCount: int64Schema,
  seriesCount: int64Schema,
  instanceCount: int64Schema,
  structuredStorageSizeBytes: int64Schema,
  blobStorageSizeBytes: int64Schema,
});

export interface StoreMetrics {
  /** Resources, messages or instances in the store. */
  readonly total: number;
  /** Bytes of everything stored, old versions and pixels included. */
  readonly bytes: number;
  /** Rows by resource type, message type or DICOM level, largest first. */
  readonly rows: readonly { readonly label: string; readonly count: number; readonly bytes: number | undefined }[];
}

/** Datasets and stores: their configuration and what is in them. */
export const resourceQueries = {
  get: (name: string) =>
    queryOptions({
      queryKey: ["resource", name],
      queryFn: ({ signal }) =>
        inTurn(signal, async () => {
          const response = await callGateway(apiPath(name), { signal });
          return resourceSchema.parse(await response.json());
        }),
    }),
  /** Undefined for consent stores: the API gives no metrics for them. */
  metrics: (store: string, kind: StoreKind) =>
    queryOptions({
      queryKey: ["metrics", store],
      queryFn: ({ signal }) => inTurn(signal, () => readMetrics(store, kind, signal)),
      enabled: METRICS_VERB[kind] !== undefined,
      staleTime: 60_000,
    }),
};

async function readMetrics(store: string, kind: StoreKind, signal: AbortSignal): Promise<StoreMetrics> {
  const response = await callGateway(apiPath(store, `:${METRICS_VERB[kind] ?? ""}`), { signal });
  const answer: unknown = await response.json();
  return kind === "dicomStores" ? dicomMetrics(dicomSchema.parse(answer)) : metricsByType(byTypeSchema.parse(answer));
}

function dicomMetrics(answer: z.infer<typeof dicomSchema>): StoreMetrics {
  return {
    total: answer.instanceCount,
    bytes: answer.structuredStorageSizeBytes + answer.blobStorageSizeBytes,
    rows: [
      { label: "Studies", count: answer.studyCount, bytes: undefined },
      { label: "Series", count: answer.seriesCount, bytes: undefined },
      {
        label: "Instances",
        count: answer.instanceCount,
        bytes: answer.structuredStorageSizeBytes + answer.blobStorageSizeBytes,
      },
    ],
  };
}

function metricsByType(answer: z.infer<typeof byTypeSchema>): StoreMetrics {
  const rows = answer.metrics.map((metric) => ({
    label: metric.resourceType ?? metric.messageType ?? "",
    count: metric.count,
    bytes: metric.structuredStorageSizeBytes + metric.versionedStorageSizeBytes,
  }));
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    rows: rows.toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label)),
  };
}
