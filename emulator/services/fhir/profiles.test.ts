import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "#emulator/emulator.ts";

const DATASET = "projects/p/locations/us-central1/datasets/d";
const PROFILE = "http://example.org/StructureDefinition/named-patient";
const GUIDE = "http://example.org/ImplementationGuide/ours";
let dataDir: string;
let emulator: Emulator;
let api: healthcare_v1.Healthcare;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "profiles-"));
  emulator = await startEmulator({ port: 0, dataDir });
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false });
  await api.projects.locations.datasets.create({ parent: "projects/p/locations/us-central1", datasetId: "d" });
});
afterAll(async () => {
  await emulator.close();
  await rm(dataDir, { recursive: true });
});

/** A store with a guide that asks every Patient for a family name. */
async function newStore(id: string, validationConfig: healthcare_v1.Schema$ValidationConfig): Promise<void> {
  const requestBody = { version: "R4", enableUpdateCreate: true, validationConfig };
  await api.projects.locations.datasets.fhirStores.create({ parent: DATASET, fhirStoreId: id, requestBody });
  const profile = {
    resourceType: "StructureDefinition",
    url: PROFILE,
    name: "NamedPatient",
    status: "active",
    kind: "resource",
    abstract: false,
    type: "Patient",
    differential: {
      element: [
        { id: "Patient", path: "Patient" },
        { id: "Patient.name", path: "Patient.name", min: 1 },
        { id: "Patient.name.family", path: "Patient.name.family", min: 1, maxLength: 5 },
      ],
    },
  };
  const guide = {
    resourceType: "ImplementationGuide",
    url: GUIDE,
    name: "Ours",
    status: "active",
    packageId: "ours",
    fhirVersion: ["4.0.1"],
    global: [{ type: "Patient", profile: PROFILE }],
  };
  for (const resource of [profile, guide]) {
    const response = await send(id, "POST", `/${resource.resourceType}`, resource);
    expect(response.status, await response.clone().text()).toBe(201);
  }
}

const send = (store: string, method: string, path: string, body: object) =>
  fetch(`${emulator.origin}/v1/${DATASET}/fhirStores/${store}/fhir${path}`, {
    method,
    headers: { "content-type": "application/fhir+json" },
    body: JSON.stringify(body),
  });
const nameless = { resourceType: "Patient", name: [{ given: ["Ana"] }] };
const named = { resourceType: "Patient", name: [{ family: "Ngata" }] };
const issuesOf = async (response: Response) =>
  ((await response.json()) as { issue: { severity: string; expression?: string[]; details: { text: string } }[] })
    .issue;

describe("profiles", () => {
  it("judge every write of a store whose guide is enabled, in bundles too", async () => {
    await newStore("enabled", { enabledImplementationGuides: [GUIDE] });
    const refused = await send("enabled", "POST", "/Patient", nameless);
    expect(refused.status).toBe(400);
    expect(await issuesOf(refused)).toMatchObject([{ severity: "error", expression: ["Patient.name[0].family"] }]);
    expect((await send("enabled", "POST", "/Patient", named)).status).toBe(201);
    const entry = { resource: nameless, request: { method: "POST", url: "Patient" } };
    const transaction = { resourceType: "Bundle", type: "transaction", entry: [entry] };
    expect((await send("enabled", "POST", "", transaction)).status).toBe(400);
    const batch = await (await send("enabled", "POST", "", { ...transaction, type: "batch" })).json();
    expect(batch).toMatchObject({ entry: [{ response: { status: expect.stringContaining("400") as string } }] });
  });

  it.each([
    ["no guide is enabled", {}],
    ["profile validation is off", { enabledImplementationGuides: [GUIDE], disableProfileValidation: true }],
    ["the guide cannot be found", { enabledImplementationGuides: ["http://example.org/other"] }],
  ])("judge nothing when %s", async (_, config) => {
    const id = `off-${crypto.randomUUID().slice(0, 8)}`;
    await newStore(id, config);
    expect((await send(id, "POST", "/Patient", nameless)).status).toBe(201);
  });

  it("are what $validate checks: the one asked for, else those in force", async () => {
    await newStore("asked", {});
    const check = async (query: string, resource: object) =>
      issuesOf(await send("asked", "POST", `/Patient/$validate${query}`, resource));
    expect(await check("", nameless)).toMatchObject([{ severity: "information" }]);
    expect(await check(`?profile=${PROFILE}`, named)).toMatchObject([{ severity: "information" }]);
    expect(await check(`?profile=${PROFILE}`, { ...named, name: [{ family: "Ngata-Smith" }] })).toMatchObject([
      { severity: "error", expression: ["Patient.name[0].family"] },
    ]);
    expect(await check("?profile=http://example.org/none", named)).toMatchObject([
      { details: { text: "profile_not_found" } },
    ]);
    await api.projects.locations.datasets.fhirStores.patch({
      name: `${DATASET}/fhirStores/asked`,
      updateMask: "validationConfig",
      requestBody: { validationConfig: { enabledImplementationGuides: [GUIDE] } },
    });
    expect(await check("", nameless)).toMatchObject([{ severity: "error", expression: ["Patient.name[0].family"] }]);
  });
});
