import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
let emulator: TestEmulator;
let datasets: healthcare_v1.Resource$Projects$Locations$Datasets;
let count = 0;

beforeAll(async () => {
  emulator = await openTestEmulator();
  ({ datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations);
  await datasets.create({ parent: LOCATION, datasetId: "d" });
});
afterAll(() => emulator.dispose());

async function newStore(requestBody: healthcare_v1.Schema$Hl7V2Store = {}): Promise<string> {
  const hl7V2StoreId = `s${++count}`;
  await datasets.hl7V2Stores.create({ parent: DATASET, hl7V2StoreId, requestBody });
  return `${DATASET}/hl7V2Stores/${hl7V2StoreId}`;
}

async function settle(operation: healthcare_v1.Schema$Operation): Promise<healthcare_v1.Schema$Operation> {
  for (;;) {
    const { data } = await datasets.operations.get({ name: operation.name ?? "" });
    if (data.done) return data;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

async function put(bucket: string, object: string, lines: readonly unknown[]): Promise<void> {
  const folder = join(emulator.dataDir, "buckets", bucket);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, object),
    lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
  );
}

async function runImport(name: string, uri: string): Promise<healthcare_v1.Schema$Operation> {
  return settle((await datasets.hl7V2Stores.import({ name, requestBody: { gcsSource: { uri } } })).data);
}

const message = (control: string, day = 1): string =>
  Buffer.from(
    `MSH|^~\\&|A|F|||202603${String(day).padStart(2, "0")}||ADT^A01|${control}|P|2.5\rPID|1||${control}^^^^MRN\r`,
  ).toString("base64");

async function listAll(parent: string): Promise<healthcare_v1.Schema$Message[]> {
  return (
    (await datasets.hl7V2Stores.messages.list({ parent, view: "RAW_ONLY", orderBy: "send_time", pageSize: 1000 })).data
      .hl7V2Messages ?? []
  );
}

it("imports lines, overwrites labels of duplicates, and counts each line once", async () => {
  const store = await newStore();
  await put("lines", "a.ndjson", [
    { data: message("1"), labels: { ward: "icu" } },
    { data: message("2") },
    "",
    { data: message("1"), labels: { ward: "er" } },
  ]);
  await put(
    "lines",
    "b.ndjson",
    Array.from({ length: 450 }, (_, index) => ({ data: message(`b${index}`) })),
  );
  const done = await runImport(store, "gs://lines/*.ndjson");
  expect(done).toMatchObject({
    metadata: {
      apiMethodName: "google.cloud.healthcare.v1.hl7v2.Hl7V2Service.ImportMessages",
      counter: { success: "453" },
    },
    response: { "@type": "type.googleapis.com/google.cloud.healthcare.v1.hl7v2.ImportMessagesResponse" },
  });
  const messages = await listAll(store);
  expect(messages).toHaveLength(452);
  expect(messages.find(({ data }) => data === message("1"))?.labels).toEqual({ ward: "er" });
});

it("says of every line that fails where it stands and why, and keeps the others", async () => {
  const store = await newStore();
  await put("bad", "x.ndjson", [
    { data: message("1") },
    "{",
    { labels: {} },
    { data: "###" },
    { data: Buffer.from("nonsense").toString("base64") },
    { data: message("2"), labels: { UPPER: "x" } },
    { data: message("3") },
  ]);
  const done = await runImport(store, "gs://bad/x.ndjson");
  expect(done).toMatchObject({ metadata: { counter: { success: "2", failure: "5" } }, error: { code: 3 } });
  const response = await fetch(`${emulator.origin}/__emulator/v1/${done.name ?? ""}/errors`);
  const { errors } = (await response.json()) as { errors: { source: string; error: { message: string } }[] };
  expect(errors.map(({ source }) => source)).toEqual([2, 3, 4, 5, 6].map((line) => `gs://bad/x.ndjson:${line}`));
  expect(errors.map(({ error }) => error.message)[3]).toMatch(/does not begin with MSH/);
  expect(await listAll(store)).toHaveLength(2);
});

it("exports a time range and filter, and what it exports can be imported again", async () => {
  const store = await newStore();
  await put(
    "feed",
    "a.ndjson",
    Array.from({ length: 28 }, (_, index) => ({
      data: message(String(index + 1), index + 1),
      labels: { half: index < 14 ? "first" : "second" },
    })),
  );
  await runImport(store, "gs://feed/a.ndjson");
  const requestBody = {
    startTime: "2026-03-05T00:00:00Z",
    endTime: "2026-03-20T00:00:00Z",
    filter: 'labels.half="first"',
    gcsDestination: { uriPrefix: "gs://out/run/", contentStructure: "MESSAGE_JSON", messageView: "FULL" },
  };
  const done = await settle((await datasets.hl7V2Stores.export({ name: store, requestBody })).data);
  expect(done).toMatchObject({
    metadata: { counter: { success: "10" } },
    response: { "@type": /ExportMessagesResponse$/ },
  });
  const lines = (await readFile(join(emulator.dataDir, "buckets/out/run/messages.ndjson"), "utf8")).trim().split("\n");
  const exported = lines.map((line) => JSON.parse(line) as healthcare_v1.Schema$Message);
  expect(exported.map(({ sendTime }) => sendTime)).toEqual(
    Array.from({ length: 10 }, (_, index) => `2026-03-${String(index + 5).padStart(2, "0")}T00:00:00Z`),
  );
  expect(exported[0]?.parsedData?.segments).toHaveLength(2);
  const copy = await newStore();
  expect(await runImport(copy, "gs://out/run/messages.ndjson")).toMatchObject({
    metadata: { counter: { success: "10" } },
  });
  const originals = (await listAll(store)).slice(4, 14);
  const copies = await listAll(copy);
  expect(copies.map(({ data, labels }) => ({ data, labels }))).toEqual(
    originals.map(({ data, labels }) => ({ data, labels })),
  );
});

it("refuses what cannot work at once", async () => {
  const store = await newStore();
  const stores = datasets.hl7V2Stores;
  const gcsDestination = { uriPrefix: "gs://out/x" };
  await expect(stores.import({ name: store, requestBody: {} })).rejects.toMatchObject({ status: 400 });
  await expect(stores.import({ name: store, requestBody: { gcsSource: { uri: "https://x" } } })).rejects.toMatchObject({
    status: 400,
  });
  await expect(stores.export({ name: store, requestBody: {} })).rejects.toMatchObject({ status: 400 });
  await expect(stores.export({ name: store, requestBody: { gcsDestination, filter: "x=1" } })).rejects.toMatchObject({
    status: 400,
  });
  await expect(
    stores.export({
      name: store,
      requestBody: { gcsDestination, startTime: "2026-03-05T00:00:00Z", endTime: "2026-03-05T00:00:00Z" },
    }),
  ).rejects.toMatchObject({ status: 400 });
  await expect(
    stores.export({ name: store, requestBody: { pubsubDestination: { pubsubTopic: "projects/p/topics/t" } } }),
  ).rejects.toMatchObject({ status: 501 });
  expect(await runImport(store, "gs://nowhere/x")).toMatchObject({ error: { code: 5 } });
});
