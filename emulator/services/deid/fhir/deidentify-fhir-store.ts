import { z } from "zod";
import type { DeidPlan } from "#lib/deid/plan.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { GoogleError, rpcCode, type ErrorStatus } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { fhirStoreOf, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { findResource, parseStored } from "#emulator/services/fhir/resource-rows.ts";
import { storeOfJob } from "#emulator/services/fhir/transfer/store-of-job.ts";
import { putImported } from "#emulator/services/fhir/write-resources.ts";
import type { DeidJob, PairProgress, StorePair } from "#emulator/services/deid/deid-job.ts";
import type { Job, JobError } from "#emulator/services/operations/runner.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import type { DeidEngine, EngineItem } from "./engine-thread.ts";
import { patientSubjects, type PatientSubjects } from "./patient-subjects.ts";

export interface PairWork {
  readonly request: DeidJob;
  readonly pair: StorePair;
  readonly plan: DeidPlan;
  readonly progress: PairProgress;
}

/** Types in their order, ids in theirs; with a filter how many of its names are done. */
const placeSchema = z.object({ type: z.string(), id: z.string(), named: z.number() });
type Place = z.infer<typeof placeSchema>;

/** A batch holds the event loop while it is written. */
const BATCH = 80;
/** Batches that the thread has before it, so that it need not wait while one is synced. More cost memory: with six, a tenth more of a large store. */
const AHEAD = 2;

interface Source {
  readonly type: string;
  readonly id: string;
  /** Undefined when a filter names what is not there. */
  readonly stored: { readonly json: string; readonly version: number } | undefined;
}

interface StoreRun {
  readonly context: Context;
  readonly job: Job;
  readonly work: PairWork;
  readonly engine: DeidEngine;
  readonly subjects: PatientSubjects;
}

/** Copies the current version of every resource, de-identified; the history is not copied (contract 13.5). */
export async function deidentifyFhirStore(context: Context, job: Job, work: PairWork): Promise<void> {
  const source = storeOfJob(context, job, work.pair.source);
  const subjects = patientSubjects(context.database, source);
  const engine = context.deidThread.open(work.plan, source.version, (person) => subjects.knownOf(person));
  try {
    await copyBatches({ context, job, work, engine, subjects });
  } finally {
    engine.close();
  }
}

/** Resources that the thread is at, and the place that they lead to. */
interface Batch {
  readonly place: Place;
  readonly outcomes: Promise<readonly Outcome[]>;
}

/** The thread is ahead of the disk. */
async function copyBatches(run: StoreRun): Promise<void> {
  const { place } = run.work.progress;
  const first = beginBatch(run, place === undefined ? { type: "", id: "", named: 0 } : placeSchema.parse(place));
  const begun = first ? [first] : [];
  for (let batch = begun[0]; batch; batch = begun[0]) {
    const outcomes = await batch.outcomes;
    begin(run, begun);
    begun.shift();
    await storeBatch(run, outcomes, batch.place);
  }
}

/** As many as may be before the thread, behind the one that came out of it. */
function begin(run: StoreRun, begun: Batch[]): void {
  for (let last = begun.at(-1); last && begun.length <= AHEAD; last = begun.at(-1)) {
    const next = beginBatch(run, last.place);
    if (!next) return;
    begun.push(next);
  }
}

/** Undefined when nothing is left. */
function beginBatch(run: StoreRun, place: Place): Batch | undefined {
  const { context, job, work } = run;
  job.signal.throwIfAborted();
  const sources = nextBatch(context, storeOfJob(context, job, work.pair.source), work.request.resources, place);
  const last = sources.at(-1);
  if (!last) return undefined;
  const outcomes = deidentifyAll(run, sources);
  // Whoever waits for it hears of it; nobody does when storing the batch before it failed.
  outcomes.catch(() => undefined);
  return { place: { type: last.type, id: last.id, named: place.named + sources.length }, outcomes };
}

