import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import type { DicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import type { Job } from "#emulator/services/operations/runner.ts";
import { storeName } from "#emulator/services/stores/require-store.ts";
import { findStore } from "#emulator/services/stores/rows.ts";

/** The store that an operation works on. Throws NOT_FOUND when it was deleted since the operation began. */
export function storeOfJob({ database }: Pick<Context, "database">, job: Job, store: string): DicomStore {
  const address = { ...job.dataset, storeKind: "dicomStores" as const, store };
  const row = findStore(database, address);
  if (!row) throw new GoogleError("NOT_FOUND", "The DICOM store of this operation was deleted.");
  return { id: row.id, name: storeName(address) };
}
