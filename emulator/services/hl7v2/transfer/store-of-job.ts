import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { hl7v2StoreOf, type Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import type { Job } from "#emulator/services/operations/runner.ts";
import { findStore } from "#emulator/services/stores/rows.ts";

/** The store that an operation works on. Throws NOT_FOUND when it was deleted since the operation began. */
export function storeOfJob({ database }: Pick<Context, "database">, job: Job, store: string): Hl7v2Store {
  const address = { ...job.dataset, storeKind: "hl7V2Stores" as const, store };
  const row = findStore(database, address);
  if (!row) throw new GoogleError("NOT_FOUND", "The HL7v2 store of this operation was deleted.");
  return hl7v2StoreOf(database, address, row);
}
