import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import { z } from "zod";
import { isJsonObject } from "#lib/fhir/lossless-json.ts";
import { parseReference } from "#lib/fhir/references.ts";
import type { Context } from "#emulator/http/route.ts";
import { catalogOf } from "#emulator/services/fhir/catalog.ts";
import { everythingOf } from "#emulator/services/fhir/everything.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { findResource, parseStored, type Address } from "#emulator/services/fhir/resource-rows.ts";
import { storeOfJob } from "#emulator/services/fhir/transfer/store-of-job.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";

export const bulkJobSchema = z.object({
  fhirStore: z.string(),
  uriPrefix: z.string(),
  /** Begins the names of the files. */
  exportId: z.string(),
  types: z.array(z.string()),
  /** Microseconds since 1970: only resources updated later. */
  since: z.number().optional(),
  /** Id of the Group whose members are exported, organized by Patient; the whole store without it. */
  group: z.string().optional(),
  /** For the manifest. */
  url: z.string(),
  transactionTime: z.string(),
});
type BulkJob = z.infer<typeof bulkJobSchema>;

interface Row {
  readonly type: string;
  readonly json: string;
  readonly version: number;
}

const PAGE = 500;

/** FHIR `$export`: one `{exportId}_{Type}.ndjson` a type (contract section 8.8). It begins again after a crash; files are replaced whole. */
export async function bulkExport(context: Context, job: Job): Promise<Json> {
  const request = bulkJobSchema.parse(job.request);
  const store = storeOfJob(context, job, request.fhirStore);
  const files = new NdjsonFiles(context, job, request);
  try {
    if (request.group === undefined) await exportStore(context, store, files);
    else await exportGroup(context, store, request.group, files);
    return { output: await files.close() };
  } catch (error) {
    files.destroy();
    throw error;
  }
}

async function exportStore({ database }: Context, store: FhirStore, files: NdjsonFiles): Promise<void> {
  const stored = database.all<{ key: number; type: string }>(
    "SELECT key, type FROM fhir_types WHERE store = ? AND live > 0 ORDER BY type",
    store.id,
  );
  const pageAfter = (key: number, type: string, id: string) =>
    database
      .all<{ id: string; json: string; version: number }>(
        `SELECT node.id, resource.json, resource.version FROM fhir_nodes AS node JOIN fhir_resources AS resource
         ON resource.rid = node.rid WHERE node.type = ? AND node.id > ? ORDER BY node.id LIMIT ${PAGE}`,
        key,
        id,
      )
      .map((row) => ({ ...row, type }));
  for (const { key, type } of stored) {
    if (!files.wants(type)) continue;
    for (let page = pageAfter(key, type, ""); page.length > 0; page = pageAfter(key, type, page.at(-1)?.id ?? ""))
      await files.write(type, page);
  }
}

/** Every Patient followed by all that belongs to it in the Patient file; the Group and its other members in files of their own. */
async function exportGroup(context: Context, store: FhirStore, group: string, files: NdjsonFiles): Promise<void> {
  const found = findResource(context.database, store, { type: "Group", id: group });
  if (found.state !== "live") return;
  await files.write("Group", [found.resource]);
  for (const member of membersOf(found.resource.json)) {
    if (member.type === "Patient") {
      await files.write("Patient", everythingOf(context, store, patientNode(context, store, member.id)));
      continue;
    }
    const other = findResource(context.database, store, member);
    if (other.state === "live") await files.write(member.type, [other.resource]);
  }
}

function membersOf(group: string): Address[] {
  const members = parseStored(group)["member"];
  return (Array.isArray(members) ? members : []).flatMap((member) => {
    const entity = isJsonObject(member) ? member["entity"] : undefined;
    const reference = isJsonObject(entity) ? entity["reference"] : undefined;
    const target = typeof reference === "string" ? parseReference(reference) : undefined;
    return target?.type !== undefined && target.id !== undefined ? [{ type: target.type, id: target.id }] : [];
  });
}

function patientNode({ database }: Context, store: FhirStore, id: string): { node: number; rid: number } {
  const catalog = catalogOf(database);
  const found = catalog.findNode(catalog.findType(store.id, "Patient"), id);
  return { node: found?.node ?? 0, rid: found?.rid ?? 0 };
}

/** The files of one export, opened when their first line comes. */
class NdjsonFiles {
  readonly #context: Context;
  readonly #job: Job;
  readonly #request: BulkJob;
  readonly #open = new Map<string, { readonly url: string; readonly stream: Writable }>();
  #count = 0;

  constructor(context: Context, job: Job, request: BulkJob) {
    this.#context = context;
    this.#job = job;
    this.#request = request;
  }

  wants(type: string): boolean {
    return this.#request.types.length === 0 || this.#request.types.includes(type);
  }

  async write(file: string, rows: readonly Row[]): Promise<void> {
    this.#job.signal.throwIfAborted();
    const { since = -1 } = this.#request;
    const lines = rows.filter((row) => row.version > since && this.wants(row.type)).map(({ json }) => `${json}\n`);
    if (lines.length > 0) {
      const { stream } = this.#open.get(file) ?? (await this.#begin(file));
      if (!stream.write(lines.join(""))) await once(stream, "drain", { signal: this.#job.signal });
    }
    this.#count += lines.length;
    this.#job.progress({ success: this.#count });
    await new Promise(setImmediate);
  }

  async close(): Promise<{ type: string; url: string }[]> {
    const output = [];
    for (const [type, { url, stream }] of this.#open) {
      await finished(stream.end());
      output.push({ type, url });
    }
    return output;
  }

  destroy(): void {
    for (const { stream } of this.#open.values()) stream.destroy();
  }

  async #begin(file: string): Promise<{ readonly url: string; readonly stream: Writable }> {
    const { uriPrefix, exportId } = this.#request;
    const url = `${uriPrefix.replace(/\/$/u, "")}/${exportId}_${file}.ndjson`;
    const opened = { url, stream: await this.#context.buckets.createWriteStream(url) };
    this.#open.set(file, opened);
    return opened;
  }
}
