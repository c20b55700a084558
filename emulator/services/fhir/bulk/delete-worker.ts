import { z } from "zod";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { noteDeidChange } from "#emulator/services/fhir/deid-changes.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { dropResource, findResource, purgeHistory, type Address } from "#emulator/services/fhir/resource-rows.ts";
import { storeOfJob } from "#emulator/services/fhir/transfer/store-of-job.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { listedAddresses, storedAddresses, type Placed } from "./addresses-of.ts";
import { VERSION_CONFIGS } from "./messages.ts";
import { runBatches, type BatchOutcome } from "./run-batches.ts";

export const BULK_DELETE_METHOD = "google.cloud.healthcare.v1.fhir.FhirService.BulkDeleteResources";

export const deleteJobSchema = z.object({
  fhirStore: z.string(),
  /** Objects with `Type/id` lines; without it the store's resources of `type`. */
  uri: z.string().optional(),
  /** All types when empty. */
  type: z.string(),
  /** Microseconds since 1970: only resources not updated later. */
  until: z.number().optional(),
  resultPrefix: z.string().optional(),
  versions: z.enum(VERSION_CONFIGS),
  validateOnly: z.boolean(),
});
type DeleteJob = z.infer<typeof deleteJobSchema>;

const NOT_FOUND = 5;

/** Deletes current versions, old ones or both, without asking what refers to them (contract section 7.5). */
export async function bulkDelete(context: Context, job: Job): Promise<Json> {
  const request = deleteJobSchema.parse(job.request);
  const store = storeOfJob(context, job, request.fhirStore);
  const types = request.type === "" ? [] : [request.type];
  await runBatches(context, job, {
    items: request.uri === undefined ? storedAddresses(context, store, types) : listedAddresses(context, request.uri),
    resultPrefix: request.resultPrefix,
    work: (item) => deleteOne(context, store, request, item),
  });
  const { failure = 0 } = job.counter;
  if (failure > 0)
    throw new GoogleError(
      "NOT_FOUND",
      `${failure} of the named resources could not be deleted. Details are in the log at metadata.logsUrl.`,
    );
  return {};
}

function deleteOne(context: Context, store: FhirStore, request: DeleteJob, { address, source }: Placed): BatchOutcome {
  const isListed = request.uri !== undefined;
  const found = address && findResource(context.database, store, address);
  if (address === undefined || found === undefined || found.state === "unknown")
    return isListed
      ? { error: { source, error: { code: NOT_FOUND, message: "The line names no resource of this store." } } }
      : "untouched";
  const version = found.state === "live" ? found.resource.version : found.version;
  if (request.until !== undefined && version > request.until) return "untouched";
  if (found.state === "deleted" && request.versions === "CURRENT_ONLY") return "untouched";
  if (!request.validateOnly) apply(context, store, address, request.versions);
  return { line: `${address.type}/${address.id}` };
}

function apply(context: Context, store: FhirStore, address: Address, versions: DeleteJob["versions"]): void {
  if (versions !== "HISTORY_ONLY" && dropResource(context, store, address))
    noteDeidChange(context.database, store, address);
  if (versions !== "CURRENT_ONLY") purgeHistory(context.database, store, address);
}
