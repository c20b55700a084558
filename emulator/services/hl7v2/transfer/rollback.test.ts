import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
const STORE = `${DATASET}/hl7V2Stores/s`;
let emulator: TestEmulator;
let datasets: healthcare_v1.Resource$Projects$Locations$Datasets;

beforeAll(async () => {
  emulator = await openTestEmulator();
  ({ datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations);
  await datasets.create({ parent: LOCATION, datasetId: "d" });
  await datasets.hl7V2Stores.create({ parent: DATASET, hl7V2StoreId: "s" });
});
afterAll(() => emulator.dispose());

const data = (control: string): string =>
  Buffer.from(`MSH|^~\\&|A|F|||20260301||ADT^A01|${control}|P|2.5\rPID|1||${control}^^^^MRN\r`).toString("base64");

async function create(control: string, labels: Record<string, string> = {}): Promise<healthcare_v1.Schema$Message> {
  const message = { data: data(control), labels };
  return (await datasets.hl7V2Stores.messages.create({ parent: STORE, requestBody: { message } })).data;
}

/** Bytes and labels of everything in the store. */
async function contents(): Promise<Record<string, unknown>> {
  const { hl7V2Messages = [] } = (await datasets.hl7V2Stores.messages.list({ parent: STORE, view: "RAW_ONLY" })).data;
  return Object.fromEntries(hl7V2Messages.map((message) => [message.data ?? "", message.labels ?? {}]));
}

async function rollback(
  requestBody: healthcare_v1.Schema$RollbackHl7V2MessagesRequest,
): Promise<{ operation: healthcare_v1.Schema$Operation; changes: string[] }> {
  const bucket = `results-${Math.random().toString(36).slice(2)}`;
  const started = await datasets.hl7V2Stores.rollback({
    name: STORE,
    requestBody: { resultGcsBucket: bucket, ...requestBody },
  });
  for (;;) {
    const { data: operation } = await datasets.operations.get({ name: started.data.name ?? "" });
    if (operation.done) {
      const folder = join(emulator.dataDir, "buckets", bucket);
      const [object = ""] = await readdir(folder);
      const lines = (await readFile(join(folder, object), "utf8")).split("\n").filter(Boolean);
      return { operation, changes: lines.map((line) => /"changeTakenBack":"(\w+)"/.exec(line)?.[1] ?? "").toSorted() };
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

const now = (): string => new Date().toISOString();
/** The clock of a rollback is in milliseconds. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

it("gives back what was deleted, takes away what came, and restores labels", async () => {
  const kept = await create("kept", { ward: "icu" });
  const gone = await create("gone", { ward: "er" });
  await create("still");
  await aMoment();
  const rollbackTime = now();
  await aMoment();
  const before = await contents();
  await create("new");
  await datasets.hl7V2Stores.messages.patch({
    name: kept.name ?? "",
    updateMask: "labels",
    requestBody: { labels: { ward: "er", seen: "yes" } },
  });
  await datasets.hl7V2Stores.messages.delete({ name: gone.name ?? "" });
  const after = await contents();

  const dry = await rollback({ rollbackTime });
  expect(dry.changes).toEqual(["CREATE", "DELETE", "UPDATE"]);
  expect(await contents()).toEqual(after);

  const onlyDeletes = await rollback({ rollbackTime, changeType: "DELETE", force: true });
  expect(onlyDeletes.changes).toEqual(["DELETE"]);
  expect(await contents()).toMatchObject({ [data("gone")]: { ward: "er" }, [data("new")]: {} });

  const { operation, changes } = await rollback({ rollbackTime, force: true });
  expect(changes).toEqual(["CREATE", "UPDATE"]);
  expect(operation.response).toMatchObject({ hl7v2Store: STORE });
  expect(await contents()).toEqual(before);
  expect((await rollback({ rollbackTime, force: true })).changes).toEqual([]);
});

it("touches only the messages of the input object, and refuses what it cannot do", async () => {
  const rollbackTime = now();
  await aMoment();
  const one = await create("one");
  await create("two");
  const folder = join(emulator.dataDir, "buckets", "inputs");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "ids.txt"), `${one.name ?? ""}\n`);
  await rollback({ rollbackTime, force: true, inputGcsObject: "gs://inputs/ids.txt" });
  const left = await contents();
  expect(left).not.toHaveProperty([data("one")]);
  expect(left).toHaveProperty([data("two")]);

  const statusOf = (requestBody: healthcare_v1.Schema$RollbackHl7V2MessagesRequest): Promise<unknown> =>
    datasets.hl7V2Stores.rollback({ name: STORE, requestBody }).then(
      ({ status }) => status,
      (error: unknown) => (error as { status?: number }).status,
    );
  expect(await statusOf({ resultGcsBucket: "b" })).toBe(400);
  expect(await statusOf({ rollbackTime })).toBe(400);
  expect(await statusOf({ rollbackTime: "2999-01-01T00:00:00Z", resultGcsBucket: "b" })).toBe(400);
  expect(await statusOf({ rollbackTime, resultGcsBucket: "b", filteringFields: { operationIds: ["1"] } })).toBe(501);
});
