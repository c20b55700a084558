import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import { z } from "zod";
import type { Context } from "#emulator/http/route.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { storeOfJob } from "./store-of-job.ts";

export const EXPORT_METHOD = "google.cloud.healthcare.v1.fhir.FhirService.ExportResources";

export const exportJobSchema = z.object({
  fhirStore: z.string(),
  uriPrefix: z.string(),
  /** Resource types to export; all when empty. */
  types: z.array(z.string()),
  /** Microseconds since 1970: only resources updated later. */
  since: z.number().optional(),
});

/** Types whose object is complete, and the resources in them. */
const stateSchema = z.object({ done: z.array(z.string()), success: z.number() });
type State = z.infer<typeof stateSchema>;

const PAGE = 500;

/**
 * Writes one object per resource type with at least one resource, newline delimited JSON. Each identity is visited once, so a resource
 * that changes meanwhile is exported in its old or its new version, never in both. An object appears when it is complete; after a crash the
 * unfinished type begins again.
 */
export async function exportResources(context: Context, job: Job): Promise<Json> {
  const { fhirStore, uriPrefix, types, since = -1 } = exportJobSchema.parse(job.request);
  const store = storeOfJob(context, job, fhirStore);
  let state: State = job.state === undefined ? { done: [], success: 0 } : stateSchema.parse(job.state);
  const stored = context.database.all<{ key: number; type: string }>(
    "SELECT key, type FROM fhir_types WHERE store = ? AND live > 0 ORDER BY type",
    store.id,
  );
  for (const { key, type } of stored) {
    if (state.done.includes(type) || (types.length > 0 && !types.includes(type))) continue;
    const count = await exportType(context, job, {
      key,
      since,
      before: state.success,
      uri: `${uriPrefix.replace(/\/$/, "")}/${type}`,
    });
    state = { done: [...state.done, type], success: state.success + count };
    job.progress({ success: state.success });
    await job.checkpoint(state);
  }
  return {};
}

interface TypeExport {
  /** `fhir_types.key` */
  readonly key: number;
  readonly since: number;
  readonly uri: string;
  /** Resources of the types before. */
  readonly before: number;
}

/** Returns how many resources were written; without any there is no object. */
async function exportType(context: Context, job: Job, { key, since, uri, before }: TypeExport): Promise<number> {
  let object: Writable | undefined;
  let count = 0;
  try {
    for (let page = nextPage(context, key, ""); page.length > 0; page = nextPage(context, key, page.at(-1)?.id ?? "")) {
      job.signal.throwIfAborted();
      const lines = page.filter((row) => row.version > since).map((row) => `${row.json}\n`);
      count += lines.length;
      if (lines.length > 0) {
        object ??= await context.buckets.createWriteStream(uri);
        if (!object.write(lines.join(""))) await once(object, "drain", { signal: job.signal });
      }
      job.progress({ success: before + count });
      await new Promise(setImmediate);
    }
    if (object) await finished(object.end());
    return count;
  } catch (error) {
    object?.destroy();
    throw error;
  }
}

function nextPage(context: Context, type: number, afterId: string): { id: string; json: string; version: number }[] {
  return context.database.all<{ id: string; json: string; version: number }>(
    `SELECT node.id, resource.json, resource.version FROM fhir_nodes AS node JOIN fhir_resources AS resource ON resource.rid = node.rid
     WHERE node.type = ? AND node.id > ? ORDER BY node.id LIMIT ${PAGE}`,
    type,
    afterId,
  );
}
