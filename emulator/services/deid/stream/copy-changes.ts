import { logProblem } from "#emulator/http/log.ts";
import type { Context } from "#emulator/http/route.ts";
import { onDeidChange } from "#emulator/services/fhir/deid-changes.ts";
import { fhirStoreOf, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { FhirError } from "#emulator/services/fhir/outcome.ts";
import { checkResource } from "#emulator/services/fhir/resource-body.ts";
import { dropResource, findResource, parseStored, putResource } from "#emulator/services/fhir/resource-rows.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import type { Row } from "#emulator/store/database.ts";
import { openStream, type OpenStream } from "./open-stream.ts";

/** A row of `fhir_deid_changes`. */
interface Change extends Row {
  readonly number: number;
  readonly store: number;
  readonly type: string;
  readonly id: string;
}

/** Changes of one store that are copied in one commit. */
const BATCH = 50;

/**
 * Copies what changes in stores with a de-identified stream to its destination, in the order of the changes, also those that a killed
 * process left. "If a resource cannot be de-identified, errors will be logged" (StreamConfig): it is not tried again. Returns what stops it.
 */
export function startDeidStreams(context: Context): () => Promise<void> {
  let isStopped = false;
  let current: Promise<void> | undefined;
  const wake = (): void => {
    if (isStopped) return;
    current ??= copyAll(context, () => isStopped)
      .catch((error: unknown) => {
        logProblem("changes were not copied de-identified", error);
      })
      .finally(() => {
        current = undefined;
      });
  };
  onDeidChange(context.database, wake);
  wake();
  return async () => {
    isStopped = true;
    await current;
  };
}

async function copyAll(context: Context, isStopped: () => boolean): Promise<void> {
  for (;;) {
    const [first] = nextChanges(context, undefined);
    if (!first || isStopped()) return;
    await copyBatch(context, nextChanges(context, first.store));
  }
}

/** The oldest changes, of one store or of any. */
function nextChanges({ database }: Context, store: number | undefined): Change[] {
  return store === undefined
    ? database.all<Change>("SELECT number, store, type, id FROM fhir_deid_changes ORDER BY number LIMIT 1")
    : database.all<Change>(
        `SELECT number, store, type, id FROM fhir_deid_changes WHERE store = ? ORDER BY number LIMIT ${BATCH}`,
        store,
      );
}

async function copyBatch(context: Context, changes: readonly Change[]): Promise<void> {
  const source = sourceOf(context, changes[0]?.store ?? 0);
  const copies: Copy[] = [];
  for (const stream of source?.deidStreams ?? []) {
    try {
      const open = source && (await openStream(context, source, stream));
      if (open) copies.push(...(await copiesOf(context, open, changes)));
    } catch (error) {
      logProblem(`the stream to ${stream.store} copied nothing`, error);
    }
  }
  await context.database.write(() => {
    for (const copy of copies) writeCopy(context, copy);
    // A change that came meanwhile has a number of its own and stays.
    for (const { number } of changes) context.database.run("DELETE FROM fhir_deid_changes WHERE number = ?", number);
  });
}

function sourceOf({ database }: Context, id: number): FhirStore | undefined {
  const row = database.get<{ project: string; location: string; dataset: string; store: string }>(
    "SELECT project, location, datasets.dataset_id AS dataset, store_id AS store FROM stores JOIN datasets ON datasets.id = stores.dataset_id WHERE stores.id = ?",
    id,
  );
  const store = row && findStore(database, { ...row, storeKind: "fhirStores" });
  return store && fhirStoreOf(store);
}

/** What becomes of one identity in a destination: a new version, or nothing any more. */
interface Copy {
  readonly stream: OpenStream;
  readonly type: string;
  readonly id: string;
  readonly text: string | undefined;
}

async function copiesOf(context: Context, stream: OpenStream, changes: readonly Change[]): Promise<Copy[]> {
  try {
    const meant = changes.filter(({ type }) => stream.takes(type));
    const found = meant.map(({ type, id }) => {
      const state = findResource(context.database, stream.source, { type, id });
      return { type, id: stream.idOf(type, id), json: state.state === "live" ? state.resource.json : undefined };
    });
    const texts = await stream.deidentify(found.flatMap(({ json }) => json ?? []));
    let next = 0;
    return found.map(({ type, id, json }) => ({
      stream,
      type,
      id,
      text: json === undefined ? undefined : texts[next++],
    }));
  } finally {
    stream.close();
  }
}

/** As an update or deletion there: "applied to the destination store". */
function writeCopy(context: Context, { stream, type, id, text }: Copy): void {
  const row = findStore(context.database, stream.destination);
  if (!row) return;
  const destination = fhirStoreOf(row);
  if (text === undefined) {
    dropResource(context, destination, { type, id });
    return;
  }
  try {
    const resource = parseStored(text);
    checkResource(destination, resource);
    putResource(context, destination, resource, !destination.disableResourceVersioning);
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    logProblem(`a changed ${type} was not copied de-identified`, error);
  }
}
