import { finished } from "node:stream/promises";
import { z } from "zod";
import type { Context } from "#emulator/http/route.ts";
import { readLines } from "#emulator/services/fhir/transfer/read-lines.ts";
import type { Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { labelsOf, messageId } from "#emulator/services/hl7v2/message-json.ts";
import { deleteMessage, findMessage, replaceLabels } from "#emulator/services/hl7v2/message-rows.ts";
import { importMessage } from "#emulator/services/hl7v2/store-message.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { rollbackPlan, type RollbackStep } from "./rollback-plan.ts";
import { storeOfJob } from "./store-of-job.ts";
import { CHANGE_TYPES } from "./transfer-messages.ts";

export const ROLLBACK_METHOD = "google.cloud.healthcare.v1.hl7v2.Hl7V2Service.RollbackHl7V2Messages";

export const rollbackJobSchema = z.object({
  hl7V2Store: z.string(),
  /** Microseconds since 1970. */
  time: z.number(),
  changeType: z.enum(CHANGE_TYPES),
  excludeRollbacks: z.boolean(),
  /** False: only the list of what would be done is written. */
  force: z.boolean(),
  /** Ids or names, one a line; empty for all messages. */
  inputUri: z.string(),
  /** Where the list goes. */
  resultUri: z.string(),
});

/** A transaction holds the event loop while it runs. */
const BATCH = 200;
const LONGEST_LINE_BYTES = 4096;

/**
 * Takes back what happened to the messages of a store since a moment, and writes one line for each into the result object. Without `force` it only
 * writes the lines. Run again after a crash it does what is left.
 */
export async function rollbackMessages(context: Context, job: Job): Promise<Json> {
  const request = rollbackJobSchema.parse(job.request);
  const store = storeOfJob(context, job, request.hl7V2Store);
  const wanted = await wantedIds(context, request.inputUri);
  const steps = rollbackPlan(context.database, store, request).filter(
    ({ change, id }) =>
      (request.changeType === "ALL" || request.changeType === change) && (wanted?.has(messageId(id)) ?? true),
  );
  const { success = 0 } = job.counter;
  for (let from = 0; from < steps.length && request.force; from += BATCH) {
    job.signal.throwIfAborted();
    const batch = steps.slice(from, from + BATCH);
    await context.database.write(() => {
      const present = storeOfJob(context, job, request.hl7V2Store);
      for (const step of batch) takeBack(context, present, step);
    });
    job.progress({ success: success + from + batch.length });
  }
  if (!request.force) job.progress({ pending: steps.length });
  await writeResult(context, request.resultUri, store, steps);
  return { hl7v2Store: store.name };
}

function takeBack(context: Context, store: Hl7v2Store, { change, id, labels, data }: RollbackStep): void {
  const changer = { database: context.database, now: context.now, isRollback: true };
  const row = findMessage(context, store.id, id);
  if (change === "CREATE" && row) deleteMessage(changer, store, row);
  else if (change === "UPDATE" && row) replaceLabels(changer, store, row.rid, labelsOf({ labels }));
  else if (change === "DELETE" && !row && data) importMessage(context, store, data, labelsOf({ labels }));
}

async function wantedIds({ buckets }: Context, uri: string): Promise<ReadonlySet<string> | undefined> {
  if (uri === "") return undefined;
  const ids = new Set<string>();
  for await (const { bytes } of readLines(await buckets.createReadStream(uri), LONGEST_LINE_BYTES)) {
    const name = bytes?.toString().trim() ?? "";
    if (name !== "") ids.add(name.slice(name.lastIndexOf("/") + 1));
  }
  return ids;
}

async function writeResult(
  context: Context,
  uri: string,
  store: Hl7v2Store,
  steps: readonly RollbackStep[],
): Promise<void> {
  const object = await context.buckets.createWriteStream(uri);
  for (const { change, id } of steps)
    object.write(
      `${JSON.stringify({ message: `${store.name}/messages/${messageId(id)}`, changeTakenBack: change })}\n`,
    );
  await finished(object.end());
}
