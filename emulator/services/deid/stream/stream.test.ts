import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
const OPEN = { version: "R4", enableUpdateCreate: true, disableReferentialIntegrity: true } as const;
type Resource = Record<string, unknown> & { readonly resourceType: string; readonly id: string };

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

async function makeStore(requestBody: healthcare_v1.Schema$FhirStore = OPEN): Promise<string> {
  const fhirStoreId = `f${++count}`;
  await api.fhirStores.create({ parent: DATASET, fhirStoreId, requestBody });
  return `${DATASET}/fhirStores/${fhirStoreId}`;
}

/** A source whose changes go to a new destination. */
async function makePair(
  stream: Partial<healthcare_v1.Schema$StreamConfig> = {},
  destinationConfig: healthcare_v1.Schema$FhirStore = OPEN,
): Promise<{ readonly source: string; readonly copy: string }> {
  const copy = await makeStore(destinationConfig);
  const streamConfigs = [{ deidentifiedStoreDestination: { store: copy, config: { fhir: {} } }, ...stream }];
  return { source: await makeStore({ ...OPEN, streamConfigs }), copy };
}

async function send(method: string, path: string, body?: object, type = "application/fhir+json"): Promise<Response> {
  const sent = body && { headers: { "content-type": type }, body: JSON.stringify(body) };
  const response = await fetch(`${emulator.origin}/v1/${path}`, { method, ...sent });
  expect(response.status, `${method} ${path}`).toBeLessThan(300);
  return response;
}

const put = (store: string, resource: Resource): Promise<Response> =>
  send("PUT", `${store}/fhir/${resource.resourceType}/${resource.id}`, resource);

async function found(store: string, type: string): Promise<Resource[]> {
  const response = await send("GET", `${store}/fhir/${type}?_count=1000`);
  return ((await response.json()) as { entry?: { resource: Resource }[] }).entry?.map(({ resource }) => resource) ?? [];
}

/** What is streamed comes after the answer. */
const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 15_000);

const patient = (id: string, more: object = {}): Resource => ({
  resourceType: "Patient",
  id,
  name: [{ family: "Halvorsenius", given: ["Beritta"] }],
  gender: "female",
  ...more,
});

describe("deidentifiedStoreDestination (contract section 13.1)", () => {
  it("copies creates, updates, patches and deletions under one pseudonym, and leaves the source alone", async () => {
    const { source, copy } = await makePair();
    await put(source, patient("p1"));
    await put(source, {
      resourceType: "Observation",
      id: "o1",
      status: "final",
      code: { text: "Beritta Halvorsenius was called" },
      subject: { reference: "Patient/p1" },
    });
    await eventually(async () => expect(await found(copy, "Observation")).toHaveLength(1));
    const [copied] = await found(copy, "Patient");
    expect(copied?.id).toMatch(/^[0-9a-f]{64}$/);
    expect(copied).toMatchObject({ gender: "female" });
    const [observation] = await found(copy, "Observation");
    expect(observation).toMatchObject({ subject: { reference: `Patient/${copied?.id ?? ""}` } });
    expect(JSON.stringify([copied, observation])).not.toMatch(/Halvorsenius|Beritta|p1/);

    await put(source, patient("p1", { gender: "other" }));
    await eventually(async () =>
      expect(await found(copy, "Patient")).toMatchObject([{ id: copied?.id, gender: "other" }]),
    );
    await send(
      "PATCH",
      `${source}/fhir/Patient/p1`,
      [{ op: "replace", path: "/gender", value: "unknown" }],
      "application/json-patch+json",
    );
    await eventually(async () => expect(await found(copy, "Patient")).toMatchObject([{ gender: "unknown" }]));
    await send("DELETE", `${source}/fhir/Observation/o1`);
    await eventually(async () => expect(await found(copy, "Observation")).toEqual([]));
    expect(await found(source, "Patient")).toMatchObject([{ name: [{ family: "Halvorsenius" }] }]);
  });

  it("copies every entry of a transaction, and only the types that are named", async () => {
    const { source, copy } = await makePair({ resourceTypes: ["Patient"] });
    const entry = Array.from({ length: 60 }, (_, at) => [
      { request: { method: "PUT", url: `Patient/t${at}` }, resource: patient(`t${at}`) },
      {
        request: { method: "PUT", url: `Basic/b${at}` },
        resource: { resourceType: "Basic", id: `b${at}`, code: { text: "x" } },
      },
    ]).flat();
    await send("POST", `${source}/fhir`, { resourceType: "Bundle", type: "transaction", entry });
    await eventually(async () => expect(await found(copy, "Patient")).toHaveLength(60));
    expect(await found(copy, "Basic")).toEqual([]);
  });

  it("goes on after a restart with the same pseudonyms, and copies nothing that was there before", async () => {
    const copy = await makeStore();
    const source = await makeStore();
    await put(source, patient("before"));
    const streamConfigs = [{ deidentifiedStoreDestination: { store: copy, config: { fhir: {} } } }];
    await api.fhirStores.patch({ name: source, updateMask: "streamConfigs", requestBody: { streamConfigs } });
    await put(source, patient("after"));
    await eventually(async () => expect(await found(copy, "Patient")).toHaveLength(1));
    const [first] = await found(copy, "Patient");
    // As a process leaves it that dies between the commit of a change and its copy.
    const { database } = emulator.context;
    const row = database.get<{ id: number }>(
      "SELECT id FROM stores WHERE store_id = ?",
      source.split("/").at(-1) ?? "",
    );
    await database.write(() =>
      database.run("INSERT INTO fhir_deid_changes (store, type, id) VALUES (?, 'Patient', 'before')", row?.id ?? 0),
    );
    emulator = await emulator.restart();
    connect();
    await eventually(async () => expect(await found(copy, "Patient")).toHaveLength(2));
    await put(source, patient("after", { gender: "other" }));
    await eventually(async () => {
      const copies = await found(copy, "Patient");
      expect(copies.find(({ id }) => id === first?.id)).toMatchObject({ gender: "other" });
      expect(copies).toHaveLength(2);
    });
  });

  it("copies nothing into a store that has not the settings it must have, and says so", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    try {
      const { source, copy } = await makePair({}, { version: "R4", disableReferentialIntegrity: true });
      await put(source, patient("p1"));
      await eventually(() => expect(said).toHaveBeenCalled());
      expect(String(said.mock.calls[0]?.[0])).toContain("does not set enable_update_create");
      expect(String(said.mock.calls[0]?.[0])).not.toContain("Halvorsenius");
      expect(await found(copy, "Patient")).toEqual([]);
    } finally {
      said.mockRestore();
    }
  });

  it("refuses a destination that is no name of a FHIR store", async () => {
    const streamConfigs = [{ deidentifiedStoreDestination: { store: "somewhere", config: {} } }];
    await expect(makeStore({ ...OPEN, streamConfigs })).rejects.toThrow(
      "deidentified_store_destination.store': It must be the full name of a FHIR store.",
    );
  });
});
