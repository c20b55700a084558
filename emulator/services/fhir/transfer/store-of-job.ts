import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { fhirStoreOf, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import type { Job } from "#emulator/services/operations/runner.ts";
import { findStore } from "#emulator/services/stores/rows.ts";

/** The store that an operation works on. Throws NOT_FOUND when it was deleted since the operation began. */
export function storeOfJob(context: Context, job: Job, store: string): FhirStore {
  const row = findStore(context.database, { ...job.dataset, storeKind: "fhirStores", store });
  if (!row) throw new GoogleError("NOT_FOUND", "The FHIR store of this operation was deleted.");
  return fhirStoreOf(row);
}
