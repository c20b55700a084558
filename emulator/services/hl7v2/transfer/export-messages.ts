import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import { z } from "zod";
import type { Filter, FilterTerm } from "#lib/contract/list-filter.ts";
import { parseFilter } from "#emulator/http/filter.ts";
import { formatTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Context } from "#emulator/http/route.ts";
import { listMessages } from "#emulator/services/hl7v2/list-messages.ts";
import { MESSAGE_VIEWS, messageJson } from "#emulator/services/hl7v2/message-json.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { storeOfJob } from "./store-of-job.ts";

export const EXPORT_METHOD = "google.cloud.healthcare.v1.hl7v2.Hl7V2Service.ExportMessages";

export const exportJobSchema = z.object({
  hl7V2Store: z.string(),
  uriPrefix: z.string(),
  messageView: z.enum(MESSAGE_VIEWS),
  filter: z.string(),
  /** Microseconds since 1970: send times from (included) until (not). */
  from: z.number(),
  until: z.number(),
});

const PAGE = 200;

/**
 * Writes the messages of a time range and filter as newline delimited JSON into `{prefix}/messages.ndjson`, in the order they were sent.
 * The object appears when it is complete; after a crash it is written anew. Without messages there is none.
 */
export async function exportMessages(context: Context, job: Job): Promise<Json> {
  const request = exportJobSchema.parse(job.request);
  const uri = `${request.uriPrefix.replace(/\/$/, "")}/messages.ndjson`;
  const filter = sentBetween(request.from, request.until, parseFilter(request.filter));
  let object: Writable | undefined;
  let success = 0;
  let after: string | undefined;
  try {
    do {
      job.signal.throwIfAborted();
      const store = storeOfJob(context, job, request.hl7V2Store);
      const list = { filter, order: "send_time", after, limit: PAGE, hasBodies: true } as const;
      const { rows, cursorOf } = listMessages(context.database, store, list);
      const last = rows.at(-1);
      after = last && cursorOf(last);
      if (rows.length === 0) break;
      object ??= await context.buckets.createWriteStream(uri);
      const lines = rows.map((row) => `${JSON.stringify(messageJson(store, row, request.messageView))}\n`);
      if (!object.write(lines.join(""))) await once(object, "drain", { signal: job.signal });
      success += rows.length;
      job.progress({ success });
      await new Promise(setImmediate);
    } while (after !== undefined);
    if (object) await finished(object.end());
    return {};
  } catch (error) {
    object?.destroy();
    throw error;
  }
}

function sentBetween(from: number, until: number, filter: Filter | undefined): Filter {
  const term = (operator: FilterTerm["operator"], time: number): FilterTerm => ({
    kind: "term",
    field: ["send_time"],
    arguments: [],
    operator,
    value: formatTimestamp(time / 1000),
  });
  return { kind: "and", terms: [term(">=", from), term("<", until), ...(filter ? [filter] : [])] };
}
