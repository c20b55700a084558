import { z } from "zod";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { storeOfJob } from "#emulator/services/dicomweb/admin/store-of-job.ts";
import { takeFile, type Verdict } from "#emulator/services/dicomweb/store/store-file.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { STORAGE_CLASSES } from "./transfer-messages.ts";

export const IMPORT_METHOD = "google.cloud.healthcare.v1.dicom.DicomService.ImportDicomData";

export const importJobSchema = z.object({
  dicomStore: z.string(),
  uri: z.string(),
  storageClass: z.enum(STORAGE_CLASSES),
});

/** All objects up to `uri`, by name, are done. */
const stateSchema = z.object({ uri: z.string() });

/** Files that are read and synced side by side. */
const AT_ONCE = 8;

/**
 * Stores each object that the uri names. An identical instance that is there already counts as success, a file that cannot be stored as
 * failure; "a non-DICOM file is a counted failure" (contract 9.2). Resumed after a crash it goes on behind the last batch.
 * @throws GoogleError when any file failed; what went in stays
 */
export async function importInstances(context: Context, job: Job): Promise<Json> {
  const request = importJobSchema.parse(job.request);
  const last = job.state === undefined ? "" : stateSchema.parse(job.state).uri;
  const objects = (await context.buckets.match(request.uri)).filter(({ uri }) => uri > last);
  for (let at = 0; at < objects.length; at += AT_ONCE) {
    job.signal.throwIfAborted();
    const batch = objects.slice(at, at + AT_ONCE).map(({ uri }) => uri);
    const verdicts = await Promise.all(batch.map((uri) => importObject(context, job, { ...request, uri })));
    report(job, batch, verdicts);
    await job.checkpoint({ uri: batch.at(-1) });
  }
  const { success = 0, failure = 0 } = job.counter;
  if (failure > 0)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Importing failed for ${failure} of ${success + failure} files. Details of each are in the log at metadata.logsUrl.`,
    );
  return {};
}

async function importObject(
  context: Context,
  job: Job,
  { dicomStore, uri, storageClass }: z.infer<typeof importJobSchema>,
): Promise<Verdict> {
  const store = storeOfJob(context, job, dicomStore);
  const stream = await context.buckets.createReadStream(uri);
  const { verdict } = await takeFile(context, { store: store.id, storageClass }, stream);
  return verdict;
}

function report(job: Job, uris: readonly string[], verdicts: readonly Verdict[]): void {
  let { success = 0, failure = 0 } = job.counter;
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== "failed") {
      success += 1;
      continue;
    }
    failure += 1;
    const { code, message } = verdict;
    job.reportError({ source: uris[index] ?? "", error: { code, message } });
  }
  job.progress({ success, failure });
}
