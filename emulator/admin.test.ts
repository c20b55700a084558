import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METHODS } from "#lib/contract/methods.ts";
import { ROUTES } from "./routes.ts";
import { openTestEmulator, type TestEmulator } from "./test-emulator.ts";

let emulator: TestEmulator;
let client: healthcare_v1.Healthcare;
const LOCATION = "projects/demo-hospital/locations/us-central1";

beforeAll(async () => {
  emulator = await openTestEmulator();
  client = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` });
});
afterAll(() => emulator.dispose());

const locations = (): healthcare_v1.Resource$Projects$Locations => client.projects.locations;
const datasets = (): healthcare_v1.Resource$Projects$Locations$Datasets => locations().datasets;

let lastId = 0;
async function newDataset(requestBody: healthcare_v1.Schema$Dataset = {}): Promise<string> {
  const datasetId = `d${(lastId += 1)}`;
  await datasets().create({ parent: LOCATION, datasetId, requestBody });
  return `${LOCATION}/datasets/${datasetId}`;
}

/** What Google's client makes of a refusal. */
async function refusal(
  call: Promise<unknown>,
): Promise<{ status: unknown; error: { status: string; message: string; details?: unknown } }> {
  try {
    await call;
  } catch (error) {
    const { status, response } = error as {
      status: unknown;
      response: { data: { error: { status: string; message: string } } };
    };
    return { status, error: response.data.error };
  }
  throw new Error("The call was not refused");
}

describe("locations", () => {
  it("lists the regions, by pages too, and gets one", async () => {
    const { data } = await locations().list({ name: "projects/any-project" });
    const all: healthcare_v1.Schema$Location[] = data.locations ?? [];
    expect(all).toContainEqual({ name: "projects/any-project/locations/us-central1", locationId: "us-central1" });
    const first = await locations().list({ name: "projects/any-project", pageSize: 20 });
    const second = await locations().list({
      name: "projects/any-project",
      pageSize: 20,
      pageToken: first.data.nextPageToken ?? "",
    });
    expect([...(first.data.locations ?? []), ...(second.data.locations ?? [])]).toEqual(all);
    expect(second.data.nextPageToken).toBeUndefined();
    const filtered = await locations().list({ name: "projects/p", filter: "displayName=eu" });
    expect(filtered.data.locations?.map((location) => location.locationId)).toEqual(["eu"]);
    expect((await locations().get({ name: LOCATION })).data).toEqual({ name: LOCATION, locationId: "us-central1" });
  });

  it("refuses a region that does not exist with 403", async () => {
    const { status, error } = await refusal(locations().get({ name: "projects/p/locations/mars" }));
    expect([status, error.status]).toEqual([403, "PERMISSION_DENIED"]);
  });
});

describe("datasets", () => {
  it("create gives a done operation with the dataset, which can be read at once, patched, listed and deleted", async () => {
    const created = await datasets().create({
      parent: LOCATION,
      datasetId: "ward",
      requestBody: { timeZone: "Europe/Paris" },
    });
    const operation: healthcare_v1.Schema$Operation = created.data;
    const dataset = { name: `${LOCATION}/datasets/ward`, timeZone: "Europe/Paris" };
    expect(operation).toMatchObject({
      done: true,
      response: { "@type": "type.googleapis.com/google.cloud.healthcare.v1.dataset.Dataset", ...dataset },
      metadata: { apiMethodName: "google.cloud.healthcare.v1.dataset.DatasetService.CreateDataset" },
    });
    const name = dataset.name;
    expect((await datasets().operations.get({ name: operation.name ?? "" })).data).toEqual(operation);
    expect((await datasets().get({ name })).data).toEqual(dataset);
    const patched = await datasets().patch({ name, updateMask: "timeZone", requestBody: { timeZone: "Asia/Tokyo" } });
    expect(patched.data).toEqual({ name, timeZone: "Asia/Tokyo" });
    const cleared = await datasets().patch({ name, updateMask: "time_zone", requestBody: {} });
    expect(cleared.data).toEqual({ name });
    expect((await datasets().list({ parent: LOCATION })).data.datasets).toContainEqual({ name });
    expect((await datasets().delete({ name })).data).toEqual({});
    expect((await refusal(datasets().get({ name }))).status).toBe(403);
    expect((await datasets().list({ parent: LOCATION.replace("central1", "east1") })).data).toEqual({});
  });

  it.each([
    ["no id", undefined, {}, 400],
    ["an id with a blank", "a b", {}, 400],
    ["an id of dots", "..", {}, 400],
    ["an id of 257", "x".repeat(257), {}, 400],
    ["a time zone that is none", "tz", { timeZone: "Mars/Base" }, 400],
    ["an offset as time zone", "tz", { timeZone: "+01:00" }, 400],
    [
      "a key elsewhere",
      "kms",
      { encryptionSpec: { kmsKeyName: "projects/p/locations/eu/keyRings/r/cryptoKeys/k" } },
      400,
    ],
  ])("create refuses %s", async (_, datasetId, requestBody, status) => {
    const call = datasets().create({ parent: LOCATION, ...(datasetId !== undefined && { datasetId }), requestBody });
    expect((await refusal(call)).status).toBe(status);
  });

  it("create refuses an id that is taken with 409, also in a race", async () => {
    const races = await Promise.allSettled(
      Array.from({ length: 8 }, () => datasets().create({ parent: LOCATION, datasetId: "race", requestBody: {} })),
    );
    expect(races.filter((race) => race.status === "fulfilled")).toHaveLength(1);
    const { status, error } = await refusal(
      datasets().create({ parent: LOCATION, datasetId: "race", requestBody: {} }),
    );
    expect([status, error.status]).toEqual([409, "ALREADY_EXISTS"]);
  });

  it("patch needs a mask, of fields that can change", async () => {
    const name = await newDataset();
    expect((await refusal(datasets().patch({ name, requestBody: { timeZone: "UTC" } }))).error.message).toContain(
      "update_mask",
    );
    const frozen = await refusal(datasets().patch({ name, updateMask: "encryptionSpec", requestBody: {} }));
    expect([frozen.status, frozen.error.status]).toEqual([400, "FAILED_PRECONDITION"]);
    expect((await refusal(datasets().patch({ name, updateMask: "nonsense", requestBody: {} }))).status).toBe(400);
  });

  it("delete takes stores and policies along", async () => {
    const name = await newDataset();
    await datasets().dicomStores.create({ parent: name, dicomStoreId: "s", requestBody: {} });
    await datasets().delete({ name });
    await datasets().create({ parent: LOCATION, datasetId: name.split("/").at(-1) ?? "", requestBody: {} });
    expect((await datasets().dicomStores.list({ parent: name })).data).toEqual({});
    expect((await refusal(datasets().dicomStores.get({ name: `${name}/dicomStores/s` }))).status).toBe(404);
  });
});

interface Crud<Store> {
  create(parent: string, id: string, store: Store): Promise<{ data: Store }>;
  get(name: string): Promise<{ data: Store }>;
  list(parent: string, options?: object): Promise<{ data: object }>;
  patch(name: string, updateMask: string | undefined, store: Store): Promise<{ data: Store }>;
  delete(name: string): Promise<{ data: object }>;
}

const FULL_FHIR: healthcare_v1.Schema$FhirStore = {
  version: "R4",
  enableUpdateCreate: true,
  disableReferentialIntegrity: true,
  disableResourceVersioning: true,
  complexDataTypeReferenceParsing: "ENABLED",
  defaultSearchHandlingStrict: true,
  validationConfig: { disableProfileValidation: true, enabledImplementationGuides: ["http://example.org/guide"] },
  notificationConfigs: [{ pubsubTopic: "projects/p/topics/ward", sendFullResource: true }],
  streamConfigs: [
    {
      resourceTypes: ["Patient"],
      bigqueryDestination: {
        datasetUri: "bq://p.d",
        schemaConfig: { schemaType: "ANALYTICS_V2", recursiveStructureDepth: "3" },
      },
    },
    {
      deidentifiedStoreDestination: {
        store: "projects/p/locations/us-central1/datasets/d/fhirStores/t",
        config: {
          text: {
            transformations: [{ infoTypes: ["DATE"], dateShiftConfig: { cryptoKey: "MDEyMzQ1Njc4OWFiY2RlZg==" } }],
          },
          dicom: { filterProfile: "KEEP_ALL_PROFILE" },
          fhir: { fieldMetadataList: [{ action: "DO_NOT_TRANSFORM", paths: ["Patient.id"] }] },
        },
      },
    },
  ],
  consentConfig: { version: "V1", accessEnforced: true, consentHeaderHandling: { profile: "REQUIRED_ON_READ" } },
  bulkExportGcsDestination: { uriPrefix: "gs://bucket/out" },
  labels: { ward: "icu" },
};

const FULL_HL7V2: healthcare_v1.Schema$Hl7V2Store = {
  rejectDuplicateMessage: true,
  notificationConfigs: [{ pubsubTopic: "projects/p/topics/ward", filter: 'message_type="ADT"' }],
  parserConfig: {
    allowNullHeader: true,
    segmentTerminator: "DQo=",
    version: "V3",
    schema: {
      schematizedParsingType: "HARD_FAIL",
      unexpectedSegmentHandling: "PARSE",
      schemas: [
        {
          version: [{ mshField: "12", value: "2.5" }],
          messageSchemaConfigs: {
            ADT_A04: {
              name: "ADT_A04",
              minOccurs: 1,
              members: [{ segment: { type: "MSH", maxOccurs: 1 } }, { group: { name: "X" } }],
            },
          },
        },
      ],
      types: [{ type: [{ name: "ZZZ", primitive: "VARIES", fields: [{ name: "1", type: "ST", maxOccurs: 1 }] }] }],
    },
  },
  labels: { ward: "icu" },
};

function crudOf(kind: string): {
  crud: Crud<object>;
  full: object;
  minimal: object;
  change: [mask: string, store: object, expected: object];
} {
  const { fhirStores, dicomStores, hl7V2Stores, consentStores } = datasets();
  switch (kind) {
    case "fhirStores":
      return {
        full: FULL_FHIR,
        minimal: { version: "R4" },
        change: [
          "enableUpdateCreate,labels.ward",
          { enableUpdateCreate: true, labels: { ward: "er" } },
          { enableUpdateCreate: true, labels: { ward: "er" } },
        ],
        crud: {
          create: (parent, fhirStoreId, requestBody) => fhirStores.create({ parent, fhirStoreId, requestBody }),
          get: (name) => fhirStores.get({ name }),
          list: (parent, options) => fhirStores.list({ parent, ...options }),
          patch: (name, mask, requestBody) =>
            fhirStores.patch({ name, ...(mask && { updateMask: mask }), requestBody }),
          delete: (name) => fhirStores.delete({ name }),
        },
      };
    case "dicomStores":
      return {
        full: {
          labels: { ward: "icu" },
          notificationConfig: { pubsubTopic: "projects/p/topics/ward", sendForBulkImport: true },
          notificationConfigs: [{ pubsubTopic: "projects/p/topics/ward2" }],
          streamConfigs: [
            { bigqueryDestination: { tableUri: "bq://p.d.t", writeDisposition: "WRITE_APPEND", schemaJson: {} } },
          ],
        },
        minimal: {},
        change: ["labels", { labels: { a: "b" } }, { labels: { a: "b" } }],
        crud: {
          create: (parent, dicomStoreId, requestBody) => dicomStores.create({ parent, dicomStoreId, requestBody }),
          get: (name) => dicomStores.get({ name }),
          list: (parent, options) => dicomStores.list({ parent, ...options }),
          patch: (name, mask, requestBody) =>
            dicomStores.patch({ name, ...(mask && { updateMask: mask }), requestBody }),
          delete: (name) => dicomStores.delete({ name }),
        },
      };
    case "hl7V2Stores":
      return {
        full: FULL_HL7V2,
        minimal: { parserConfig: { version: "V3" } },
        change: [
          "parserConfig",
          { parserConfig: { allowNullHeader: true } },
          { parserConfig: { allowNullHeader: true, version: "V3" } },
        ],
        crud: {
          create: (parent, hl7V2StoreId, requestBody) => hl7V2Stores.create({ parent, hl7V2StoreId, requestBody }),
          get: (name) => hl7V2Stores.get({ name }),
          list: (parent, options) => hl7V2Stores.list({ parent, ...options }),
          patch: (name, mask, requestBody) =>
            hl7V2Stores.patch({ name, ...(mask && { updateMask: mask }), requestBody }),
          delete: (name) => hl7V2Stores.delete({ name }),
        },
      };
    default:
      return {
        full: { defaultConsentTtl: "172800s", enableConsentCreateOnUpdate: true, labels: { ward: "icu" } },
        minimal: {},
        change: ["default_consent_ttl", { defaultConsentTtl: "86400.500s" }, { defaultConsentTtl: "86400.500s" }],
        crud: {
          create: (parent, consentStoreId, requestBody) =>
            consentStores.create({ parent, consentStoreId, requestBody }),
          get: (name) => consentStores.get({ name }),
          list: (parent, options) => consentStores.list({ parent, ...options }),
          patch: (name, mask, requestBody) =>
            consentStores.patch({ name, ...(mask && { updateMask: mask }), requestBody }),
          delete: (name) => consentStores.delete({ name }),
        },
      };
  }
}

describe.each(["fhirStores", "dicomStores", "hl7V2Stores", "consentStores"])("%s", (kind) => {
  it("keeps every field of its configuration", async () => {
    const { crud, full } = crudOf(kind);
    const parent = await newDataset();
    const name = `${parent}/${kind}/full-1`;
    expect((await crud.create(parent, "full-1", { name: "ignored", ...full })).data).toEqual({ ...full, name });
    expect((await crud.get(name)).data).toEqual({ ...full, name });
    emulator = await emulator.restart();
    client = healthcare({ version: "v1", rootUrl: `${emulator.origin}/` });
    expect((await crudOf(kind).crud.get(name)).data).toEqual({ ...full, name });
  });

  it("lists by label, patches what may change, deletes", async () => {
    const { crud, minimal, change } = crudOf(kind);
    const parent = await newDataset();
    expect((await crud.list(parent)).data).toEqual({});
    for (const [id, labels] of [
      ["b", { ward: "icu" }],
      ["a", { ward: "er", floor: "2" }],
      ["c", {}],
    ] as const)
      await crud.create(parent, id, { ...minimal, labels });
    const ids = async (filter?: string): Promise<string[]> =>
      (Object.values((await crud.list(parent, filter ? { filter } : {})).data).flat() as { name: string }[]).map(
        (store) => store.name.split("/").at(-1) ?? "",
      );
    expect(await ids()).toEqual(["a", "b", "c"]);
    expect(await ids("labels.ward=icu")).toEqual(["b"]);
    expect(await ids("labels.ward:*")).toEqual(["a", "b"]);
    expect(await ids('labels.ward="er" AND NOT labels.floor=3')).toEqual(["a"]);
    expect(await ids("NOT labels.ward:*")).toEqual(["c"]);
    expect((await refusal(crud.list(parent, { filter: "name=a" }))).status).toBe(400);

    const name = `${parent}/${kind}/c`;
    const [mask, store, expected] = change;
    expect((await crud.patch(name, mask, store)).data).toEqual({ ...minimal, ...expected, name });
    expect((await refusal(crud.patch(name, undefined, store))).status).toBe(400);
    expect((await refusal(crud.patch(name, "name", store))).status).toBe(400);
    expect((await crud.delete(name)).data).toEqual({});
    expect((await refusal(crud.get(name))).status).toBe(404);
    expect((await refusal(crud.delete(name))).status).toBe(404);
    expect((await refusal(crud.create(parent, "a", minimal))).error.status).toBe("ALREADY_EXISTS");
    const elsewhere = `${LOCATION}/datasets/missing`;
    expect((await refusal(crud.get(`${elsewhere}/${kind}/a`))).error.message).toMatch(
      /^Permission 'healthcare\.\w+\.get' denied on resource/,
    );
    expect((await refusal(crud.create(elsewhere, "a", minimal))).status).toBe(403);
    expect((await refusal(crud.list(elsewhere))).status).toBe(403);
  });
});

describe("rules of single kinds", () => {
  it.each([
    ["fhirStores", {}, /must be specified/],
    ["fhirStores", { version: "R9" }, /^Invalid value at 'fhir_store\.version' \(type\.googleapis\.com\/.+\), "R9"$/],
    ["fhirStores", { version: "R5", complexDataTypeReferenceParsing: "DISABLED" }, /R5/],
    ["fhirStores", { version: "R5", consentConfig: { version: "V1" } }, /R5/],
    ["fhirStores", { version: "R4", consentConfig: {} }, /V1/],
    ["fhirStores", { version: "R4", notificationConfigs: [{ pubsubTopic: "nonsense" }] }, /topics/],
    ["fhirStores", { version: "R4", streamConfigs: Array.from({ length: 11 }, () => ({})) }, /10/],
    ["fhirStores", { version: "R4", streamConfigs: [{}] }, /Exactly one/],
    ["fhirStores", { version: "R4", labels: { Upper: "x" } }, /Label key/],
    [
      "fhirStores",
      { version: "R4", labels: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, "x"])) },
      /64/,
    ],
    [
      "dicomStores",
      {
        streamConfigs: [
          { bigqueryDestination: { tableUri: "bq://t" } },
          { bigqueryDestination: { tableUri: "bq://t" } },
        ],
      },
      /of its own/,
    ],
    ["hl7V2Stores", { notificationConfigs: [{ filter: "((" }] }, /filter/],
    ["consentStores", { defaultConsentTtl: "3600s" }, /24 hours/],
  ])("%s refuses %j", async (kind, store, message) => {
    const parent = await newDataset();
    const { status, error } = await refusal(crudOf(kind).crud.create(parent, "bad", store));
    expect(status).toBe(400);
    expect(error.message).toMatch(message);
    expect((await crudOf(kind).crud.list(parent)).data).toEqual({});
  });

  it("a version that was set stays", async () => {
    const parent = await newDataset();
    await datasets().fhirStores.create({ parent, fhirStoreId: "f", requestBody: { version: "R4" } });
    await datasets().hl7V2Stores.create({
      parent,
      hl7V2StoreId: "h",
      requestBody: { parserConfig: { version: "V2" } },
    });
    for (const call of [
      datasets().fhirStores.patch({
        name: `${parent}/fhirStores/f`,
        updateMask: "version",
        requestBody: { version: "R5" },
      }),
      datasets().fhirStores.patch({
        name: `${parent}/fhirStores/f`,
        updateMask: "disableReferentialIntegrity",
        requestBody: {},
      }),
      datasets().hl7V2Stores.patch({
        name: `${parent}/hl7V2Stores/h`,
        updateMask: "parserConfig.version",
        requestBody: {},
      }),
      datasets().hl7V2Stores.patch({
        name: `${parent}/hl7V2Stores/h`,
        updateMask: "parserConfig",
        requestBody: { parserConfig: { version: "V3" } },
      }),
    ])
      expect((await refusal(call)).error.status).toBe("FAILED_PRECONDITION");
  });

  it("metrics of empty stores leave their zeros out", async () => {
    const parent = await newDataset();
    await datasets().fhirStores.create({ parent, fhirStoreId: "f", requestBody: { version: "R4" } });
    await datasets().dicomStores.create({ parent, dicomStoreId: "i", requestBody: {} });
    await datasets().hl7V2Stores.create({ parent, hl7V2StoreId: "h", requestBody: {} });
    const fhir = `${parent}/fhirStores/f`;
    const dicom = `${parent}/dicomStores/i`;
    const hl7v2 = `${parent}/hl7V2Stores/h`;
    expect((await datasets().fhirStores.getFHIRStoreMetrics({ name: fhir })).data).toEqual({ name: fhir });
    expect((await datasets().dicomStores.getDICOMStoreMetrics({ name: dicom })).data).toEqual({ name: dicom });
    expect((await datasets().hl7V2Stores.getHL7v2StoreMetrics({ name: hl7v2 })).data).toEqual({ name: hl7v2 });
  });

  it("consent stores are not available under a customer-managed key", async () => {
    const kmsKeyName = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k";
    const parent = await newDataset({ encryptionSpec: { kmsKeyName } });
    expect((await datasets().get({ name: parent })).data.encryptionSpec).toEqual({ kmsKeyName });
    const call = datasets().consentStores.create({ parent, consentStoreId: "c", requestBody: {} });
    expect((await refusal(call)).error.status).toBe("FAILED_PRECONDITION");
  });
});

describe("policies", () => {
  it("are replaced whole, guarded by the etag, and empty at first", async () => {
    const parent = await newDataset();
    await datasets().hl7V2Stores.create({ parent, hl7V2StoreId: "h", requestBody: {} });
    for (const [resource, policies] of [
      [parent, datasets()],
      [`${parent}/hl7V2Stores/h`, datasets().hl7V2Stores],
    ] as const) {
      expect((await policies.getIamPolicy({ resource })).data).toEqual({ etag: "ACAB" });
      const bindings = [{ role: "roles/healthcare.fhirResourceReader", members: ["user:nurse@example.org"] }];
      const set = await policies.setIamPolicy({ resource, requestBody: { policy: { bindings, etag: "ACAB" } } });
      expect(set.data).toMatchObject({ bindings, version: 1 });
      expect((await policies.getIamPolicy({ resource, "options.requestedPolicyVersion": 3 })).data).toEqual(set.data);
      const stale = await refusal(
        policies.setIamPolicy({ resource, requestBody: { policy: { bindings: [], etag: "ACAB" } } }),
      );
      expect([stale.status, stale.error.status]).toEqual([409, "ABORTED"]);
      const cleared = await policies.setIamPolicy({ resource, requestBody: { policy: { etag: set.data.etag ?? "" } } });
      expect(cleared.data.bindings).toBeUndefined();
    }
  });

  it.each([
    [{ bindings: [{ role: "nonsense", members: ["allUsers"] }] }],
    [{ bindings: [{ role: "roles/owner", members: ["nurse@example.org"] }] }],
    [{ bindings: [{ role: "roles/owner", members: ["allUsers"], condition: { expression: "true" } }] }],
    [
      {
        bindings: [{ role: "roles/owner", members: Array.from({ length: 1501 }, (_, n) => `user:u${n}@example.org`) }],
      },
    ],
    [{ version: 2 }],
  ])("setIamPolicy refuses %#", async (policy) => {
    const resource = await newDataset();
    expect((await refusal(datasets().setIamPolicy({ resource, requestBody: { policy } }))).status).toBe(400);
  });

  it("testIamPermissions answers with what the service knows", async () => {
    const resource = await newDataset();
    const permissions = ["healthcare.datasets.get", "healthcare.nonsense.get"];
    expect((await datasets().testIamPermissions({ resource, requestBody: { permissions } })).data).toEqual({
      permissions: permissions.slice(0, 1),
    });
    expect(
      (await datasets().testIamPermissions({ resource: `${resource}x`, requestBody: { permissions } })).data,
    ).toEqual({});
    const wild = datasets().testIamPermissions({ resource, requestBody: { permissions: ["healthcare.*"] } });
    expect((await refusal(wild)).status).toBe(400);
  });
});

it("a method without a handler is 501 in Google's envelope", async () => {
  const method = METHODS.find(({ id }) => id.endsWith("analyzeEntities"));
  expect(method && method.id.replace("healthcare.projects.locations.", "") in ROUTES).toBe(false);
  const call = locations().services.nlp.analyzeEntities({ nlpService: `${LOCATION}/services/nlp`, requestBody: {} });
  const { status, error } = await refusal(call);
  expect([status, error.status]).toEqual([501, "UNIMPLEMENTED"]);
});

it("v1beta1 reaches the same handlers, and its operations say so", async () => {
  const response = await fetch(`${emulator.origin}/v1beta1/${LOCATION}/datasets?datasetId=beta`, { method: "POST" });
  expect(await response.json()).toMatchObject({
    metadata: { "@type": "type.googleapis.com/google.cloud.healthcare.v1beta1.OperationMetadata" },
    response: { "@type": "type.googleapis.com/google.cloud.healthcare.v1beta1.dataset.Dataset" },
  });
});
