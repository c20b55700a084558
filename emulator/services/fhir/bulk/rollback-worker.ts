import { z } from "zod";
import type { Context } from "#emulator/http/route.ts";
import { catalogOf } from "#emulator/services/fhir/catalog.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { dropResource, parseStored, putResource, type Address } from "#emulator/services/fhir/resource-rows.ts";
import { storeOfJob } from "#emulator/services/fhir/transfer/store-of-job.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { listedAddresses, storedAddresses, type Placed } from "./addresses-of.ts";
import { CHANGE_TYPES } from "./messages.ts";
import { runBatches, type BatchOutcome } from "./run-batches.ts";

export const ROLLBACK_METHOD = "google.cloud.healthcare.v1.fhir.FhirStoreService.RollbackFhirResources";

export const rollbackJobSchema = z.object({
  fhirStore: z.string(),
  storeName: z.string(),
  /** Microseconds since 1970. */
  time: z.number(),
  changeType: z.enum(CHANGE_TYPES),
  types: z.array(z.string()),
  /** Object with `Type/id` lines; without it the whole store. */
  input: z.string().optional(),
  resultPrefix: z.string(),
  /** False is a dry run: the results say what would be done. */
  force: z.boolean(),
});
type RollbackJob = z.infer<typeof rollbackJobSchema>;

/** Brings resources back to what they were at a time, as new versions: nothing is taken out of the history (contract section 7.6). */
export async function rollback(context: Context, job: Job): Promise<Json> {
  const request = rollbackJobSchema.parse(job.request);
  const store = storeOfJob(context, job, request.fhirStore);
  await runBatches(context, job, {
    items:
      request.input === undefined
        ? storedAddresses(context, store, request.types)
        : listedAddresses(context, request.input),
    resultPrefix: request.resultPrefix,
    work: (item) => rollbackOne(context, store, request, item),
  });
  return { fhirStore: request.storeName };
}

function rollbackOne(context: Context, store: FhirStore, request: RollbackJob, { address }: Placed): BatchOutcome {
  if (address === undefined || (request.types.length > 0 && !request.types.includes(address.type))) return "untouched";
  const versions = versionsOf(context, store, address);
  const now = versions.at(-1);
  if (now === undefined || now.version <= request.time) return "untouched";
  const then = versions.findLast(({ version }) => version <= request.time)?.json ?? null;
  const change = changeBetween(then, now.json);
  if (change === undefined || (request.changeType !== "ALL" && request.changeType !== change)) return "untouched";
  if (request.force) {
    if (then === null) dropResource(context, store, address);
    else putResource(context, store, parseStored(then), true);
  }
  return { line: `${address.type}/${address.id}` };
}

/** A null stands for "does not exist". */
function changeBetween(then: string | null, now: string | null): "CREATE" | "UPDATE" | "DELETE" | undefined {
  if (then === null) return now === null ? undefined : "CREATE";
  if (now === null) return "DELETE";
  return then === now ? undefined : "UPDATE";
}

/** All versions of an identity from the oldest on; deletions without a text. */
function versionsOf(
  { database }: Context,
  store: FhirStore,
  { type, id }: Address,
): { version: number; json: string | null }[] {
  const catalog = catalogOf(database);
  const node = catalog.findNode(catalog.findType(store.id, type), id);
  if (!node) return [];
  return database.all<{ version: number; json: string | null }>(
    `SELECT version, json FROM fhir_versions WHERE node = ? UNION ALL SELECT version, json FROM fhir_resources WHERE rid = ?
     ORDER BY version`,
    node.node,
    node.rid,
  );
}
