import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { api } from "dicomweb-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DicomJson } from "#lib/dicom/dicom-json.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { sweepGarbage } from "./admin/sweep-blobs.ts";
import { testFile, type TestInstance } from "./test-file.ts";
import { TestXmlHttpRequest } from "./test-xml-http-request.ts";

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

interface TestStore {
  /** `projects/…/dicomStores/s` */
  readonly name: string;
  /** `http://…/dicomWeb` */
  readonly web: string;
}

async function newStore(...instances: TestInstance[]): Promise<TestStore> {
  const dicomStoreId = `s${++count}`;
  await datasets.dicomStores.create({ parent: DATASET, dicomStoreId, requestBody: {} });
  const name = `${DATASET}/dicomStores/${dicomStoreId}`;
  const store = { name, web: `${emulator.origin}/v1/${name}/dicomWeb` };
  // One by one: what a study says of itself comes from its first instance.
  for (const instance of instances) expect((await stow(store, [testFile(instance)])).status).toBe(200);
  return store;
}

function multipart(files: readonly Buffer[]): Buffer {
  const parts = files.flatMap((file) => [Buffer.from("\r\n--xyz\r\nContent-Type: application/dicom\r\n\r\n"), file]);
  return Buffer.concat([...parts, Buffer.from("\r\n--xyz--\r\n")]);
}

function stow({ web }: TestStore, files: readonly Buffer[], path = "studies"): Promise<Response> {
  return fetch(`${web}/${path}`, {
    method: "POST",
    headers: {
      "content-type": 'multipart/related; type="application/dicom"; boundary=xyz',
      accept: "application/dicom+json",
    },
    body: new Uint8Array(multipart(files)),
  });
}

async function search({ web }: TestStore, path: string): Promise<{ status: number; rows: DicomJson[] }> {
  const response = await fetch(`${web}/${path}`);
  const body = await response.text();
  return { status: response.status, rows: response.status === 200 ? (JSON.parse(body) as DicomJson[]) : [] };
}

