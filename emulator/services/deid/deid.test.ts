import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { testFile, type TestInstance } from "#emulator/services/dicomweb/test-file.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
const KEY = Buffer.alloc(32, 7).toString("base64");
const DATES_BY_KEY = { additionalTransformations: [{ infoTypes: ["DATE"], dateShiftConfig: { cryptoKey: KEY } }] };
type Operation = healthcare_v1.Schema$Operation;
interface Json {
  [key: string]: Json & Json[] & string & number;
}

let emulator: TestEmulator;
let api: healthcare_v1.Resource$Projects$Locations$Datasets;
let count = 0;

const connect = (): void => {
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations.datasets;
};
beforeAll(async () => {
  emulator = await openTestEmulator();
  connect();
  await api.create({ parent: LOCATION, datasetId: "d" });
});
afterAll(() => emulator.dispose());

async function fhirStore(
  dataset = DATASET,
  config: healthcare_v1.Schema$FhirStore = { version: "R4" },
): Promise<string> {
  const id = `f${++count}`;
  const requestBody = { enableUpdateCreate: true, disableReferentialIntegrity: true, ...config };
  await api.fhirStores.create({ parent: dataset, fhirStoreId: id, requestBody });
  return `${dataset}/fhirStores/${id}`;
}
async function dicomStore(dataset = DATASET): Promise<string> {
  const id = `i${++count}`;
  await api.dicomStores.create({ parent: dataset, dicomStoreId: id, requestBody: {} });
  return `${dataset}/dicomStores/${id}`;
}
async function settle({ name }: Operation): Promise<Operation> {
  for (;;) {
    const { data } = await api.operations.get({ name: name ?? "" });
    if (data.done) return data;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
async function put(store: string, ...resources: readonly object[]): Promise<void> {
  for (const resource of resources as readonly { resourceType: string; id: string }[]) {
    const url = `${emulator.origin}/v1/${store}/fhir/${resource.resourceType}/${resource.id}`;
    const response = await fetch(url, {
      method: "PUT",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify(resource),
    });
    expect(response.status, await response.text()).toBeLessThan(300);
  }
}
async function allOf(store: string, type: string): Promise<Json[]> {
  const response = await fetch(`${emulator.origin}/v1/${store}/fhir/${type}?_count=1000`);
  const bundle = (await response.json()) as { entry?: { resource: Json }[] };
  return (bundle.entry ?? []).map(({ resource }) => resource);
}
async function stow(store: string, ...instances: readonly TestInstance[]): Promise<void> {
  for (const instance of instances) {
    const response = await fetch(`${emulator.origin}/v1/${store}/dicomWeb/studies`, {
      method: "POST",
      headers: { "content-type": "application/dicom" },
      body: new Uint8Array(testFile(instance)),
    });
    expect(response.status).toBe(200);
  }
}
async function metadataOf(store: string): Promise<Record<string, { vr: string; Value?: unknown[] }>[]> {
  const studies = await fetch(`${emulator.origin}/v1/${store}/dicomWeb/studies`, {
    headers: { accept: "application/dicom+json" },
  });
  if (studies.status === 204) return [];
  const found = (await studies.json()) as { "0020000D": { Value: string[] } }[];
  const all = await Promise.all(
    found.map(async (study) => {
      const url = `${emulator.origin}/v1/${store}/dicomWeb/studies/${study["0020000D"].Value[0]}/metadata`;
      return (await (await fetch(url, { headers: { accept: "application/dicom+json" } })).json()) as Record<
        string,
        { vr: string }
      >[];
    }),
  );
  return all.flat();
}
async function errorsOf({ metadata }: Operation): Promise<{ resourceId: string; error: { code: number } }[]> {
  const logsUrl = (metadata as { logsUrl: string }).logsUrl;
  return (
    ((await (await fetch(logsUrl)).json()) as { errors?: { resourceId: string; error: { code: number } }[] }).errors ??
    []
  );
}
const counterOf = ({ metadata }: Operation): unknown => (metadata as { counter?: unknown }).counter;

const PATIENT = {
  resourceType: "Patient",
  id: "p1",
  identifier: [
    {
      type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" }] },
      system: "https://h.example/mrn",
      value: "MR-44190",
    },
  ],
  name: [{ family: "Falk", given: ["Tobermory"] }],
  birthDate: "1950-05-04",
  telecom: [{ system: "phone", value: "+1-515-555-0147" }],
};
const RELATIVE = {
  resourceType: "RelatedPerson",
  id: "r1",
  patient: { reference: "Patient/p1" },
  name: [{ family: "Yost", given: ["Perpetua"] }],
};
const NOTE = {
  resourceType: "Observation",
  id: "o1",
  status: "final",
  code: { text: "Note" },
  subject: { reference: "Patient/p1" },
  effectiveDateTime: "2024-05-04T10:00:00Z",
  note: [{ text: "Falk came with Perpetua; call 515-555-0147. Seen by Quillon on 4 May 2024." }],
};
const PROVENANCE = {
  resourceType: "Provenance",
  id: "v1",
  target: [{ reference: "Observation/o1" }],
  recorded: "2024-05-05T10:00:00Z",
  agent: [{ who: { reference: "Practitioner/d1" } }],
};
const DOCTOR = { resourceType: "Practitioner", id: "d1", name: [{ family: "Quillon", given: ["Ondine"] }] };

describe("fhirStores.deidentify", () => {
  it("copies every resource into a store that is there, with what identifies transformed", async () => {
    const [source, destination] = [await fhirStore(), await fhirStore()];
    await put(source, PATIENT, RELATIVE, DOCTOR, NOTE, PROVENANCE);
    const before = await allOf(source, "Patient");
    const { data } = await api.fhirStores.deidentify({
      sourceStore: source,
      requestBody: { destinationStore: destination, config: { fhir: {}, text: DATES_BY_KEY } },
    });
    expect(data.metadata).toMatchObject({ apiMethodName: expect.stringMatching(/\.DeidentifyFhirStore$/) as string });
    const operation = await settle(data);
    expect(operation.response).toEqual({
      "@type": "type.googleapis.com/google.cloud.healthcare.v1.deidentify.DeidentifyFhirStoreSummary",
    });
    expect(counterOf(operation)).toEqual({ success: "5" });

    const [patient] = await allOf(destination, "Patient");
    const [note] = await allOf(destination, "Observation");
    const [provenance] = await allOf(destination, "Provenance");
    expect(patient?.["id"]).toMatch(/^[0-9a-f]{64}$/);
    expect(note?.["subject"]).toEqual({ reference: `Patient/${String(patient?.["id"])}` });
    expect(note?.["note"]?.[0]?.["text"]).toMatch(
      /^\[PERSON_NAME\] came with \[PERSON_NAME\]; call \[PHONE_NUMBER\]\. Seen by \[PERSON_NAME\] on \d+ \w+ 2024\.$/,
    );
    const days = Date.parse(String(note?.["effectiveDateTime"])) - Date.parse("2024-05-04T10:00:00Z");
    expect(Date.parse(String(patient?.["birthDate"])) - Date.parse("1950-05-04")).toBe(days);
    expect(Date.parse(String(provenance?.["recorded"])) - Date.parse("2024-05-05T10:00:00Z")).toBe(days);
    expect(await allOf(source, "Patient")).toEqual(before);
  });

  it("takes the resources that a filter names, and reports those that are not there", async () => {
    const [source, destination] = [await fhirStore(), await fhirStore()];
    await put(source, PATIENT, DOCTOR, NOTE);
    const { data } = await api.fhirStores.deidentify({
      sourceStore: source,
      requestBody: {
        destinationStore: destination,
        config: { fhir: {} },
        resourceFilter: { resources: { resources: ["Patient/p1", "Patient/nobody"] } },
      },
    });
    const operation = await settle(data);
    expect(counterOf(operation)).toEqual({ success: "1", failure: "1" });
    expect(operation).toHaveProperty("response");
    expect(await errorsOf(operation)).toMatchObject([{ resourceId: "Patient/nobody", error: { code: 5 } }]);
    expect(await allOf(destination, "Observation")).toEqual([]);
  });

  it("leaves out what changes after the start when asked to", async () => {
    const [source, destination] = [await fhirStore(), await fhirStore()];
    await put(source, PATIENT, DOCTOR);
    // As if it had been written while the operation ran.
    await emulator.context.database.write(() => {
      emulator.context.database.run(
        `UPDATE fhir_resources SET version = version + 3600000000 WHERE type IN
         (SELECT fhir_types.key FROM fhir_types JOIN stores ON stores.id = fhir_types.store WHERE type = 'Practitioner' AND store_id = ?)`,
        source.split("/").at(-1) ?? "",
      );
    });
    const copied = async (skipModifiedResources: boolean): Promise<Operation> => {
      const requestBody = { destinationStore: destination, config: { fhir: {} }, skipModifiedResources };
      return settle((await api.fhirStores.deidentify({ sourceStore: source, requestBody })).data);
    };
    expect(counterOf(await copied(true))).toEqual({ success: "1" });
    expect(await allOf(destination, "Practitioner")).toEqual([]);
    expect(counterOf(await copied(false))).toEqual({ success: "2" });
    expect(await allOf(destination, "Practitioner")).toHaveLength(1);
  });

  it("reads its configuration from a bucket", async () => {
    const [source, destination] = [await fhirStore(), await fhirStore()];
    await put(source, PATIENT);
    const path = join(emulator.dataDir, "buckets", "configs", "hide.json");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      JSON.stringify({ fhir: { fieldMetadataList: [{ paths: ["HumanName.family"], action: "TRANSFORM" }] } }),
    );
    const { data } = await api.fhirStores.deidentify({
      sourceStore: source,
      requestBody: { destinationStore: destination, gcsConfigUri: "gs://configs/hide.json" },
    });
    await settle(data);
    expect(await allOf(destination, "Patient")).toMatchObject([
      { name: [{ given: ["Tobermory"] }], birthDate: "1950-05-04" },
    ]);
  });

  it.each<[string, (source: string, other: string) => healthcare_v1.Schema$DeidentifyFhirStoreRequest, number]>([
    ["no destination", () => ({ config: {} }), 400],
    ["itself as destination", (source) => ({ config: {}, destinationStore: source }), 400],
    ["a destination that is not there", () => ({ config: {}, destinationStore: `${DATASET}/fhirStores/nowhere` }), 404],
    [
      "a destination in a dataset that is not there",
      () => ({ config: {}, destinationStore: `${LOCATION}/datasets/none/fhirStores/s` }),
      403,
    ],
    [
      "a destination elsewhere",
      () => ({ config: {}, destinationStore: "projects/p/locations/europe-west4/datasets/d/fhirStores/s" }),
      400,
    ],
    ["a DICOM store as destination", () => ({ config: {}, destinationStore: `${DATASET}/dicomStores/s` }), 400],
    ["neither config nor its address", (_source, other) => ({ destinationStore: other }), 400],
    [
      "both config and its address",
      (_source, other) => ({ destinationStore: other, config: {}, gcsConfigUri: "gs://configs/hide.json" }),
      400,
    ],
    [
      "a wrong config",
      (_source, other) => ({ destinationStore: other, config: { text: { transformations: [{}] } } }),
      400,
    ],
    [
      "regional processing of places",
      (_source, other) => ({ destinationStore: other, config: { fhir: {}, useRegionalDataProcessing: true } }),
      400,
    ],
    [
      "a filter that names no resource",
      (_source, other) => ({
        destinationStore: other,
        config: {},
        resourceFilter: { resources: { resources: ["nobody"] } },
      }),
      400,
    ],
  ])("refuses %s", async (_what, body, status) => {
    const [source, other] = [await fhirStore(), await fhirStore()];
    await expect(
      api.fhirStores.deidentify({ sourceStore: source, requestBody: body(source, other) }),
    ).rejects.toMatchObject({ status });
  });

  it("refuses another FHIR version, and R5", async () => {
    const stu3 = await fhirStore(DATASET, { version: "STU3" });
    const r5 = await fhirStore(DATASET, { version: "R5" });
    const r4 = await fhirStore();
    const call = (sourceStore: string, destinationStore: string): Promise<unknown> =>
      api.fhirStores.deidentify({ sourceStore, requestBody: { destinationStore, config: { fhir: {} } } });
    await expect(call(r4, stu3)).rejects.toMatchObject({ status: 400 });
    await expect(call(r5, r4)).rejects.toMatchObject({ status: 400 });
  });
});

describe("dicomStores.deidentify", () => {
  const DETAILS = [
    ["00081030", "LO", "Doe chest, MRN P-1"],
    ["00102160", "SH", "group"],
    ["00101010", "AS", "093Y"],
    ["00104000", "LT", "Jane seen 2 Jan 2026"],
    ["00091010", "LO", "private of Jane"],
  ] as const;

  it("copies instances by the basic profile with new UIDs that fit together", async () => {
    const [source, destination] = [await dicomStore(), await dicomStore()];
    await stow(
      source,
      { elements: DETAILS },
      { instance: "1.2.3.1.2", number: 2 },
      { study: "1.2.4", series: "1.2.4.1", instance: "1.2.4.1.1" },
    );
    const { data } = await api.dicomStores.deidentify({
      sourceStore: source,
      requestBody: {
        destinationStore: destination,
        config: { dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } },
      },
    });
    const operation = await settle(data);
    expect(operation.response).toEqual({
      "@type": "type.googleapis.com/google.cloud.healthcare.v1.deidentify.DeidentifyDicomStoreSummary",
    });
    expect(counterOf(operation)).toEqual({ success: "3" });
    const metadata = await metadataOf(destination);
    expect(metadata).toHaveLength(3);
    expect(JSON.stringify(metadata)).not.toMatch(/Doe|Jane|P-1|Referrer|20260102|"1\.2\.[34]/);
    expect(new Set(metadata.map((instance) => instance["0020000D"]?.Value?.[0])).size).toBe(2);
    expect(new Set(metadata.map((instance) => instance["00080018"]?.Value?.[0])).size).toBe(3);
    expect(new Set(metadata.map((instance) => instance["00100020"]?.Value?.[0])).size).toBe(1);
    expect(metadata[0]).toMatchObject({
      "00120062": { Value: ["YES"] },
      "00120064": { Value: [{ "00080100": { Value: ["113100"] } }] },
      "00280010": { Value: [3] },
      "00080060": { Value: ["CT"] },
    });
    expect(await metadataOf(source)).toHaveLength(3);
  });

  it("inspects contents, moves dates and keeps the rest", async () => {
    const [source, destination] = [await dicomStore(), await dicomStore()];
    await stow(source, { elements: DETAILS });
    const { data } = await api.dicomStores.deidentify({
      sourceStore: source,
      requestBody: {
        destinationStore: destination,
        config: { dicom: { filterProfile: "DEIDENTIFY_TAG_CONTENTS" }, text: DATES_BY_KEY },
      },
    });
    expect(counterOf(await settle(data))).toEqual({ success: "1" });
    const [instance] = await metadataOf(destination);
    expect(instance).toMatchObject({
      "00100010": { Value: [{ Alphabetic: "[PERSON_NAME]" }] },
      "00100020": { Value: ["[MEDICAL_RECORD_NUMBER]"] },
      "00081030": { Value: ["[PERSON_NAME] chest, MRN [MEDICAL_RECORD_NUMBER]"] },
      "00101010": { Value: ["090Y"] },
      "00102160": { Value: ["group"] },
    });
    expect(instance).not.toHaveProperty("00091010");
    const date = String(instance?.["00080020"]?.Value?.[0]);
    expect(date).toMatch(/^202[56]\d{4}$/);
    expect(date).not.toBe("20260102");
    expect(String(instance?.["00104000"]?.Value?.[0])).toMatch(/^\[PERSON_NAME\] seen \d+ \w+ 202[56]$/);
  });

  it("leaves UIDs when asked to, and takes the instances that a filter names", async () => {
    const [source, destination] = [await dicomStore(), await dicomStore()];
    await stow(source, {}, { study: "1.2.4", series: "1.2.4.1", instance: "1.2.4.1.1" });
    const path = join(emulator.dataDir, "buckets", "configs", "filter.txt");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "/studies/1.2.4\n");
    const { data } = await api.dicomStores.deidentify({
      sourceStore: source,
      requestBody: {
        destinationStore: destination,
        config: { dicom: { keepList: { tags: ["PatientID"] }, skipIdRedaction: true } },
        filterConfig: { resourcePathsGcsUri: "gs://configs/filter.txt" },
      },
    });
    expect(counterOf(await settle(data))).toEqual({ success: "1" });
    const [instance, ...others] = await metadataOf(destination);
    expect(others).toEqual([]);
    expect(instance).toMatchObject({
      "0020000D": { Value: ["1.2.4"] },
      "00080018": { Value: ["1.2.4.1.1"] },
      "00100020": { Value: ["P-1"] },
    });
    expect(instance).not.toHaveProperty("00100010");
  });

  it("counts what the destination has already under the same UIDs with other bytes as failed", async () => {
    const [source, destination] = [await dicomStore(), await dicomStore()];
    await stow(source, {}, { instance: "1.2.3.1.2" });
    await stow(destination, { patient: "Other^Person" });
    const { data } = await api.dicomStores.deidentify({
      sourceStore: source,
      requestBody: {
        destinationStore: destination,
        config: { dicom: { filterProfile: "KEEP_ALL_PROFILE", skipIdRedaction: true } },
      },
    });
    const operation = await settle(data);
    expect(counterOf(operation)).toEqual({ success: "1", failure: "1" });
    expect(await errorsOf(operation)).toMatchObject([
      { resourceId: "studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1", error: { code: 6 } },
    ]);
  });
});

