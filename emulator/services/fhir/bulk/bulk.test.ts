import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
let dataDir: string;
let emulator: Emulator;
let api: healthcare_v1.Healthcare;
let stores = 0;
let store: string;
let bucket: string;

const fhirStores = () => api.projects.locations.datasets.fhirStores;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "bulk-"));
  emulator = await startEmulator({ port: 0, dataDir });
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false });
  await api.projects.locations.datasets.create({ parent: LOCATION, datasetId: "d" });
});
beforeEach(async () => {
  const id = `s${++stores}`;
  bucket = `bucket-${id}`;
  store = `${DATASET}/fhirStores/${id}`;
  await fhirStores().create({
    parent: DATASET,
    fhirStoreId: id,
    requestBody: {
      version: "R4",
      enableUpdateCreate: true,
      bulkExportGcsDestination: { uriPrefix: `gs://${bucket}/out` },
    },
  });
});
afterAll(async () => {
  await emulator.close();
  await rm(dataDir, { recursive: true });
});

const url = (path: string) => `${emulator.origin}/v1/${store}${path}`;
const call = (method: string, path: string, body?: object) =>
  fetch(url(path), {
    method,
    headers: { "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

async function put(path: string, more: object = {}): Promise<void> {
  const [resourceType = "", id = ""] = path.split("/");
  const response = await call("PUT", `/fhir/${path}`, { resourceType, id, ...more });
  expect(response.ok, await response.clone().text()).toBe(true);
}

const statusOf = async (path: string) => (await call("GET", `/fhir/${path}`)).status;

async function settle(operation: healthcare_v1.Schema$Operation): Promise<healthcare_v1.Schema$Operation> {
  for (;;) {
    const { data } = await api.projects.locations.datasets.operations.get({ name: operation.name ?? "" });
    if (data.done) return data;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

async function run(verb: string, body: object): Promise<healthcare_v1.Schema$Operation> {
  const response = await call("POST", `:${verb}`, body);
  expect(response.status, await response.clone().text()).toBe(200);
  return settle((await response.json()) as healthcare_v1.Schema$Operation);
}

/** The lines of every object under a folder of the bucket, sorted. */
async function linesUnder(folder: string): Promise<string[]> {
  const path = join(dataDir, "buckets", bucket, folder);
  const names = await readdir(path, { recursive: true }).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), "utf8").catch(() => "")));
  return texts.flatMap((text) => text.split("\n").filter((line) => line !== "")).toSorted();
}

describe("bulkDelete", () => {
  beforeEach(async () => {
    await put("Patient/a");
    await put("Patient/a", { active: true });
    await put("Patient/b");
    await put("Observation/o", { status: "final", code: { text: "x" }, subject: { reference: "Patient/a" } });
  });

  it("counts and lists, and changes nothing, when it only validates", async () => {
    const operation = await run("bulkDelete", {
      type: "Patient",
      validateOnly: true,
      gcsDestination: { uriPrefix: `gs://${bucket}/gone` },
    });
    expect(operation.metadata).toMatchObject({ counter: { success: "2" } });
    expect(await linesUnder("gone")).toEqual(["Patient/a", "Patient/b"]);
    expect(await statusOf("Patient/a")).toBe(200);
  });

  it("deletes a type with its history, whatever refers to it", async () => {
    await run("bulkDelete", { type: "Patient", validateOnly: false });
    expect([await statusOf("Patient/a"), await statusOf("Patient/b"), await statusOf("Observation/o")]).toEqual([
      404, 404, 200,
    ]);
  });

  it.each([
    ["CURRENT_ONLY", 410, 2],
    ["HISTORY_ONLY", 200, 1],
  ])("with %s leaves the rest", async (versionConfig, status, versions) => {
    await run("bulkDelete", { type: "Patient", versionConfig, validateOnly: false });
    expect(await statusOf("Patient/a")).toBe(status);
    const history = (await (await call("GET", "/fhir/Patient/a/_history")).json()) as {
      entry: { resource?: object }[];
    };
    expect(history.entry.filter(({ resource }) => resource !== undefined)).toHaveLength(versions);
  });

  it("takes its list from a bucket and reports every line that names nothing", async () => {
    await mkdir(join(dataDir, "buckets", bucket), { recursive: true });
    await writeFile(join(dataDir, "buckets", bucket, "list.txt"), "Patient/b\nPatient/nobody\nnonsense\n");
    const operation = await run("bulkDelete", { gcsSource: { uri: `gs://${bucket}/list.txt` }, validateOnly: false });
    expect(operation.metadata).toMatchObject({ counter: { success: "1", failure: "2" } });
    expect(operation.error?.code).toBe(5);
    expect([await statusOf("Patient/a"), await statusOf("Patient/b")]).toEqual([200, 404]);
  });

  it.each([
    ["nothing to delete", {}],
    ["two sources", { type: "Patient", gcsSource: { uri: "gs://b/o" } }],
    ["an unknown type", { type: "Unicorn" }],
    ["an unknown field", { types: ["Patient"] }],
  ])("refuses %s", async (_, body) => {
    expect((await call("POST", ":bulkDelete", body)).status).toBe(400);
  });
});

describe("rollback", () => {
  let time: string;
  beforeEach(async () => {
    await put("Patient/changed", { gender: "female" });
    await put("Patient/deleted");
    await put("Patient/same");
    time = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await put("Patient/changed", { gender: "male" });
    await call("DELETE", "/fhir/Patient/deleted");
    await put("Patient/created");
  });
  const rollback = async (more: object) => {
    const { data } = await fhirStores().rollback({
      name: store,
      requestBody: { rollbackTime: time, resultGcsBucket: `${bucket}/undone`, ...more },
    });
    return settle(data);
  };
  const genderOf = async () =>
    ((await (await call("GET", "/fhir/Patient/changed")).json()) as { gender: string }).gender;

  it("says what it would do, and does it only when forced", async () => {
    await rollback({});
    expect(await linesUnder("undone")).toEqual(["Patient/changed", "Patient/created", "Patient/deleted"]);
    expect(await genderOf()).toBe("male");
    const operation = await rollback({ force: true });
    expect(operation.response).toMatchObject({ fhirStore: store });
    expect(await genderOf()).toBe("female");
    expect([
      await statusOf("Patient/deleted"),
      await statusOf("Patient/created"),
      await statusOf("Patient/same"),
    ]).toEqual([200, 410, 200]);
  });

  it.each([
    ["CREATE", "Patient/created"],
    ["UPDATE", "Patient/changed"],
    ["DELETE", "Patient/deleted"],
  ])("reverts only what %s made", async (changeType, line) => {
    await rollback({ changeType });
    expect(await linesUnder("undone")).toEqual([line]);
  });
});

describe("$export", () => {
  const exportAll = async (path: string): Promise<Response> => {
    const started = await call("GET", path);
    expect(started.status, await started.clone().text()).toBe(202);
    const address = started.headers.get("content-location") ?? "";
    expect(address).toContain(`/v1/${store}/operations/`);
    for (;;) {
      const status = await fetch(address);
      if (status.status !== 202) return status;
      expect(status.headers.get("x-progress")).toBe("in progress");
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  };
  beforeEach(async () => {
    await put("Patient/a");
    await put("Patient/b");
    await put("Observation/o", { status: "final", code: { text: "x" }, subject: { reference: "Patient/a" } });
    await put("Group/g", { type: "person", actual: true, member: [{ entity: { reference: "Patient/a" } }] });
  });

  it("writes one file a type and answers with the manifest", async () => {
    const manifest = (await (await exportAll("/fhir/$export?_type=Patient,Observation")).json()) as {
      output: { type: string; url: string }[];
    };
    expect(manifest).toMatchObject({
      requiresAccessToken: true,
      error: [],
      request: expect.stringContaining("$export?_type=") as string,
    });
    expect(manifest.output.map(({ type }) => type)).toEqual(["Observation", "Patient"]);
    const lines = await linesUnder("out");
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted()).toEqual(["a", "b", "o"]);
  });

  it("organizes a Group by Patient, each followed by what belongs to it", async () => {
    const manifest = (await (await exportAll("/fhir/Group/g/$export?organizeOutputBy=Patient")).json()) as {
      output: { type: string; url: string }[];
    };
    const patients =
      manifest.output
        .find(({ type }) => type === "Patient")
        ?.url.split("/")
        .at(-1) ?? "";
    const text = await readFile(join(dataDir, "buckets", bucket, "out", patients), "utf8");
    const ids = text
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids[0]).toBe("a");
    expect(ids.slice(1).toSorted()).toEqual(["g", "o"]);
    expect(manifest.output.map(({ type }) => type).toSorted()).toEqual(["Group", "Patient"]);
  });

  it("is no operation of the dataset, and cannot be cancelled when it has finished", async () => {
    const started = await call("GET", "/fhir/$export");
    const address = started.headers.get("content-location") ?? "";
    const id = address.split("/").at(-1);
    expect((await fetch(`${emulator.origin}/v1/${DATASET}/operations/${id}`)).status).toBe(404);
    const { data } = await api.projects.locations.datasets.operations.list({ name: DATASET });
    expect((data.operations ?? []).map(({ name }) => name?.split("/").at(-1))).not.toContain(id);
    while ((await fetch(address)).status === 202) await new Promise((resolve) => setTimeout(resolve, 15));
    const refused = await fetch(address, { method: "DELETE" });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ resourceType: "OperationOutcome" });
  });

  it.each([
    ["an unknown format", "/fhir/$export?_outputFormat=csv"],
    ["an unknown type", "/fhir/$export?_type=Unicorn"],
    ["a Group without organizeOutputBy", "/fhir/Group/g/$export"],
  ])("refuses %s", async (_, path) => {
    const response = await call("GET", path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ resourceType: "OperationOutcome" });
  });

  it("refuses without a destination", async () => {
    await fhirStores().patch({ name: store, updateMask: "bulkExportGcsDestination", requestBody: {} });
    expect((await call("GET", "/fhir/$export")).status).toBe(400);
  });
});
