import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { DeidSample } from "#lib/contract/console/deid-dry-runs.ts";
import type { DryRunStoreResult } from "#lib/contract/console/deid-dry-run-result.ts";
import { actOnRecord, type Actor } from "#lib/server/deid/on-record.ts";
import { operationFacts } from "#lib/server/deid/operation-facts.ts";
import { askJson, dataStores, readStore, type DataStore, type ReadItem } from "#lib/server/deid/read-stores.ts";
import { problem } from "#lib/server/problems.ts";
import { judgeSample, type Sides } from "./judge-sample.ts";
import { sampleDicomStore } from "./sample-dicom.ts";
import { patientsOf, sampleFhirStore, type SampleSize } from "./sample-fhir.ts";
import { makeTemporaryStore, paramsOf } from "./temporary-stores.ts";

export interface DryRunWork extends SampleSize {
  readonly actor: Actor;
  readonly source: string;
  /** `config` or `gcsConfigUri` of the request. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** `gs://…`: the list of studies that a DICOM store's sample is taken of; empty for all of it. */
  readonly list: string;
  readonly onPhase: (phase: string) => Promise<void>;
  /** Called before anything is put into the store, so that it is known whatever happens. */
  readonly onStore: (store: string) => Promise<void>;
}

export interface DryRunOutcome {
  readonly stores: readonly DryRunStoreResult[];
  readonly samples: readonly DeidSample[];
}

const WAIT_MS = 5 * 60_000;
const POLL_MS = 250;
const nameSchema = z.object({ name: z.string() });

/** De-identifies a sample of every store by the API itself, into temporary stores of the source's dataset. Rejects with ProblemError. */
export async function runDryRun(work: DryRunWork): Promise<DryRunOutcome> {
  const stores: DryRunStoreResult[] = [];
  const samples: DeidSample[] = [];
  for (const store of await dataStores(work.actor, work.source)) {
    const { sides, places } = store.kind === "fhirStores" ? await tryFhir(work, store) : await tryDicom(work, store);
    await work.onPhase("Looking for what is left");
    const { result, findings } = await judgeSample(work.actor, store, sides);
    stores.push(result);
    samples.push({ store: store.name, kind: store.kind, ...places, findings: [...findings] });
  }
  return { stores, samples };
}

interface Tried {
  readonly sides: Sides;
  readonly places: Pick<DeidSample, "before" | "names" | "after">;
}

async function tryFhir(work: DryRunWork, store: DataStore): Promise<Tried> {
  await work.onPhase("Choosing a sample");
  const before = await sampleFhirStore(work.actor, store.name, work);
  const names = before.map(({ place }) => place.split("/").slice(-2).join("/"));
  const { version } = z
    .object({ version: z.string().optional() })
    .parse(await askJson(work.actor, `/v1/${encodeURI(store.name)}`));
  const after = await newStore(work, store, { version, enableUpdateCreate: true, disableReferentialIntegrity: true });
  if (names.length > 0)
    await deidentify(work, store, { destinationStore: after, resourceFilter: { resources: { resources: names } } });
  await work.onPhase("Reading what came out");
  const around = await patientsOf(work.actor, store.name, before);
  return {
    sides: { before, around, after: await readAll(work, { ...store, name: after }) },
    places: { before: store.name, names, after },
  };
}

async function tryDicom(work: DryRunWork, store: DataStore): Promise<Tried> {
  await work.onPhase("Copying a sample");
  const copy = await newStore(work, store, {});
  const copied = await sampleDicomStore(work.actor, store.name, { copy, size: work.size, list: work.list });
  const after = await newStore(work, store, {});
  if (copied > 0) await deidentify(work, { ...store, name: copy }, { destinationStore: after });
  await work.onPhase("Reading what came out");
  return {
    sides: {
      before: await readAll(work, { ...store, name: copy }),
      around: [],
      after: await readAll(work, { ...store, name: after }),
    },
    places: { before: copy, names: [], after },
  };
}

async function newStore(
  work: DryRunWork,
  source: DataStore,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const store = await makeTemporaryStore(work.actor, source, settings);
  await work.onStore(store);
  return store;
}

async function deidentify(
  { actor, configuration, onPhase }: DryRunWork,
  { name, kind }: DataStore,
  target: Readonly<Record<string, unknown>>,
): Promise<void> {
  await onPhase("De-identifying the sample");
  const answer = await actOnRecord(actor, {
    method: `healthcare.projects.locations.datasets.${kind}.deidentify`,
    params: paramsOf(name),
    resource: name,
    body: { ...target, ...configuration },
  });
  const operation = nameSchema.parse(JSON.parse(answer)).name;
  const facts = await ended(actor, operation);
  if (facts.operationError !== undefined)
    throw problem("FAILED_PRECONDITION", `The API did not de-identify the sample: ${facts.operationError}`, {
      hop: "healthcare-api",
    });
}

async function ended(actor: Actor, operation: string): ReturnType<typeof operationFacts> {
  const deadline = Date.now() + WAIT_MS;
  const doneSchema = z.object({ done: z.boolean().default(false) });
  while (!doneSchema.parse(await askJson(actor, `/v1/${encodeURI(operation)}`)).done) {
    if (Date.now() > deadline)
      throw problem("DEADLINE_EXCEEDED", "The API took longer than five minutes for the sample. Try a smaller one.");
    await wait(POLL_MS);
  }
  return operationFacts(actor, operation);
}

async function readAll({ actor }: DryRunWork, store: DataStore): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const page of readStore(actor, store)) items.push(...page);
  return items;
}
