import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";
import { hospital } from "#emulator/sample/hospital.ts";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";
import { deidStateSchema } from "./deid-job.ts";

const LOCATION = "projects/p/locations/us-central1";
const SOURCE = `${LOCATION}/datasets/clinic`;
const COPY = `${LOCATION}/datasets/research`;
const INSTANCES = 24;

type Datasets = healthcare_v1.Resource$Projects$Locations$Datasets;
const apiAt = (origin: string): Datasets =>
  healthcare({ version: "v1", rootUrl: `${origin}/`, retry: false }).projects.locations.datasets;
const countOf = ({ metadata }: healthcare_v1.Schema$Operation): number =>
  Number((metadata as { counter?: { success?: string } }).counter?.success ?? 0);

/** Polls an operation until it is as wanted. */
async function until(
  api: Datasets,
  name: string,
  isWanted: (operation: healthcare_v1.Schema$Operation) => boolean,
): Promise<healthcare_v1.Schema$Operation> {
  for (;;) {
    const { data } = await api.operations.get({ name });
    if (isWanted(data)) return data;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function fillClinic(origin: string, dataDir: string): Promise<number> {
  const api = apiAt(origin);
  await api.create({ parent: LOCATION, datasetId: "clinic" });
  await api.dicomStores.create({ parent: SOURCE, dicomStoreId: "pacs", requestBody: {} });
  await api.fhirStores.create({ parent: SOURCE, fhirStoreId: "ehr", requestBody: { version: "R4" } });
  for (let number = 1; number <= INSTANCES; number += 1) {
    const file = testFile({
      study: `1.2.${number % 3}`,
      series: `1.2.${number % 3}.1`,
      instance: `1.2.9.${number}`,
      number,
    });
    const url = `${origin}/v1/${SOURCE}/dicomStores/pacs/dicomWeb/studies`;
    const stored = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/dicom" },
      body: Uint8Array.from(file),
    });
    expect(stored.status).toBe(200);
  }
  const lines = [...hospital({ seed: "resume", scale: 0.02 })].map((resource) => JSON.stringify(resource));
  mkdirSync(join(dataDir, "buckets", "in-bucket"), { recursive: true });
  writeFileSync(join(dataDir, "buckets", "in-bucket", "all.ndjson"), lines.join("\n"));
  const requestBody = { contentStructure: "RESOURCE", gcsSource: { uri: "gs://in-bucket/all.ndjson" } };
  const { data } = await api.fhirStores.import({ name: `${SOURCE}/fhirStores/ehr`, requestBody });
  await until(api, data.name ?? "", ({ done }) => done === true);
  return lines.length;
}

const CONFIG = { fhir: {}, dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } };

