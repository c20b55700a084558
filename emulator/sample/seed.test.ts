import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";
import { seedSampleHospital, type SeedProgress } from "./seed.ts";

const PROJECT = "projects/demo-hospital";
const PRODUCTION = `${PROJECT}/locations/us-central1/datasets/clinical-production`;
const SCALE = 0.1;
let dataDir: string;
let emulator: Emulator;
let datasets: healthcare_v1.Resource$Projects$Locations$Datasets;

async function open(): Promise<void> {
  emulator = await startEmulator({ port: 0, dataDir });
  datasets = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` }).projects.locations.datasets;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "seed-"));
  await open();
});
afterAll(async () => {
  await emulator.close();
  await rm(dataDir, { recursive: true });
});

async function countOf(name: string): Promise<Record<string, number>> {
  const { data } = await datasets.fhirStores.getFHIRStoreMetrics({ name });
  return Object.fromEntries((data.metrics ?? []).map((row) => [row.resourceType ?? "", Number(row.count)]));
}

it("fills what a crash left half-done, with the scale it was begun with, and tells how far it is", async () => {
  const stop = new Error("power cut");
  const interrupted = seedSampleHospital(emulator.context, {
    scale: SCALE,
    onProgress: ({ resources }) => {
      if (resources > 800) throw stop;
    },
  });
  await expect(interrupted).rejects.toBe(stop);
  await emulator.close();
  await open();
  const seen: SeedProgress[] = [];
  await seedSampleHospital(emulator.context, { scale: 5, onProgress: (progress) => seen.push(progress) });
  expect(seen.map(({ resources }) => resources)).toEqual(
    seen.map(({ resources }) => resources).toSorted((a, b) => a - b),
  );
  expect(new Set(seen.map(({ store }) => store)).size).toBe(6);
  expect(seen.at(-1)?.part).toBe(1);
  expect(await countOf(`${PRODUCTION}/fhirStores/ehr`)).toMatchObject({
    // 20 of the hospital and two of the planted defects.
    Patient: 22,
    Encounter: expect.any(Number) as number,
  });
}, 60_000);

it("makes the datasets and stores of the project, with labels", async () => {
  const list = async (location: string): Promise<(string | undefined)[]> => {
    const { data } = await datasets.list({ parent: `${PROJECT}/locations/${location}` });
    return (data.datasets ?? []).map((row) => row.name?.split("/").at(-1));
  };
  expect(await list("us-central1")).toEqual(["clinical-production", "research", "sandbox"]);
  expect(await list("europe-west4")).toEqual(["telehealth-eu"]);
  const { data: ehr } = await datasets.fhirStores.get({ name: `${PRODUCTION}/fhirStores/ehr` });
  expect(ehr).toMatchObject({ version: "R4", enableUpdateCreate: true, labels: { environment: "production" } });
  const parent = PRODUCTION;
  expect((await datasets.hl7V2Stores.list({ parent })).data.hl7V2Stores?.length).toBe(1);
  expect((await datasets.dicomStores.list({ parent })).data.dicomStores?.length).toBe(1);
  expect((await datasets.consentStores.list({ parent })).data.consentStores?.length).toBe(1);
});

it("gives research a part of the same patients and the playground its own", async () => {
  const root = `${PROJECT}/locations/us-central1/datasets`;
  const research = await countOf(`${root}/research/fhirStores/ehr-research`);
  expect(research["Patient"]).toBeGreaterThan(5);
  expect(research["Patient"]).toBeLessThan(60);
  const playground = await countOf(`${root}/sandbox/fhirStores/playground`);
  expect(playground["Patient"]).toBe(22);
});

it("holds references that the playground's integrity check accepts", async () => {
  const base = `${emulator.origin}/v1/${PROJECT}/locations/us-central1/datasets/sandbox/fhirStores/playground/fhir`;
  const headers = { "content-type": "application/fhir+json" };
  const search = await fetch(`${base}/Condition?_count=20`);
  const { entry = [] } = (await search.json()) as { entry?: { resource: { id: string } }[] };
  expect(entry.length).toBe(20);
  for (const { resource } of entry) {
    const put = await fetch(`${base}/Condition/${resource.id}`, {
      method: "PUT",
      headers,
      body: JSON.stringify(resource),
    });
    expect(put.status).toBe(200);
  }
});

it("does not bring back what somebody deleted, nor touch what somebody changed", async () => {
  await datasets.delete({ name: `${PROJECT}/locations/us-central1/datasets/sandbox` });
  await seedSampleHospital(emulator.context, { scale: SCALE });
  await expect(datasets.get({ name: `${PROJECT}/locations/us-central1/datasets/sandbox` })).rejects.toMatchObject({
    status: 403,
  });
});