async function settle(operation: healthcare_v1.Schema$Operation): Promise<healthcare_v1.Schema$Operation> {
  for (;;) {
    const { data } = await datasets.operations.get({ name: operation.name ?? "" });
    if (data.done) return data;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

const uids = (rows: DicomJson[], tag: string): unknown[] => rows.map((row) => row[tag]?.Value?.[0]);

/** The client as its documentation has it: its own types ask for parameters that it does not need and forget promises. */
interface Client {
  searchForStudies(): Promise<DicomJson[]>;
  retrieveSeriesMetadata(series: object): Promise<DicomJson[]>;
  retrieveSeries(series: object): Promise<ArrayBuffer[]>;
  retrieveInstanceFrames(frames: object): Promise<ArrayBuffer[]>;
  storeInstances(instances: object): Promise<unknown>;
}

function newClient(url: string): Client {
  return new (api.DICOMwebClient as unknown as new (options: object) => Client)({ url });
}

describe("STOW-RS", () => {
  it("stores what it can and says of each failure why", async () => {
    const store = await newStore({ instance: "1.1" });
    const response = await stow(store, [
      testFile({ instance: "1.1" }),
      testFile({ instance: "1.1", patient: "Other^Person" }),
      testFile({ instance: "1.2" }),
      Buffer.from("no DICOM"),
      testFile({ instance: "not-a-uid" }),
      Buffer.alloc(0),
    ]);
    expect(response.status).toBe(409);
    const answer = (await response.json()) as Record<string, { Value: Record<string, { Value: unknown[] }>[] }>;
    expect(uids(answer["00081199"]?.Value as unknown as DicomJson[], "00081155")).toEqual(["1.1", "1.2"]);
    const failures = (answer["00081198"]?.Value ?? []).map((item) => [
      item["00081155"]?.Value[0],
      item["00081197"]?.Value[0],
      JSON.parse(String(item["00091097"]?.Value[0])) as { code: number; message: string },
    ]);
    expect(failures).toMatchObject([
      ["1.1", 272, { code: 6, message: /other bytes exists already/ }],
      [undefined, 272, { code: 3, message: /Not a DICOM file/ }],
      [undefined, 272, { code: 3, message: /SOPInstanceUID .* is not a UID/ }],
      [undefined, 272, { code: 3, message: /Not a DICOM file/ }],
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/Person/);
  });

  it("answers in XML unless JSON is asked for, takes single files, and refuses instances of another study", async () => {
    const store = await newStore();
    const one = { method: "POST", headers: { "content-type": "application/dicom" }, body: new Uint8Array(testFile()) };
    const xml = await fetch(`${store.web}/studies`, one);
    expect(xml.headers.get("content-type")).toMatch(/^application\/dicom\+xml/);
    expect(await xml.text()).toMatch(
      /<NativeDicomModel.*tag="00081190" vr="UR" keyword="RetrieveURL"><Value number="1">http.*\/studies\/1\.2\.3</,
    );
    expect((await fetch(`${store.web}/studies/1.2.3`, one)).status).toBe(200);
    expect((await fetch(`${store.web}/studies/9.9`, one)).status).toBe(409);
    for (const [type, status] of [
      ["text/plain", 415],
      ["multipart/related", 415],
      ['multipart/related; type="application/dicom"', 400],
      ['multipart/related; type="application/dicom"; boundary=nowhere', 400],
    ] as const)
      expect((await fetch(`${store.web}/studies`, { ...one, headers: { "content-type": type } })).status).toBe(status);
  });

  it("never keeps a preamble", async () => {
    const store = await newStore();
    const file = testFile();
    file.write("MZ this program cannot be run", 0);
    expect((await stow(store, [file])).status).toBe(200);
    const accept = "application/dicom; transfer-syntax=*";
    const response = await fetch(`${store.web}/studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1`, {
      headers: { accept },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(testFile())).toBe(true);
  });
});

describe("QIDO-RS", () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await newStore(
      { study: "1.1", series: "1.1.1", instance: "1.1.1.1", date: "20200101", patient: "Müller^Anna Sophie" },
      { study: "1.1", series: "1.1.1", instance: "1.1.1.2", date: "20200101", number: 0 },
      { study: "1.1", series: "1.1.2", instance: "1.1.2.1", modality: "MR", elements: [["00200011", "IS", "1"]] },
      { study: "1.2", series: "1.2.1", instance: "1.2.1.1", date: "20210615", patient: "Muller^Bert" },
      { study: "1.3", series: "1.3.1", instance: "1.3.1.1", date: "20220101", patient: "Smith^Carl" },
    );
  });

  it.each([
    ["studies", ["1.3", "1.2", "1.1"]],
    ["studies?limit=1&offset=1", ["1.2"]],
    ["studies?StudyDate=20210615", ["1.2"]],
    ["studies?StudyDate=20200101-20211231", ["1.2", "1.1"]],
    ["studies?00080020=20210101-", ["1.3", "1.2"]],
    ["studies?StudyDate=-20210101", ["1.1"]],
    ["studies?PatientName=Smith%5ECarl", ["1.3"]],
    ["studies?PatientName=Smith", []],
    ["studies?PatientName=Smi*", []],
    ["studies?PatientName=mul&fuzzymatching=true", ["1.2", "1.1"]],
    ["studies?PatientName=anna%20m%C3%BCl&fuzzymatching=true", ["1.1"]],
    ["studies?PatientID=P-1&AccessionNumber=A1.2", ["1.2"]],
    ["studies?ReferringPhysicianName=Referrer%5ERita&limit=2", ["1.3", "1.2"]],
    ["studies?StudyInstanceUID=1.1", ["1.1"]],
    ["series?Modality=MR", ["1.1"]],
    ["series?SeriesInstanceUID=1.2.1", ["1.2"]],
    ["studies/1.1/series", ["1.1", "1.1"]],
    ["instances?SOPInstanceUID=1.1.1.2", ["1.1"]],
    ["studies/1.1/instances?Modality=CT", ["1.1", "1.1"]],
  ])("%s", async (path, expected) => {
    const { status, rows } = await search(store, path);
    expect(uids(rows, "0020000D")).toEqual(expected);
    expect(status).toBe(expected.length === 0 ? 204 : 200);
  });

  it.each([
    "studies?SOPClassUID=1",
    "studies?Modality=CT",
    "studies?StudyDate=today",
    "studies?PatientID=1&00100020=2",
    "studies?limit=5001",
    "studies?offset=x",
    "studies?includefield=Nonsense",
    "instances?includefield=00083002",
    "studies?nonsense=1",
    "series?fuzzymatching=perhaps",
  ])("400 for %s", async (path) => {
    const response = await fetch(`${store.web}/${path}`);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  it("orders by number and gives the defaults of the level, and more with includefield", async () => {
    const instances = await search(store, "studies/1.1/series/1.1.1/instances");
    expect(uids(instances.rows, "00080018")).toEqual(["1.1.1.2", "1.1.1.1"]);
    expect(Object.keys(instances.rows[0] ?? {})).toEqual(
      "00080005 00080016 00080018 00080056 0020000D 0020000E 00200013 00280010 00280011 00280100".split(" "),
    );
    const chosen = await search(store, "instances?SOPInstanceUID=1.1.1.1&includefield=BitsStored,00280103");
    expect(chosen.rows[0]).toMatchObject({ "00280101": { vr: "US", Value: [16] }, "00280103": { Value: [0] } });
    const all = await search(store, "instances?SOPInstanceUID=1.1.1.1&includefield=all");
    const uri = String(all.rows[0]?.["7FE00010"]?.BulkDataURI);
    expect(uri).toMatch(/\/instances\/1\.1\.1\.1\/bulkdata\/root\/7FE00010$/);
    expect(Buffer.from(await (await fetch(uri)).arrayBuffer()).includes(Buffer.from([20, 0, 30, 0]))).toBe(true);
    expect((await search(store, "studies?includefield=all&StudyInstanceUID=1.1")).rows[0]).not.toHaveProperty(
      "00080061",
    );
  });

  it("is 404 without the store and 406 for types it has not", async () => {
    expect((await fetch(`${store.web.replace(/s\d+\/dicomWeb/, "none/dicomWeb")}/studies`)).status).toBe(404);
    expect((await fetch(`${store.web}/studies`, { headers: { accept: "text/html" } })).status).toBe(406);
  });
});

describe("WADO-RS", () => {
  const ADDRESS = "studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1";
  const PIXELS = Buffer.from(Uint16Array.from({ length: 12 }, (_, index) => index * 10).buffer);
  let store: TestStore;
  beforeAll(async () => {
    store = await newStore({}, { instance: "1.2.3.1.2", number: 2 });
  });
  const get = (path: string, accept?: string): Promise<Response> =>
    fetch(`${store.web}/${path}`, accept === undefined ? {} : { headers: { accept } });

  it("keeps frames apart that are asked for at once", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
    const store = await newStore(
      ...numbers.map((number) => ({
        instance: `7.${number}`,
        elements: [["7FE00010", "OW", Buffer.alloc(24, number)]] as const,
      })),
    );
    const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
    const turns = Array.from({ length: 96 }, (_, turn) => numbers[turn % numbers.length] ?? 0);
    const frames = await Promise.all(
      turns.map(async (number) => {
        const address = `${store.web}/studies/1.2.3/series/1.2.3.1/instances/7.${number}/frames/1`;
        const response = await fetch(address, { headers: { accept } });
        const body = Buffer.from(await response.arrayBuffer());
        const start = body.indexOf("\r\n\r\n") + 4;
        return body.subarray(start, body.lastIndexOf("\r\n--", body.length - 5)).toString("hex");
      }),
    );
    expect(frames).toEqual(turns.map((number) => Buffer.alloc(24, number).toString("hex")));
  });

  it("gives frames as parts with the boundary first, and a single one alone", async () => {
    const response = await get(
      `${ADDRESS}/frames/1`,
      "multipart/related; type=application/octet-stream; transfer-syntax=*",
    );
    expect(response.headers.get("content-type")).toMatch(
      /^multipart\/related; boundary=[0-9a-f]+; transfer-syntax=1\.2\.840\.10008\.1\.2\.1; type="application\/octet-stream"$/,
    );
    expect(Buffer.from(await response.arrayBuffer()).includes(PIXELS)).toBe(true);
    const single = await get(`${ADDRESS}/frames/1`, "application/octet-stream");
    expect(Buffer.from(await single.arrayBuffer()).equals(PIXELS)).toBe(true);
  });

  it.each([
    [`${ADDRESS}/frames/2`, undefined, 400],
    [`${ADDRESS}/frames/0`, undefined, 400],
    [`${ADDRESS}/frames/1`, "text/html", 406],
    [`${ADDRESS}/frames/1`, 'multipart/related; type="application/octet-stream; transfer-syntax=*"', 406],
    [ADDRESS, 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.100', 406],
    ["studies/1.2.3", "application/dicom; transfer-syntax=*", 406],
    ["studies/1.2.4", undefined, 404],
    ["studies/1.2.3/metadata", "text/html", 406],
    [`${ADDRESS}/rendered?viewport=1.5,2`, undefined, 400],
    [`${ADDRESS}/rendered?window=1`, undefined, 400],
    [`${ADDRESS}/rendered`, "image/gif", 406],
    [`${ADDRESS}/bulkdata/root/00080008`, undefined, 404],
    [`${ADDRESS}/bulkdata/root/..`, undefined, 404],
  ])("%s accepting %s is %i", async (path, accept, status) => {
    expect((await get(path, accept)).status).toBe(status);
  });

  it("renders pictures in the size and type asked for", async () => {
    const jpeg = await get(`${ADDRESS}/rendered`);
    expect(jpeg.headers.get("content-type")).toBe("image/jpeg");
    const png = Buffer.from(await (await get(`${ADDRESS}/frames/1/rendered?viewport=8,8`, "image/png")).arrayBuffer());
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8, 6]);
  });

  it("is what dicomweb-client expects", async () => {
    vi.stubGlobal("XMLHttpRequest", TestXmlHttpRequest);
    const client = newClient(store.web);
    const [study] = await client.searchForStudies();
    expect(study).toHaveProperty("0020000D");
    const metadata = await client.retrieveSeriesMetadata({ studyInstanceUID: "1.2.3", seriesInstanceUID: "1.2.3.1" });
    expect(metadata).toHaveLength(2);
    const series = await client.retrieveSeries({ studyInstanceUID: "1.2.3", seriesInstanceUID: "1.2.3.1" });
    expect(series.map((bytes) => bytes.byteLength)).toEqual([testFile().length, testFile().length]);
    const asked = {
      studyInstanceUID: "1.2.3",
      seriesInstanceUID: "1.2.3.1",
      sopInstanceUID: "1.2.3.1.1",
      frameNumbers: [1],
    };
    const [frame] = await client.retrieveInstanceFrames(asked);
    expect(Buffer.from(frame ?? new ArrayBuffer(0)).equals(PIXELS)).toBe(true);
    await client.storeInstances({ datasets: [new Uint8Array(testFile({ instance: "1.2.3.1.3" })).buffer] });
    expect((await search(store, "instances?SOPInstanceUID=1.2.3.1.3")).rows).toHaveLength(1);
  });
});

describe("Google's client", () => {
  it("counts, describes and deletes, and no file outlives its instances", async () => {
    const store = await newStore(
      { study: "5.1", series: "5.1.1", instance: "5.1.1.1" },
      { study: "5.1", series: "5.1.2", instance: "5.1.2.1" },
      { study: "5.2", series: "5.2.1", instance: "5.2.1.1" },
      { study: "5.2", series: "5.2.1", instance: "5.2.1.2" },
    );
    const { dicomStores } = datasets;
    const size = String(testFile({ study: "5.1", series: "5.1.1", instance: "5.1.1.1" }).length * 4);
    expect((await dicomStores.getDICOMStoreMetrics({ name: store.name })).data).toMatchObject({
      studyCount: "2",
      seriesCount: "3",
      instanceCount: "4",
      blobStorageSizeBytes: size,
    });
    const study = `${store.name}/dicomWeb/studies/5.1`;
    expect((await dicomStores.dicomWeb.studies.getStudyMetrics({ study })).data).toMatchObject({
      study,
      instanceCount: "2",
      seriesCount: "2",
    });
    const instance = `${study}/series/5.1.1/instances/5.1.1.1`;
    const storage = { blobStorageSettings: { blobStorageClass: "NEARLINE" } };
    const set = await dicomStores.dicomWeb.studies.setBlobStorageSettings({ resource: study, requestBody: storage });
    expect(await settle(set.data)).toMatchObject({ metadata: { counter: { success: "2" } } });
    const stored = await dicomStores.dicomWeb.studies.series.instances.getStorageInfo({ resource: instance });
    expect(stored.data).toMatchObject({ referencedResource: instance, blobStorageInfo: { storageClass: "NEARLINE" } });

    await dicomStores.studies.series.instances.delete({
      parent: store.name,
      dicomWebPath: "studies/5.1/series/5.1.1/instances/5.1.1.1",
    });
    expect(uids((await search(store, "series?StudyInstanceUID=5.1")).rows, "0020000E")).toEqual(["5.1.2"]);
    const removal = dicomStores.studies.delete({ parent: store.name, dicomWebPath: "studies/5.2" });
    const refused = removal.then(() => stow(store, [testFile({ study: "5.2", series: "5.2.1", instance: "5.2.1.9" })]));
    expect(await settle((await removal).data)).toMatchObject({ done: true, metadata: { counter: { success: "2" } } });
    expect([200, 409]).toContain((await refused).status);
    expect((await fetch(`${store.web}/studies/5.1`)).status).toBe(200);
    await datasets.dicomStores.delete({ name: store.name });
    await sweepGarbage(emulator.context);
    expect(emulator.context.database.all("SELECT * FROM dicom_garbage")).toEqual([]);
  });

  it("imports and exports by way of buckets", async () => {
    const folder = join(emulator.dataDir, "buckets/scans");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "a.dcm"), testFile({ instance: "6.1" }));
    await writeFile(join(folder, "b.dcm"), testFile({ instance: "6.2" }));
    await writeFile(join(folder, "c.dcm"), "nonsense");
    const store = await newStore();
    const { dicomStores } = datasets;
    const requestBody = { gcsSource: { uri: "gs://scans/*.dcm" } };
    const failed = await settle((await dicomStores.import({ name: store.name, requestBody })).data);
    expect(failed).toMatchObject({ error: { code: 3 }, metadata: { counter: { success: "2", failure: "1" } } });
    const gcsDestination = { uriPrefix: "gs://scans/out" };
    const written = await settle(
      (await dicomStores.export({ name: store.name, requestBody: { gcsDestination } })).data,
    );
    expect(written).toMatchObject({ metadata: { counter: { success: "2" } } });
    expect((await readFile(join(folder, "out/1.2.3/1.2.3.1/6.1.dcm"))).equals(testFile({ instance: "6.1" }))).toBe(
      true,
    );
    await writeFile(join(folder, "list.txt"), "/studies/1.2.3/series/1.2.3.1/instances/6.2\n");
    const pictures = await settle(
      (
        await dicomStores.export({
          name: store.name,
          requestBody: {
            gcsDestination: { uriPrefix: "gs://scans/png", mimeType: "image/png" },
            filterConfig: { resourcePathsGcsUri: "gs://scans/list.txt" },
          } as healthcare_v1.Schema$ExportDicomDataRequest,
        })
      ).data,
    );
    expect(pictures).toMatchObject({ metadata: { counter: { success: "1" } } });
    expect(await readdir(join(folder, "png/1.2.3/1.2.3.1"))).toEqual(["6.2.png"]);
  });
});

it("keeps everything over a restart", async () => {
  const store = await newStore({ instance: "7.1" });
  const moved = await emulator.restart();
  emulator = moved;
  ({ datasets } = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations);
  const response = await fetch(`${emulator.origin}/v1/${store.name}/dicomWeb/studies/1.2.3/metadata`);
  expect(JSON.parse(await response.text())).toHaveLength(1);
});
