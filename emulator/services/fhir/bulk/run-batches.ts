import { once } from "node:events";
import { finished } from "node:stream/promises";
import { z } from "zod";
import type { Context } from "#emulator/http/route.ts";
import type { Job, JobError } from "#emulator/services/operations/runner.ts";
import type { Placed } from "./addresses-of.ts";

/** A transaction holds the event loop while it runs. */
const BATCH = 200;

/** What became of one identity: its line in the result, a reason for an error row, or nothing to do. */
export type BatchOutcome = { readonly line: string } | { readonly error: JobError } | "untouched";

const stateSchema = z.object({ position: z.number() });

export interface BatchWork {
  readonly items: AsyncIterable<Placed>;
  /** One identity; runs inside a write. */
  readonly work: (item: Placed) => BatchOutcome;
  /** `gs://bucket/folder` for the lists of what was done; nothing is listed without it. */
  readonly resultPrefix: string | undefined;
}

/**
 * Works through identities in batches, each one commit with its position, so that a job resumed after a crash repeats at most one batch.
 * Every batch leaves an object `part-NNNNNNNN` with its `Type/id` lines.
 */
export async function runBatches(context: Context, job: Job, { items, work, resultPrefix }: BatchWork): Promise<void> {
  const done = job.state === undefined ? 0 : stateSchema.parse(job.state).position;
  let batch: Placed[] = [];
  const flush = async (): Promise<void> => {
    const last = batch.at(-1)?.position;
    if (last === undefined) return;
    job.signal.throwIfAborted();
    const outcomes = await context.database.write(() => batch.map(work));
    const lines = outcomes.flatMap((outcome) =>
      typeof outcome === "object" && "line" in outcome ? [outcome.line] : [],
    );
    const errors = outcomes.flatMap((outcome) =>
      typeof outcome === "object" && "error" in outcome ? [outcome.error] : [],
    );
    for (const error of errors) job.reportError(error);
    const { success = 0, failure = 0 } = job.counter;
    job.progress({ success: success + lines.length, failure: failure + errors.length });
    if (resultPrefix !== undefined && lines.length > 0)
      await writeLines(context, `${resultPrefix}/part-${String(last).padStart(8, "0")}`, lines);
    await job.checkpoint({ position: last });
    batch = [];
  };
  for await (const item of items) {
    if (item.position <= done) continue;
    batch.push(item);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

async function writeLines(context: Context, uri: string, lines: readonly string[]): Promise<void> {
  const object = await context.buckets.createWriteStream(uri);
  if (!object.write(`${lines.join("\n")}\n`)) await once(object, "drain");
  await finished(object.end());
}