function nextBatch(
  { database }: Context,
  store: FhirStore,
  names: readonly string[] | undefined,
  { type, id, named }: Place,
): Source[] {
  if (names) return names.slice(named, named + BATCH).map((name) => namedSource({ database }, store, name));
  const types = database.all<{ key: number; type: string }>(
    "SELECT key, type FROM fhir_types WHERE store = ? AND live > 0 AND type >= ? ORDER BY type",
    store.id,
    type,
  );
  for (const { key, type: next } of types) {
    const rows = database.all<{ id: string; json: string; version: number }>(
      `SELECT node.id, resource.json, resource.version FROM fhir_nodes AS node JOIN fhir_resources AS resource ON resource.rid = node.rid
       WHERE node.type = ? AND node.id > ? ORDER BY node.id LIMIT ${BATCH}`,
      key,
      next === type ? id : "",
    );
    if (rows.length > 0) return rows.map((row) => ({ type: next, id: row.id, stored: row }));
  }
  return [];
}

function namedSource({ database }: Pick<Context, "database">, store: FhirStore, name: string): Source {
  const [type = "", id = ""] = name.split("/");
  const found = findResource(database, store, { type, id });
  return { type, id, stored: found.state === "live" ? found.resource : undefined };
}

/** A resource that is ready to be written, one that is left out, or why there is none. */
type Outcome =
  | { readonly kind: "ready"; readonly text: string }
  | { readonly kind: "skipped" }
  | { readonly kind: "failed"; readonly error: JobError };

async function deidentifyAll(
  { context, work, engine, subjects }: StoreRun,
  sources: readonly Source[],
): Promise<Outcome[]> {
  const asked: { readonly item: EngineItem; readonly source: Source }[] = [];
  const left: Outcome[] = [];
  for (const source of sources) {
    const { stored } = source;
    const { unchangedSince } = work.request;
    if (!stored) left.push(failed(work, source, "NOT_FOUND", "The resource that the filter names does not exist."));
    else if (unchangedSince !== undefined && stored.version > unchangedSince) left.push({ kind: "skipped" });
    else asked.push({ source, item: { json: stored.json, whose: subjects.of(JSON.parse(stored.json) as JsonObject) } });
  }
  const items = asked.map(({ item }) => item);
  const results = await engine.deidentify(items, destinationOf(context, work.pair));
  const outcomes = asked.map(({ source }, at): Outcome => {
    const { text = "", mistakes } = results[at] ?? {};
    return mistakes === undefined ? { kind: "ready", text } : failed(work, source, "INVALID_ARGUMENT", mistakes);
  });
  return [...left, ...outcomes];
}

/** Writes a batch in one commit with the counts and the place that it leads to. */
async function storeBatch(run: StoreRun, outcomes: readonly Outcome[], place: Place): Promise<void> {
  const { context, job, work } = run;
  await work.progress.save(place, () => {
    const destination = destinationOf(context, work.pair);
    // What the destination refuses of what the rules made has failed already; its settings for ids and references do not matter.
    for (const outcome of outcomes)
      if (outcome.kind === "ready") putImported(context, destination, parseStored(outcome.text));
    const errors = outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [outcome.error] : []));
    for (const error of errors) job.reportError(error);
    const { success = 0, failure = 0, pending = 0 } = job.counter;
    const written = outcomes.filter(({ kind }) => kind === "ready").length;
    job.progress({
      success: success + written,
      failure: failure + errors.length,
      pending: Math.max(0, pending - outcomes.length),
    });
  });
}

function failed({ pair }: PairWork, { type, id }: Source, status: ErrorStatus, message: string): Outcome {
  const error = {
    source: `fhirStores/${pair.source}`,
    resourceId: `${type}/${id}`,
    error: { code: rpcCode(status), message },
  };
  return { kind: "failed", error };
}

/** Throws NOT_FOUND when it was deleted since the operation began. */
function destinationOf({ database }: Context, { destination }: StorePair): FhirStore {
  const row = findStore(database, { ...destination, storeKind: "fhirStores" });
  if (!row) throw new GoogleError("NOT_FOUND", "The destination store of this operation was deleted.");
  return fhirStoreOf(row);
}
