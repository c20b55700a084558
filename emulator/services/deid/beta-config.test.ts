import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";

const DATASET = "projects/p/locations/us-central1/datasets/d";
const SOURCE = `${DATASET}/fhirStores/ehr`;
const IMAGES = `${DATASET}/dicomStores/images`;
const KEY = Buffer.alloc(32, 7).toString("base64");
const PATIENT = {
  resourceType: "Patient",
  id: "p1",
  identifier: [{ value: "MRN-778123" }],
  name: [{ family: "Halvorsen", given: ["Berit"] }],
  birthDate: "1950-02-03",
  gender: "female",
  address: [{ city: "Tromso", state: "TX" }],
  telecom: [{ system: "phone", value: "555-201-7788" }],
  extension: [{ url: "http://example.org/x", valueString: "Halvorsen" }],
};
interface Json {
  [key: string]: Json & Json[] & string;
}

let emulator: TestEmulator;
let count = 0;

const call = async (path: string, method = "GET", body?: string | Uint8Array, type = "application/json") => {
  const init = {
    method,
    headers: { "content-type": type },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  };
  const response = await fetch(`${emulator.origin}${path}`, init);
  return { status: response.status, json: (await response.json().catch(() => ({}))) as Json };
};
const post = (path: string, body: unknown) => call(path, "POST", JSON.stringify(body));
const newStore = async (kind: "fhirStores" | "dicomStores", config: object = {}): Promise<string> => {
  const id = `s${(count += 1)}`;
  const store =
    kind === "fhirStores" ? { version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true } : {};
  await post(`/v1/${DATASET}/${kind}?${kind.slice(0, -1)}Id=${id}`, { ...store, ...config });
  return `${DATASET}/${kind}/${id}`;
};
const settled = async (name: string): Promise<Json> => {
  for (;;) {
    const { json } = await call(`/v1beta1/${name}`);
    if (json["done"]) return json;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
/** De-identifies by v1beta1 and answers the operation. */
const run = async (source: string, destinationStore: string, config: object): Promise<Json> => {
  const { status, json } = await post(`/v1beta1/${source}:deidentify`, { destinationStore, config });
  expect(status, JSON.stringify(json)).toBe(200);
  return settled(json["name"] ?? "");
};
const patientBy = (fhirFieldConfig: object): Promise<Json> => patientOf({ fhirFieldConfig });
const patientOf = async (config: object): Promise<Json> => {
  const store = await newStore("fhirStores");
  await run(SOURCE, store, config);
  const found = await call(`/v1/${store}/fhir/Patient`);
  return found.json["entry"]?.[0]?.["resource"] ?? {};
};
const imageBy = async (dicomTagConfig: object, more: object = {}): Promise<Json> => {
  const store = await newStore("dicomStores");
  await run(IMAGES, store, { dicomTagConfig, ...more });
  const { json } = await call(`/v1/${store}/dicomWeb/instances?includefield=all`);
  const [study, series] = ["0020000D", "0020000E"].map((tag) => json[0]?.[tag]?.["Value"]?.[0]);
  return (await call(`/v1/${store}/dicomWeb/studies/${study}/series/${series}/metadata`)).json[0] ?? {};
};

beforeAll(async () => {
  emulator = await openTestEmulator();
  await post("/v1/projects/p/locations/us-central1/datasets?datasetId=d", {});
  await post(`/v1/${DATASET}/fhirStores?fhirStoreId=ehr`, { version: "R4", enableUpdateCreate: true });
  await post(`/v1/${DATASET}/dicomStores?dicomStoreId=images`, {});
  await call(`/v1/${SOURCE}/fhir/Patient/p1`, "PUT", JSON.stringify(PATIENT), "application/fhir+json");
  const file = testFile({
    patient: "Halvorsen^Berit",
    elements: [
      ["00081030", "LO", "CT of Halvorsen on 2026-01-02"],
      ["00080080", "LO", "Ward 7"],
      ["00181000", "LO", "SN-4711"],
    ],
  });
  await call(`/v1/${IMAGES}/dicomWeb/studies`, "POST", file, "application/dicom");
});
afterAll(() => emulator.dispose());

describe("fhirFieldConfig of v1beta1", () => {
  it("BASIC takes the eighteen classes away, KEEP_ALL leaves what no rule names, CLEAN_ALL reads every text", async () => {
    const basic = await patientBy({ profileType: "BASIC" });
    expect(basic).toMatchObject({ gender: "female", address: [{ state: "TX" }] });
    expect(JSON.stringify(basic)).not.toMatch(/Halvorsen|Berit|MRN-778123|1950-02-03|Tromso|555-201/);
    const kept = await patientBy({ profileType: "KEEP_ALL", options: { keepExtensions: {} } });
    expect(kept).toMatchObject({ name: PATIENT.name, birthDate: "1950-02-03", extension: PATIENT.extension });
    expect(await patientBy({ profileType: "KEEP_ALL" })).not.toHaveProperty("extension");
    const clean = JSON.stringify(await patientBy({ profileType: "CLEAN_ALL" }));
    expect(clean).not.toMatch(/Halvorsen|Berit|1950-02-03|555-201/);
  });

  it("applies the first action that fits, before the profile and with the keys of its options", async () => {
    const rules = {
      profileType: "BASIC",
      fieldMetadataList: [
        { paths: ["Patient.birthDate"], keepField: {} },
        { paths: ["HumanName.family"], characterMaskField: {} },
        { paths: ["HumanName"], removeField: {} },
        { paths: ["Identifier.value"], cryptoHashField: {} },
      ],
      options: { cryptoHashConfig: { cryptoKey: KEY }, characterMaskConfig: { maskingCharacter: "#" } },
    };
    const [one, two] = [await patientBy(rules), await patientBy(rules)];
    expect(one).toMatchObject({ birthDate: "1950-02-03", name: [{ family: "#########" }], address: [{ state: "TX" }] });
    expect(one["name"]?.[0]).not.toHaveProperty("given");
    expect(one["identifier"]?.[0]?.["value"]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(two["identifier"]).toEqual(one["identifier"]);
    const shifted = await patientBy({
      fieldMetadataList: [{ paths: ["Date"], dateShiftField: {} }],
      options: { dateShiftConfig: { cryptoKey: KEY } },
    });
    expect(shifted["birthDate"]).toMatch(/^(?:1949|1950)-\d\d-\d\d$/);
    expect(shifted["birthDate"]).not.toBe("1950-02-03");
    expect(shifted).toMatchObject({ name: PATIENT.name });
  });
});

describe("text.profileType of v1beta1", () => {
  const rules = { fieldMetadataList: [{ paths: ["HumanName.family", "Patient.birthDate"], action: "TRANSFORM" }] };
  const byText = (text: object) => patientOf({ fhir: rules, text });

  it("EMPTY leaves what no transformation names, BASIC moves dates and takes the rest", async () => {
    const kept = await byText({ profileType: "EMPTY" });
    expect(kept).toMatchObject({ name: PATIENT.name, birthDate: PATIENT.birthDate });
    const named = await byText({
      profileType: "EMPTY",
      additionalTransformations: [{ infoTypes: ["PERSON_NAME"], redactConfig: {} }],
    });
    expect(named).toMatchObject({ birthDate: PATIENT.birthDate });
    expect(JSON.stringify(named["name"])).not.toContain(PATIENT.name[0]?.family);
    const basic = await byText({ profileType: "BASIC" });
    expect(basic["birthDate"]).not.toBe(PATIENT.birthDate);
    expect(JSON.stringify(basic["name"])).not.toContain(PATIENT.name[0]?.family);
  });
});

describe("dicomTagConfig of v1beta1", () => {
  it("is the Basic Profile when nothing else is said", async () => {
    const image = await imageBy({});
    expect(image["00100010"]).not.toHaveProperty("Value");
    expect(image).not.toHaveProperty("00081030");
    expect(image["0020000D"]?.["Value"]?.[0]).toMatch(/^2\.25\./);
  });

  it("applies actions by tag, keyword and VR before options and profile", async () => {
    const image = await imageBy({
      profileType: "KEEP_ALL_PROFILE",
      options: { primaryIds: "KEEP" },
      actions: [
        { queries: ["InstitutionName"], keepTag: {} },
        { queries: ["PN"], removeTag: {} },
        { queries: ["00100020"], resetTag: {} },
        { queries: ["DeviceSerialNumber"], deleteTag: {} },
        { queries: ["StudyDescription"], cleanTextTag: {} },
        { queries: ["SOPInstanceUID"], regenUidTag: {} },
      ],
    });
    expect(image["00080080"]?.["Value"]).toEqual(["Ward 7"]);
    expect(image["00100010"]).not.toHaveProperty("Value");
    expect(image["00100020"]?.["Value"]).toEqual(["ANONYMOUS"]);
    expect(image).not.toHaveProperty("00181000");
    expect(image["00081030"]?.["Value"]?.[0]).toMatch(/^CT of \[PERSON_NAME\] on /);
    expect(image["00080018"]?.["Value"]?.[0]).toMatch(/^2\.25\./);
    expect(image["0020000D"]?.["Value"]).toEqual(["1.2.3"]);
  });

  it("cleans descriptions and says [CTX] where the header gave somebody away", async () => {
    const image = await imageBy({ options: { cleanDescriptors: {} } });
    expect(image["00081030"]?.["Value"]?.[0]).toMatch(/^CT of \[CTX\] on /);
  });

  it("records what was made in the FHIR store of operationMetadata, by the new UIDs alone", async () => {
    const fhirStore = await newStore("fhirStores");
    const image = await imageBy({}, { operationMetadata: { fhirOutput: { fhirStore } } });
    const { json } = await call(`/v1/${fhirStore}/fhir/Provenance`);
    expect(json["entry"]).toHaveLength(1);
    const text = JSON.stringify(json);
    expect(text).toContain(`urn:oid:${String(image["0020000D"]?.["Value"]?.[0])}`);
    expect(text).not.toMatch(/1\.2\.3|Halvorsen/);
  });
});

describe("what v1beta1 alone knows", () => {
  it.each([
    [{ dicomTagConfig: {} }, "dicomTagConfig"],
    [{ fhirFieldConfig: {} }, "fhirFieldConfig"],
    [{ operationMetadata: {} }, "operationMetadata"],
  ])("is unknown under /v1: %j", async (config, field) => {
    const destinationStore = await newStore("fhirStores");
    const { status, json } = await post(`/v1/${SOURCE}:deidentify`, { destinationStore, config });
    expect([status, JSON.stringify(json)]).toEqual([400, expect.stringContaining(field)]);
  });

  it.each([
    [{ dicom: {}, dicomTagConfig: {} }, "config.dicom"],
    [{ fhir: {}, fhirFieldConfig: {} }, "config.fhir"],
    [{ image: {}, dicomTagConfig: { options: { cleanImage: {} } } }, "config.image"],
    [{ dicomTagConfig: { actions: [{ queries: ["PatientName"] }] } }, "config.dicom_tag_config.actions[0]"],
    [{ dicomTagConfig: { actions: [{ keepTag: {} }] } }, "actions[0].queries"],
    [{ dicomTagConfig: { actions: [{ queries: ["NoSuchThing"], keepTag: {} }] } }, "actions[0].queries[0]"],
    [{ dicomTagConfig: { actions: [{ queries: ["PatientName"], cleanImageTag: {} }] } }, "actions[0].queries[0]"],
    [{ fhirFieldConfig: { fieldMetadataList: [{ paths: ["Date"] }] } }, "field_metadata_list[0]"],
    [{ fhirFieldConfig: { fieldMetadataList: [{ paths: ["a b"], keepField: {} }] } }, "paths[0]"],
    [{ fhirFieldConfig: { options: { dateShiftConfig: { cryptoKey: "AAAA" } } } }, "date_shift_config.crypto_key"],
    [{ fhirFieldConfig: { profileType: "HALF" } }, "profile"],
    [{ image: { textRedactionMode: "REDACT_ALL_TEXT", additionalInfoTypes: ["DATE"] } }, "image.additional_info_types"],
    [{ image: { excludeInfoTypes: ["DATE"] } }, "image.exclude_info_types"],
    [
      { image: { textRedactionMode: "REDACT_SENSITIVE_TEXT", excludeInfoTypes: ["SHOE_SIZE"] } },
      "image.exclude_info_types[0]",
    ],
    [
      { dicomTagConfig: { options: { cleanImage: { excludeInfoTypes: ["DATE"] } } } },
      "options.clean_image.exclude_info_types",
    ],
    [{ text: { profileType: "SOME" } }, "profile"],
    [{ operationMetadata: { fhirOutput: { fhirStore: "no/such" } } }, "fhir_output.fhir_store"],
    [{ operationMetadata: { fhirOutput: { fhirStore: SOURCE.replace("ehr", "gone") } } }, "fhir_output.fhir_store"],
  ])("is checked: %j", async (config, field) => {
    const destinationStore = await newStore("fhirStores");
    const { status, json } = await post(`/v1beta1/${SOURCE}:deidentify`, { destinationStore, config });
    expect([status, JSON.stringify(json)]).toEqual([400, expect.stringContaining(field)]);
  });

  it("needs a store of R4 that takes ids for its metadata", async () => {
    for (const config of [{ version: "STU3" }, { enableUpdateCreate: false }]) {
      const fhirStore = await newStore("fhirStores", config);
      const body = {
        destinationStore: await newStore("fhirStores"),
        config: { operationMetadata: { fhirOutput: { fhirStore } } },
      };
      expect((await post(`/v1beta1/${SOURCE}:deidentify`, body)).status).toBe(400);
    }
  });
});
