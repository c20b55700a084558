import type { healthcare_v1 } from "@googleapis/healthcare";
import type { Context } from "#emulator/http/route.ts";

/** The service's own newer field that the installed typings lack (contract section 0.1). */
type Metric = healthcare_v1.Schema$FhirStoreMetric & { versionedStorageSizeBytes?: string };

/** Counts and bytes per resource type of a store, only types with resources, in alphabetical order (contract section 7.2). */
export function fhirStoreMetrics(context: Pick<Context, "database">, storeId: number): Metric[] {
  return context.database
    .all<{ type: string; live: number; live_bytes: number; old_bytes: number }>(
      "SELECT type, live, live_bytes, old_bytes FROM fhir_types WHERE store = ? AND (live > 0 OR old > 0) ORDER BY type",
      storeId,
    )
    .map((row) => ({
      resourceType: row.type,
      count: String(row.live),
      structuredStorageSizeBytes: String(row.live_bytes),
      versionedStorageSizeBytes: String(row.live_bytes + row.old_bytes),
    }));
}
