import type { Context } from "#emulator/http/route.ts";
import { findStore, type DatasetAddress } from "#emulator/services/stores/rows.ts";
import type { DeidJob } from "./deid-job.ts";

const COUNTS = {
  fhirStores: "SELECT ifnull(sum(live), 0) AS count FROM fhir_types WHERE store = ?",
  dicomStores: "SELECT count(*) AS count FROM dicom_instances WHERE store = ?",
};

/** How many items an operation has before it; undefined when a list in a bucket names them. */
export function itemsToCopy(
  { database }: Context,
  dataset: DatasetAddress,
  { pairs, resources, filterUri }: DeidJob,
): number | undefined {
  if (filterUri !== undefined) return undefined;
  if (resources) return resources.length;
  return pairs.reduce((sum, { storeKind, source }) => {
    const store = findStore(database, { ...dataset, storeKind, store: source });
    return sum + (store ? (database.get<{ count: number }>(COUNTS[storeKind], store.id)?.count ?? 0) : 0);
  }, 0);
}
