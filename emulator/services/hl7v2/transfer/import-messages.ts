import { z } from "zod";
import { GoogleError } from "#emulator/http/errors.ts";
import { checkLabels } from "#emulator/http/labels.ts";
import { parseBytes } from "#emulator/http/parse-scalar.ts";
import type { Context } from "#emulator/http/route.ts";
import { readLines, type Line } from "#emulator/services/fhir/transfer/read-lines.ts";
import { LARGEST_MESSAGE_BYTES, MessageRefused } from "#emulator/services/hl7v2/accept-message.ts";
import type { Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { importMessage } from "#emulator/services/hl7v2/store-message.ts";
import type { Job, JobError, Json } from "#emulator/services/operations/runner.ts";
import { storeOfJob } from "./store-of-job.ts";

export const IMPORT_METHOD = "google.cloud.healthcare.v1.hl7v2.Hl7V2Service.ImportMessages";

export const importJobSchema = z.object({ hl7V2Store: z.string(), uri: z.string() });

/** How far an import has come: so many lines of the object `uri` are done, and all objects before it by name. */
const stateSchema = z.object({ uri: z.string(), lines: z.number() });

/** A transaction holds the event loop while it runs. */
const BATCH = 200;
/** A message as base64, and as much again for what an export writes beside it. */
const LONGEST_LINE_BYTES = LARGEST_MESSAGE_BYTES * 8;
const INVALID_ARGUMENT = 3;

/**
 * Imports newline delimited Message JSON. The position and both counts are saved in one commit per batch, so an import that is resumed
 * after a crash counts nothing twice; a message that is there already only gets the line's labels.
 * @throws GoogleError when any line failed; what went in stays
 */
export async function importMessages(context: Context, job: Job): Promise<Json> {
  const { hl7V2Store, uri } = importJobSchema.parse(job.request);
  const last = job.state === undefined ? { uri: "", lines: 0 } : stateSchema.parse(job.state);
  for (const object of await context.buckets.match(uri)) {
    if (object.uri < last.uri) continue;
    const done = object.uri === last.uri ? last.lines : 0;
    const lines = readLines(await context.buckets.createReadStream(object.uri), LONGEST_LINE_BYTES);
    for await (const batch of batchesBehind(lines, done)) {
      job.signal.throwIfAborted();
      await importBatch(context, job, { hl7V2Store, uri: object.uri, batch });
      await job.checkpoint({ uri: object.uri, lines: batch.at(-1)?.number ?? done });
    }
  }
  const { success = 0, failure = 0 } = job.counter;
  const total = success + failure;
  if (failure > 0)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Importing failed for ${failure} of ${total} message${total === 1 ? "" : "s"}. Details of each are in the log at metadata.logsUrl.`,
    );
  return {};
}

async function* batchesBehind(lines: AsyncIterable<Line>, done: number): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of lines) {
    if (line.number <= done) continue;
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface ImportBatch {
  readonly hl7V2Store: string;
  readonly uri: string;
  readonly batch: readonly Line[];
}

async function importBatch(context: Context, job: Job, { hl7V2Store, uri, batch }: ImportBatch): Promise<void> {
  const errors = await context.database.write(() => {
    const store = storeOfJob(context, job, hl7V2Store);
    return batch.flatMap((line) => importLine(context, store, line, `${uri}:${line.number}`));
  });
  for (const error of errors) job.reportError(error);
  const { success = 0, failure = 0 } = job.counter;
  job.progress({ success: success + batch.length - errors.length, failure: failure + errors.length });
}

/** What an export writes beside these fields is worked out anew. */
const lineSchema = z.object({
  data: z.string().refine((text) => parseBytes(text) !== undefined, "not base64"),
  labels: z.record(z.string(), z.string()).default({}),
});

/** No error row for a message that went in, one for a line that did not. */
function importLine(context: Context, store: Hl7v2Store, { bytes }: Line, source: string): JobError[] {
  const failed = (message: string): JobError[] => [{ source, error: { code: INVALID_ARGUMENT, message } }];
  if (!bytes) return failed(`The line is longer than ${LONGEST_LINE_BYTES} bytes.`);
  let line: unknown;
  try {
    line = JSON.parse(bytes.toString());
  } catch {
    return failed("The line is not JSON.");
  }
  const parsed = lineSchema.safeParse(line);
  if (!parsed.success)
    return failed('Expected a Message: {"data": "<base64>", "labels": {"<key>": "<value>"}}, labels may be left out.');
  try {
    checkLabels(parsed.data.labels, "labels");
    importMessage(context, store, Buffer.from(parsed.data.data, "base64"), parsed.data.labels);
    return [];
  } catch (error) {
    if (error instanceof MessageRefused || error instanceof GoogleError) return failed(error.message);
    throw error;
  }
}
