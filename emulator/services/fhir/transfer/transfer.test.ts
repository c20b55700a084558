import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";
import { hospital } from "#emulator/sample/hospital.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
let dataDir: string;
let emulator: Emulator;
let api: healthcare_v1.Healthcare;
let stores = 0;
let store: string;
let bucket: string;

const apiAt = (origin: string): healthcare_v1.Healthcare =>
  healthcare({ version: "v1", rootUrl: `${origin}/`, retry: false });
const fhirStores = (): healthcare_v1.Resource$Projects$Locations$Datasets$Fhirstores =>
  api.projects.locations.datasets.fhirStores;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "transfer-"));
  emulator = await startEmulator({ port: 0, dataDir });
  api = apiAt(emulator.origin);
  await api.projects.locations.datasets.create({ parent: LOCATION, datasetId: "d" });
});
beforeEach(async () => {
  const id = `s${++stores}`;
  bucket = `bucket-${id}`;
  store = `${DATASET}/fhirStores/${id}`;
  await fhirStores().create({ parent: DATASET, fhirStoreId: id, requestBody: { version: "R4" } });
});
afterAll(async () => {
  await emulator.close();
  await rm(dataDir, { recursive: true });
});

async function put(object: string, text: string): Promise<void> {
  const path = join(dataDir, "buckets", bucket, object);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function settle(operation: healthcare_v1.Schema$Operation): Promise<healthcare_v1.Schema$Operation> {
  for (;;) {
    const { data } = await api.projects.locations.datasets.operations.get({ name: operation.name ?? "" });
    if (data.done) return data;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

async function runImport(object: string, contentStructure?: string): Promise<healthcare_v1.Schema$Operation> {
  const requestBody = {
    gcsSource: { uri: `gs://${bucket}/${object}` },
    ...(contentStructure ? { contentStructure } : {}),
  };
  return settle((await fhirStores().import({ name: store, requestBody })).data);
}

async function runExport(folder: string, more: object = {}): Promise<healthcare_v1.Schema$Operation> {
  const requestBody = { gcsDestination: { uriPrefix: `gs://${bucket}/${folder}` }, ...more };
  return settle((await fhirStores().export({ name: store, requestBody })).data);
}

const readExported = (object: string): Promise<string> => readFile(join(dataDir, "buckets", bucket, object), "utf8");

async function counts(): Promise<Record<string, string>> {
  const { data } = await fhirStores().getFHIRStoreMetrics({ name: store });
  return Object.fromEntries((data.metrics ?? []).map((row) => [row.resourceType ?? "", row.count ?? ""]));
}

async function errorRows(operation: healthcare_v1.Schema$Operation): Promise<unknown[]> {
  const response = await fetch(`${emulator.origin}/__emulator/v1/${operation.name ?? ""}/errors`);
  const body = (await response.json()) as { errors?: unknown[] };
  return body.errors ?? [];
}

const counterOf = (operation: healthcare_v1.Schema$Operation): unknown => operation.metadata?.["counter"];

const patient = (id: string, rest: object = {}): object => ({ resourceType: "Patient", id, ...rest });
const bundle = (...resources: object[]): object => ({
  resourceType: "Bundle",
  type: "collection",
  entry: resources.map((resource) => ({ resource })),
});
const compact = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const pretty = (value: object): string => JSON.stringify(value, undefined, 2);

describe("import", () => {
  it.each<[structure: string | undefined, text: string, success: string]>([
    ["RESOURCE", compact(patient("a"), patient("b"), patient("c")), "3"],
    ["RESOURCE", `${compact(patient("a"))}\r\n\n   \n${compact(patient("b"))}${JSON.stringify(patient("c"))}`, "3"],
    ["RESOURCE_PRETTY", pretty(patient("a")), "1"],
    ["BUNDLE", compact(bundle(patient("a"), patient("b")), bundle(patient("c"))), "3"],
    [undefined, compact(bundle(patient("a"), patient("b"))), "2"],
    ["BUNDLE_PRETTY", pretty(bundle(patient("a"), patient("b"))), "2"],
    ["RESOURCE", compact(patient("a"), patient("a"), patient("a")), "3"],
  ])("reads %s", async (structure, text, success) => {
    await put("in", text);
    const operation = await runImport("in", structure);
    expect(operation.error).toBeUndefined();
    expect(operation.response?.["@type"]).toBe(
      "type.googleapis.com/google.cloud.healthcare.v1.fhir.rest.ImportResourcesResponse",
    );
    expect(counterOf(operation)).toEqual({ success });
  });

  it("takes wildcards, across folders only with two stars", async () => {
    await put("in/a.ndjson", compact(patient("a")));
    await put("in/b.ndjson", compact(patient("b")));
    await put("in/deep/c.ndjson", compact(patient("c")));
    await put("in/notes.txt", "nothing to import");
    expect(counterOf(await runImport("in/*.ndjson", "RESOURCE"))).toEqual({ success: "2" });
    expect(counterOf(await runImport("in/**.ndjson", "RESOURCE"))).toEqual({ success: "3" });
    expect(await counts()).toEqual({ Patient: "3" });
  });

  it("keeps what went in, counts what did not, and says why of each", async () => {
    const lines = [
      JSON.stringify(patient("good")),
      '{"resourceType":"Patient",',
      JSON.stringify({ resourceType: "Patient", gender: "male" }),
      JSON.stringify(patient("odd", { shoeSize: 44 })),
      JSON.stringify({ resourceType: "Spaceship", id: "x" }),
      '"text"',
      JSON.stringify(patient("not allowed!")),
      JSON.stringify(patient("also-good")),
    ];
    await put("mixed.ndjson", lines.join("\n"));
    const operation = await runImport("mixed.ndjson", "RESOURCE");
    expect(operation.done).toBe(true);
    expect(operation.response).toBeUndefined();
    expect(operation.error?.code).toBe(3);
    expect(operation.error?.message).toContain("6 of 8");
    expect(operation.error?.message).toContain("logsUrl");
    expect(counterOf(operation)).toEqual({ success: "2", failure: "6" });
    const rows = await errorRows(operation);
    const source = (line: number): string => `gs://${bucket}/mixed.ndjson:${line}`;
    expect(rows).toMatchObject([
      { source: source(2), error: { code: 3 } },
      { source: source(3), error: { code: 3, message: expect.stringContaining("id") as string } },
      {
        source: source(4),
        resourceId: "Patient/odd",
        error: { message: expect.stringContaining('unknown field "shoeSize"') as string },
      },
      { source: source(5), error: { message: expect.stringContaining("Spaceship") as string } },
      { source: source(6), error: { message: "Expected a JSON object." } },
      { source: source(7), error: { code: 3 } },
    ]);
    expect(await counts()).toEqual({ Patient: "2" });
  });

  it.each<[what: string, structure: string, value: object, message: string]>([
    ["a resource where bundles are expected", "BUNDLE", patient("a"), "No bundle is found"],
    ["a history", "BUNDLE", { resourceType: "Bundle", type: "history", entry: [] }, "history"],
    [
      "an entry without a resource",
      "BUNDLE",
      { resourceType: "Bundle", type: "batch", entry: [{ fullUrl: "urn:x" }] },
      "no resource",
    ],
    ["an entry that is no list", "BUNDLE", { resourceType: "Bundle", type: "batch", entry: {} }, "array"],
  ])("refuses %s", async (_, structure, value, message) => {
    await put("in", compact(value));
    const operation = await runImport("in", structure);
    expect(counterOf(operation)).toEqual({ failure: "1" });
    expect(await errorRows(operation)).toMatchObject([
      { error: { message: expect.stringContaining(message) as string } },
    ]);
  });

  it("ends with NOT_FOUND when nothing matches", async () => {
    const operation = await runImport("nothing/*.ndjson", "RESOURCE");
    expect(operation.error).toMatchObject({ code: 5 });
  });

  it.each<[what: string, body: object, part: string]>([
    ["no source", {}, "gcs_source.uri"],
    ["an empty source", { gcsSource: {} }, "gcs_source.uri"],
    ["another scheme", { gcsSource: { uri: "s3://bucket/x" } }, "gs://"],
    ["a whole bucket", { gcsSource: { uri: "gs://bucket" } }, "gs://bucket/object"],
    ["a path trick", { gcsSource: { uri: "gs://bucket/../../etc/passwd" } }, "path"],
    ["an unknown structure", { gcsSource: { uri: "gs://bucket/x" }, contentStructure: "CSV" }, "CSV"],
    ["an unknown field", { gcsSource: { uri: "gs://bucket/x" }, speed: 9 }, "speed"],
    ["a wrong type", { gcsSource: "gs://bucket/x" }, "gcs_source"],
  ])("answers 400 to %s", async (_, body, part) => {
    const call = fhirStores().import({ name: store, requestBody: body });
    await expect(call).rejects.toMatchObject({ status: 400, message: expect.stringContaining(part) as string });
  });

  it.each([
    [`${DATASET}/fhirStores/none`, 404],
    [`${LOCATION}/datasets/none/fhirStores/none`, 403],
  ])("answers for %s with %i", async (name, status) => {
    const call = fhirStores().import({ name, requestBody: { gcsSource: { uri: "gs://bucket/x" } } });
    await expect(call).rejects.toMatchObject({ status });
  });

  it("stops on cancel and keeps what was imported", async () => {
    await put("big.ndjson", compact(...Array.from({ length: 20_000 }, (_, index) => patient(`p${index}`))));
    const requestBody = { gcsSource: { uri: `gs://${bucket}/big.ndjson` }, contentStructure: "RESOURCE" };
    const { data: started } = await fhirStores().import({ name: store, requestBody });
    await until(async () => (await counts())["Patient"] !== undefined);
    await api.projects.locations.datasets.operations.cancel({ name: started.name ?? "" });
    const operation = await settle(started);
    expect(operation.error?.code).toBe(1);
    const imported = Number((await counts())["Patient"]);
    expect(imported).toBeGreaterThan(0);
    expect(imported).toBeLessThan(20_000);
  });

  it("goes on after kill -9 and counts nothing twice", async () => {
    const killed = await mkdtemp(join(tmpdir(), "transfer-killed-"));
    const folder = join(killed, "buckets", "crash");
    await mkdir(folder, { recursive: true });
    const lines = Array.from({ length: 9000 }, (_, index) =>
      index % 100 === 50 ? '{"resourceType":"Patient"}' : JSON.stringify(patient(`p${index}`)),
    );
    await writeFile(join(folder, "a.ndjson"), lines.slice(0, 4000).join("\n"));
    await writeFile(join(folder, "b.ndjson"), lines.slice(4000).join("\n"));
    const child = spawn(process.execPath, ["emulator/main.ts", "--empty", "--port", "0", "--data", killed], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [greeting] = (await once(child.stdout, "data")) as [Buffer];
    const client = apiAt(/http:\S+/.exec(greeting.toString())?.[0] ?? "");
    await client.projects.locations.datasets.create({ parent: LOCATION, datasetId: "d" });
    await client.projects.locations.datasets.fhirStores.create({
      parent: DATASET,
      fhirStoreId: "s",
      requestBody: { version: "R4" },
    });
    const requestBody = { gcsSource: { uri: "gs://crash/*.ndjson" }, contentStructure: "RESOURCE" };
    const name = `${DATASET}/fhirStores/s`;
    const { data: started } = await client.projects.locations.datasets.fhirStores.import({ name, requestBody });
    await until(async () => {
      const { data } = await client.projects.locations.datasets.operations.get({ name: started.name ?? "" });
      return Number((counterOf(data) as { success?: string } | undefined)?.success ?? 0) > 1000;
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await startEmulator({ port: 0, dataDir: killed });
    const { projects } = apiAt(next.origin);
    await until(
      async () => (await projects.locations.datasets.operations.get({ name: started.name ?? "" })).data.done === true,
    );
    const { data: operation } = await projects.locations.datasets.operations.get({ name: started.name ?? "" });
    expect(counterOf(operation)).toEqual({ success: "8910", failure: "90" });
    const rows = next.context.database.all("SELECT source FROM operation_errors");
    expect(new Set(rows.map((row) => row["source"])).size).toBe(90);
    expect(rows.length).toBe(90);
    await next.close();
    await rm(killed, { recursive: true });
  });
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("export", () => {
  const PRECISE =
    '{"code":{"text":"weight"},"id":"o1","resourceType":"Observation","status":"final","valueQuantity":{"value":0.10}}';

  it("writes one object of lines per type, with decimals as they came", async () => {
    await put("in", `${compact(patient("a"), patient("b"))}${PRECISE}\n`);
    await runImport("in", "RESOURCE");
    const operation = await runExport("out");
    expect(operation.error).toBeUndefined();
    expect(counterOf(operation)).toEqual({ success: "3" });
    expect(operation.response?.["@type"]).toBe(
      "type.googleapis.com/google.cloud.healthcare.v1.fhir.rest.ExportResourcesResponse",
    );
    expect((await readdir(join(dataDir, "buckets", bucket, "out"))).toSorted()).toEqual(["Observation", "Patient"]);
    expect(
      (await readExported("out/Patient"))
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(["a", "b"]);
    expect(await readExported("out/Observation")).toContain('"value":0.10}');
  });

  it("gives back the whole sample hospital, and the copy of it again", async () => {
    const sent = [...hospital({ seed: "transfer", scale: 0.1 })];
    await put("hospital", compact(...sent));
    expect(counterOf(await runImport("hospital", "RESOURCE"))).toEqual({ success: String(sent.length) });
    await runExport("first");
    const exported = new Map<string, unknown>();
    for (const type of await readdir(join(dataDir, "buckets", bucket, "first"))) {
      for (const line of (await readExported(`first/${type}`)).trimEnd().split("\n")) {
        const { meta, ...resource } = JSON.parse(line) as { id: string; meta: Record<string, unknown> };
        const { lastUpdated: _, versionId: __, ...ownMeta } = meta;
        exported.set(
          `${type}/${resource.id}`,
          Object.keys(ownMeta).length > 0 ? { ...resource, meta: ownMeta } : resource,
        );
      }
    }
    expect(exported).toEqual(new Map(sent.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])));
    expect(counterOf(await runImport("first/*", "RESOURCE"))).toEqual({ success: String(sent.length) });
  });

  it("takes only the types and the times asked for", async () => {
    await put("in", `${compact(patient("old"))}${PRECISE}\n`);
    await runImport("in", "RESOURCE");
    const before = new Date().toISOString();
    await put("more", compact(patient("new")));
    await runImport("more", "RESOURCE");
    expect(counterOf(await runExport("typed", { _type: "Observation, Encounter" }))).toEqual({ success: "1" });
    expect(counterOf(await runExport("since", { _since: before }))).toEqual({ success: "1" });
    expect(await readExported("since/Patient")).toContain('"id":"new"');
    await expect(readdir(join(dataDir, "buckets", bucket, "typed"))).resolves.toEqual(["Observation"]);
  });

  it("of an empty store writes nothing and is done", async () => {
    const operation = await runExport("out");
    expect(operation.response).toBeDefined();
    expect(counterOf(operation) ?? {}).toEqual({});
  });

  it.each<[what: string, body: object, status: number, part: string]>([
    [
      "BigQuery",
      { bigqueryDestination: { datasetUri: "bq://p.d", schemaConfig: { schemaType: "ANALYTICS_V2" } } },
      501,
      "gcsDestination",
    ],
    ["no destination", {}, 400, "gcs_destination.uri_prefix"],
    ["a wildcard", { gcsDestination: { uriPrefix: "gs://bucket/*" } }, 400, "wildcards"],
    ["another scheme", { gcsDestination: { uriPrefix: "file:///tmp" } }, 400, "gs://"],
    [
      "an unknown type",
      { gcsDestination: { uriPrefix: "gs://bucket/x" }, _type: "Patient,Spaceship" },
      400,
      "Spaceship",
    ],
    [
      "a time without zone",
      { gcsDestination: { uriPrefix: "gs://bucket/x" }, _since: "2026-01-01T00:00:00" },
      400,
      "_since",
    ],
  ])("answers to %s", async (_, body, status, part) => {
    const call = fhirStores().export({ name: store, requestBody: body });
    await expect(call).rejects.toMatchObject({ status, message: expect.stringContaining(part) as string });
  });
});
