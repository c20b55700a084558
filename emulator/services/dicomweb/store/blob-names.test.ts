import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const DATASETS = "/v1/projects/p/locations/us-central1/datasets";
const AS_STORED = { accept: "application/dicom; transfer-syntax=*" };
let emulator: TestEmulator;
let web: string;

beforeAll(async () => {
  emulator = await openTestEmulator();
  const create = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  await fetch(`${emulator.origin}${DATASETS}?datasetId=d`, create);
  await fetch(`${emulator.origin}${DATASETS}/d/dicomStores?dicomStoreId=s`, create);
  web = `${emulator.origin}${DATASETS}/d/dicomStores/s/dicomWeb`;
});
afterAll(() => emulator.dispose());

function post(file: Buffer, path = "studies"): Promise<Response> {
  const headers = { "content-type": "application/dicom", accept: "application/dicom+json" };
  return fetch(`${web}/${path}`, { method: "POST", headers, body: new Uint8Array(file) });
}

function placeOf(file: Buffer): string {
  const digest = createHash("sha256").update(file).digest("hex");
  return join(emulator.dataDir, "blobs", digest.slice(0, 2), digest.slice(2));
}

async function read(instance: string): Promise<Buffer> {
  const answer = await fetch(`${web}/studies/1.2.3/series/1.2.3.1/instances/${instance}`, { headers: AS_STORED });
  return Buffer.from(await answer.arrayBuffer());
}

it("never takes for a file what a power cut left under its name", async () => {
  const file = testFile({ instance: "1.2.3.1.1" });
  writeFileSync(placeOf(file), file.subarray(0, 200));
  expect((await post(file)).status).toBe(200);
  expect(await read("1.2.3.1.1")).toEqual(file);
});

it("keeps what is stored when the same file comes again, also to where it is refused", async () => {
  const file = testFile({ instance: "1.2.3.1.2" });
  const answers = await Promise.all([post(file), post(file), post(file, "studies/9.9"), post(file)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 409, 200]);
  expect((await post(file, "studies/9.9")).status).toBe(409);
  expect(await read("1.2.3.1.2")).toEqual(file);
});

it("leaves nothing of a file that is refused", async () => {
  const other = testFile({ study: "7.7", instance: "1.2.3.1.3" });
  const broken = testFile({ instance: "no uid" });
  expect((await post(other, "studies/1.2.3")).status).toBe(409);
  expect((await post(broken)).status).toBe(409);
  expect([other, broken].map((file) => existsSync(placeOf(file)))).toEqual([false, false]);
  expect(readdirSync(join(emulator.dataDir, "blobs/.uploads"))).toEqual([]);
  expect(readFileSync(placeOf(testFile({ instance: "1.2.3.1.2" }))).length).toBeGreaterThan(200);
});
