import { z } from "zod";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { FhirError } from "#emulator/services/fhir/outcome.ts";
import { importResource } from "#emulator/services/fhir/write-resources.ts";
import type { Job, JobError, Json } from "#emulator/services/operations/runner.ts";
import { CONTENT_STRUCTURES } from "./messages.ts";
import { readItems, type ImportItem } from "./read-items.ts";
import { storeOfJob } from "./store-of-job.ts";

export const IMPORT_METHOD = "google.cloud.healthcare.v1.fhir.FhirService.ImportResources";

export const importJobSchema = z.object({
  fhirStore: z.string(),
  contentStructure: z.enum(CONTENT_STRUCTURES),
  uri: z.string(),
});

/** How far an import has come: so many inputs of the object `uri` are done, and all objects before it by name. */
const stateSchema = z.object({ uri: z.string(), items: z.number() });

/** A transaction holds the event loop while it runs: long enough to spread the cost of a commit, short enough to keep answering. */
const BATCH = 200;
const INVALID_ARGUMENT = 3;

/**
 * Imports what the uri names. After each batch the position and both counts are saved in one commit, so an import that is resumed after
 * a crash repeats at most one batch, and since resources are overwritten in place and the counts belong to the saved position, it counts
 * nothing twice.
 * @throws GoogleError when any input failed; what went in stays (contract section 7.3).
 */
export async function importResources(context: Context, job: Job): Promise<Json> {
  const { contentStructure, uri } = importJobSchema.parse(job.request);
  const last = job.state === undefined ? { uri: "", items: 0 } : stateSchema.parse(job.state);
  for (const object of await context.buckets.match(uri)) {
    if (object.uri < last.uri) continue;
    let items = object.uri === last.uri ? last.items : 0;
    for await (const batch of batches(readItems(context.buckets, object.uri, contentStructure), items)) {
      job.signal.throwIfAborted();
      await importBatch(context, job, batch);
      items += batch.length;
      await job.checkpoint({ uri: object.uri, items });
    }
  }
  const { success = 0, failure = 0 } = job.counter;
  if (failure > 0) throw new GoogleError("INVALID_ARGUMENT", failureMessage(failure, success + failure));
  return {};
}

async function* batches(items: AsyncIterable<ImportItem>, skip: number): AsyncGenerator<ImportItem[]> {
  let index = 0;
  let batch: ImportItem[] = [];
  for await (const item of items) {
    if (index++ < skip) continue;
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function importBatch(context: Context, job: Job, batch: readonly ImportItem[]): Promise<void> {
  const { fhirStore } = importJobSchema.parse(job.request);
  const errors = await context.database.write(() => {
    const store = storeOfJob(context, job, fhirStore);
    return batch.flatMap((item) => importItem(context, store, item));
  });
  for (const error of errors) job.reportError(error);
  const { success = 0, failure = 0 } = job.counter;
  job.progress({ success: success + batch.length - errors.length, failure: failure + errors.length });
}

/** No error row for a resource that went in, one for a resource that did not. */
function importItem(context: Context, store: FhirStore, item: ImportItem): JobError[] {
  if ("problem" in item) return [{ source: item.source, error: { code: INVALID_ARGUMENT, message: item.problem } }];
  try {
    importResource(context, store, item.resource);
    return [];
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    const { id, resourceType } = item.resource;
    return [
      {
        source: item.source,
        ...(typeof id === "string" && typeof resourceType === "string" ? { resourceId: `${resourceType}/${id}` } : {}),
        error: { code: INVALID_ARGUMENT, message: error.issues.map((issue) => issue.diagnostics).join("; ") },
      },
    ];
  }
}

function failureMessage(failed: number, total: number): string {
  return `Importing failed for ${failed} of ${total} resource${total === 1 ? "" : "s"}. Details of each are in the log at metadata.logsUrl.`;
}
