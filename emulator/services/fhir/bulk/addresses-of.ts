import type { Context } from "#emulator/http/route.ts";
import type { FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import type { Address } from "#emulator/services/fhir/resource-rows.ts";
import { readLines } from "#emulator/services/fhir/transfer/read-lines.ts";

/** One identity of a job's input; `position` counts from 1, for checkpoints. */
export interface Placed {
  readonly position: number;
  /** `gs://bucket/object:17`, or `Type/id` where the store itself is walked. */
  readonly source: string;
  /** Undefined for a line that is no `Type/id`. */
  readonly address: Address | undefined;
}

const LINE_LIMIT_BYTES = 1024;

/** The `Type/id` lines of the objects that a uri names, in order. */
export async function* listedAddresses(context: Context, uri: string): AsyncGenerator<Placed> {
  let position = 0;
  for (const object of await context.buckets.match(uri)) {
    for await (const { number, bytes } of readLines(
      await context.buckets.createReadStream(object.uri),
      LINE_LIMIT_BYTES,
    )) {
      position += 1;
      const [, type, id] =
        /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/u.exec(bytes?.toString("utf8").trim() ?? "") ?? [];
      const address = type === undefined || id === undefined ? undefined : { type, id };
      yield { position, source: `${object.uri}:${number}`, address };
    }
  }
}

const PAGE = 500;

/** Every identity that a store has or had, type by type; those that come meanwhile may be left out. */
export async function* storedAddresses(
  context: Context,
  store: FhirStore,
  types: readonly string[],
): AsyncGenerator<Placed> {
  const stored = context.database.all<{ key: number; type: string }>(
    "SELECT key, type FROM fhir_types WHERE store = ? ORDER BY type",
    store.id,
  );
  let position = 0;
  for (const { key, type } of stored) {
    if (types.length > 0 && !types.includes(type)) continue;
    for (let page = nextPage(context, key, ""); page.length > 0; page = nextPage(context, key, page.at(-1)?.id ?? "")) {
      for (const { id } of page) {
        position += 1;
        yield { position, source: `${type}/${id}`, address: { type, id } };
      }
      await new Promise(setImmediate);
    }
  }
}

function nextPage(context: Context, type: number, afterId: string): { id: string }[] {
  return context.database.all<{ id: string }>(
    `SELECT id FROM fhir_nodes WHERE type = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
    type,
    afterId,
  );
}