async function withFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "deid-resume-"));
  try {
    await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** How many references of the copy there are, and how many of them lead to one of its resources. */
function referencesOf({ context }: Emulator): {
  readonly all: number;
  readonly whole: number;
  readonly resources: number;
} {
  const rows = context.database.all<{ type: string; id: string; json: string }>(
    `SELECT fhir_types.type, node.id, json FROM fhir_resources AS resource JOIN fhir_nodes AS node ON node.rid = resource.rid
     JOIN fhir_types ON fhir_types.key = resource.type JOIN stores ON stores.id = fhir_types.store
     JOIN datasets ON datasets.id = stores.dataset_id WHERE datasets.dataset_id = 'research'`,
  );
  const there = new Set(rows.map(({ type, id }) => `${type}/${id}`));
  const found = rows.flatMap(({ json }) => [...json.matchAll(/"reference":"([^"]+)"/g)].map((match) => match[1] ?? ""));
  return { all: found.length, whole: found.filter((reference) => there.has(reference)).length, resources: there.size };
}

/** An emulator in a process of its own, which can be killed. */
async function spawned(dataDir: string): Promise<{ readonly origin: string; readonly kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ["emulator/main.ts", "--empty", "--port", "0", "--data", dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  return {
    origin: /http:\S+/.exec(greeting.toString())?.[0] ?? "",
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

/** What came out: every resource without what its store writes, and the bytes of every instance. */
function resultOf({ context }: Emulator, dataset: string): readonly string[] {
  const resources = context.database.all<{ json: string }>(
    `SELECT json FROM fhir_resources AS resource JOIN fhir_types ON fhir_types.key = resource.type
     JOIN stores ON stores.id = fhir_types.store JOIN datasets ON datasets.id = stores.dataset_id WHERE datasets.dataset_id = ?`,
    dataset,
  );
  const instances = context.database.all<{ digest: string }>(
    `SELECT digest FROM dicom_instances AS instance JOIN stores ON stores.id = instance.store
     JOIN datasets ON datasets.id = stores.dataset_id WHERE datasets.dataset_id = ?`,
    dataset,
  );
  const bare = resources.map(({ json }) => {
    const { meta, ...rest } = JSON.parse(json) as { meta?: Record<string, unknown> };
    const { versionId: _version, lastUpdated: _updated, ...kept } = meta ?? {};
    return JSON.stringify({ ...rest, meta: kept });
  });
  return [...bare, ...instances.map(({ digest }) => digest)].toSorted();
}

it("goes on after kill -9 at any point with the same fresh key, counts nothing twice and gives what one that was never stopped gives", async () => {
  const cryptoKey = Buffer.alloc(32, 4).toString("base64");
  const given = {
    ...CONFIG,
    text: { additionalTransformations: [{ infoTypes: ["DATE"], dateShiftConfig: { cryptoKey } }] },
  };
  await withFolder(async (dataDir) => {
    let child = await spawned(dataDir);
    const resources = await fillClinic(child.origin, dataDir);
    const begin = async (origin: string, dataset: string, config: object): Promise<string> => {
      const destinationDataset = `${LOCATION}/datasets/${dataset}`;
      const { data } = await apiAt(origin).deidentify({
        sourceDataset: SOURCE,
        requestBody: { destinationDataset, config },
      });
      return data.name ?? "";
    };
    const fresh = await begin(child.origin, "research", CONFIG);
    const stopped = await begin(child.origin, "stopped", given);
    const total = resources + INSTANCES;
    // Wherever it happens to be: in the pictures, between two commits, in the resources.
    for (const part of [Math.random() / 2, 0.5 + Math.random() / 3]) {
      await until(
        apiAt(child.origin),
        stopped,
        (operation) => countOf(operation) >= part * total || operation.done === true,
      );
      await child.kill();
      process.stdout.write(`killed after about ${Math.round(part * total)} of ${total} items\n`);
      child = await spawned(dataDir);
    }
    await child.kill();

    const next = await startEmulator({ port: 0, dataDir });
    try {
      const api = apiAt(next.origin);
      for (const operation of [fresh, stopped]) {
        const after = await until(api, operation, ({ done }) => done === true);
        expect(after.error).toBeUndefined();
        expect(after.response).toBeDefined();
        expect(countOf(after)).toBe(total);
      }
      const references = referencesOf(next);
      expect(references.resources).toBe(resources);
      expect(references.whole).toBe(references.all);
      await until(api, await begin(next.origin, "whole", given), ({ done }) => done === true);
      expect(resultOf(next, "whole")).toHaveLength(total);
      expect(resultOf(next, "stopped")).toEqual(resultOf(next, "whole"));
    } finally {
      await next.close();
    }
  });
});

it("reads the state that was kept between two stores", () => {
  const state = { key: "k", done: 1, place: undefined };
  expect(deidStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual({ key: "k", done: 1 });
});

it("stops when it is cancelled, keeps what is copied and touches the source not at all", async () => {
  await withFolder(async (dataDir) => {
    const emulator = await startEmulator({ port: 0, dataDir });
    try {
      const api = apiAt(emulator.origin);
      const resources = await fillClinic(emulator.origin, dataDir);
      const { data } = await api.deidentify({
        sourceDataset: SOURCE,
        requestBody: { destinationDataset: COPY, config: CONFIG },
      });
      await until(api, data.name ?? "", (operation) => countOf(operation) > 0);
      await api.operations.cancel({ name: data.name ?? "" });
      const end = await until(api, data.name ?? "", ({ done }) => done === true);
      expect(end.error).toMatchObject({ code: 1 });
      expect(end.metadata).toMatchObject({ cancelRequested: true });
      expect(countOf(end)).toBeLessThan(resources + INSTANCES);
      expect(referencesOf(emulator).resources).toBeLessThan(resources);
      const { data: metrics } = await api.fhirStores.getFHIRStoreMetrics({ name: `${SOURCE}/fhirStores/ehr` });
      expect((metrics.metrics ?? []).reduce((sum, { count }) => sum + Number(count), 0)).toBe(resources);
    } finally {
      await emulator.close();
    }
  });
});