describe("datasets.deidentify", () => {
  it("makes a new dataset with the same stores, where patients and dates fit together", async () => {
    const source = `${LOCATION}/datasets/clinic`;
    await api.create({ parent: LOCATION, datasetId: "clinic", requestBody: { timeZone: "America/Chicago" } });
    const fhir = await fhirStore(source);
    const r5 = await fhirStore(source, { version: "R5" });
    const dicom = await dicomStore(source);
    await api.hl7V2Stores.create({ parent: source, hl7V2StoreId: "feed", requestBody: {} });
    await put(fhir, PATIENT, NOTE);
    await stow(dicom, { patient: "Falk^Tobermory", date: "20240504", elements: [["00100020", "LO", "MR-44190"]] });
    const config = { fhir: {}, dicom: { filterProfile: "DEIDENTIFY_TAG_CONTENTS" }, text: DATES_BY_KEY };
    const destination = `${LOCATION}/datasets/research`;
    const { data } = await api.deidentify({
      sourceDataset: source,
      requestBody: { destinationDataset: destination, config },
    });
    await expect(api.get({ name: destination })).resolves.toMatchObject({ data: { timeZone: "America/Chicago" } });
    const operation = await settle(data);
    expect(operation.response).toEqual({
      "@type": "type.googleapis.com/google.cloud.healthcare.v1.deidentify.DeidentifySummary",
    });
    expect(counterOf(operation)).toEqual({ success: "3" });
    const inCopy = (store: string): string => store.replace("/clinic/", "/research/");
    const [note] = await allOf(inCopy(fhir), "Observation");
    const [instance] = await metadataOf(inCopy(dicom));
    expect(String(note?.["effectiveDateTime"]).slice(0, 10).replaceAll("-", "")).toBe(
      instance?.["00080020"]?.Value?.[0],
    );
    await expect(api.fhirStores.get({ name: inCopy(r5) })).rejects.toMatchObject({ status: 404 });
    await expect(api.hl7V2Stores.get({ name: `${destination}/hl7V2Stores/feed` })).rejects.toMatchObject({
      status: 404,
    });
  });

  it.each<[string, string, number]>([
    ["is there already", DATASET, 409],
    ["is elsewhere", "projects/p/locations/europe-west4/datasets/new", 400],
    ["is no dataset", `${DATASET}/fhirStores/s`, 400],
    ["is not named", "", 400],
  ])("refuses a destination that %s", async (_what, destinationDataset, status) => {
    const call = api.deidentify({ sourceDataset: DATASET, requestBody: { destinationDataset, config: {} } });
    await expect(call).rejects.toMatchObject({ status });
  });

  it("is not available with a customer-managed key", async () => {
    const kmsKeyName = `${LOCATION}/keyRings/r/cryptoKeys/k`;
    await api.create({ parent: LOCATION, datasetId: "locked", requestBody: { encryptionSpec: { kmsKeyName } } });
    const call = api.deidentify({
      sourceDataset: `${LOCATION}/datasets/locked`,
      requestBody: { destinationDataset: `${LOCATION}/datasets/open`, config: {} },
    });
    await expect(call).rejects.toMatchObject({ status: 400 });
  });
});
