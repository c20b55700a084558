import { deidRequest } from "#lib/deid/deid-request.ts";
import { pairSample, type SampleItem, type SamplePair } from "#lib/deid/sample-pairs.ts";
import { SourceKnowledge } from "#lib/deid-scan/read-source.ts";
import { OutputScan, type ScanResult } from "#lib/deid-scan/scan-output.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import type { DryRunCall, SampledItem } from "./deid-sample.ts";
import { readFhirStore, sampleFhirStore } from "./deid-sample-fhir.ts";
import { readDicomStore, sampleDicomStore } from "./deid-sample-dicom.ts";
import { finishedOperation, startOperation } from "./operations.ts";
import { resourceDeletion, sendChange, sendDeletion, storeCreation } from "./resource-changes.ts";
import { resourceQueries } from "./stores.ts";
import { treeQueries } from "./tree.ts";

export interface StoreSample {
  readonly store: string;
  readonly kind: "fhirStores" | "dicomStores";
  readonly pairs: readonly SamplePair[];
  readonly items: ReadonlyMap<SampleItem, SampledItem>;
  readonly scan: ScanResult;
}

/** Temporary stores are named by this and the time; older ones were left behind by a closed page. */
const PREFIX = "careplane-dry-run-";
const LEFT_BEHIND_MS = 3_600_000;
const WAIT_MS = 5 * 60_000;

/**
 * De-identifies a sample by the API itself into a temporary store of the source's dataset, so that nothing leaves it, reads both sides and
 * removes the store. Rejects with ProblemError.
 */
export async function dryRun(call: DryRunCall): Promise<readonly StoreSample[]> {
  const samples: StoreSample[] = [];
  for (const store of call.stores) samples.push(await sampleOf(call, store));
  return samples;
}

async function sampleOf(call: DryRunCall, { name, kind }: DryRunCall["stores"][number]): Promise<StoreSample> {
  const dataset = name.split("/").slice(0, 6).join("/");
  await removeLeftBehind(call, dataset);
  const stores: string[] = [];
  const makeStore = async (settings: Readonly<Record<string, unknown>>): Promise<string> => {
    const id = `${PREFIX}${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
    const made = await sendChange(storeCreation(dataset, kind, id, settings), call.headers);
    stores.push(made.name);
    return made.name;
  };
  try {
    const run = kind === "fhirStores" ? sampledFhir : sampledDicom;
    const { before, after } = await run(call, name, makeStore);
    return { store: name, kind, ...judged(before, after, kind) };
  } finally {
    call.onPhase("Removing the temporary store");
    for (const store of stores) await sendDeletion(resourceDeletion(store), call.headers);
  }
}

interface Sides {
  readonly before: readonly SampledItem[];
  readonly after: readonly SampledItem[];
}

type MakeStore = (settings: Readonly<Record<string, unknown>>) => Promise<string>;

async function sampledFhir(call: DryRunCall, store: string, makeStore: MakeStore): Promise<Sides> {
  call.onPhase("Choosing a sample");
  const before = await sampleFhirStore(store, call);
  const { version } = await call.client.ensureQueryData(resourceQueries.get(store));
  const settings = { version, enableUpdateCreate: true, disableReferentialIntegrity: true };
  const destination = await makeStore(settings);
  const selection = { resources: before.map(({ name }) => name).join(" "), listUri: "", skipModified: false };
  await deidentified(call, store, deidRequest("fhirStores", destination, call.config, selection));
  call.onPhase("Reading what came out");
  return { before, after: await readFhirStore(destination, new Set(before.map(({ group }) => group))) };
}

/** The API takes a list of studies only from a bucket, so the sample is copied into a store of its own first. */
async function sampledDicom(call: DryRunCall, store: string, makeStore: MakeStore): Promise<Sides> {
  call.onPhase("Copying a sample");
  const copy = await makeStore({});
  await sampleDicomStore(store, copy, call);
  const destination = await makeStore({});
  const selection = { resources: "", listUri: "", skipModified: false };
  await deidentified(call, copy, deidRequest("dicomStores", destination, call.config, selection));
  call.onPhase("Reading what came out");
  return { before: await readDicomStore(copy), after: await readDicomStore(destination) };
}

async function deidentified(
  call: DryRunCall,
  store: string,
  request: Readonly<Record<string, unknown>>,
): Promise<void> {
  call.onPhase("De-identifying the sample");
  const operation = await startOperation(store, "deidentify", request, call.headers);
  await finishedOperation(operation, { atMost: WAIT_MS });
}

function judged(
  before: readonly SampledItem[],
  after: readonly SampledItem[],
  kind: StoreSample["kind"],
): Omit<StoreSample, "store" | "kind"> {
  const knowledge = new SourceKnowledge();
  for (const { document } of before) {
    if (kind === "fhirStores") knowledge.addFhir(document);
    else knowledge.addDicom(document);
  }
  knowledge.finish();
  const scan = new OutputScan(knowledge);
  for (const { document, name } of after) {
    if (kind === "fhirStores") scan.addFhir(document, name);
    else scan.addDicom(document, name);
  }
  return {
    pairs: pairSample(before, after),
    items: new Map([...before, ...after].map((item) => [item, item])),
    scan: scan.result(),
  };
}

async function removeLeftBehind({ client, headers }: DryRunCall, dataset: string): Promise<void> {
  const stores = await client.fetchQuery({ ...treeQueries.stores(dataset), staleTime: 0 });
  for (const { name } of stores) {
    const id = name.split("/").at(-1) ?? "";
    const at = id.startsWith(PREFIX) ? Number.parseInt(id.slice(PREFIX.length).split("-")[0] ?? "", 36) : Number.NaN;
    if (!(Date.now() - at > LEFT_BEHIND_MS)) continue;
    await sendDeletion(resourceDeletion(name), headers).catch((error: unknown) => {
      // Somebody else removed it just now.
      if (!(error instanceof ProblemError && error.problem.status === 404)) throw error;
    });
  }
}
