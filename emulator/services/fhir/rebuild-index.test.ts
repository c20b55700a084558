import { afterEach, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const DATASETS = "/v1/projects/p/locations/us-central1/datasets";
const FHIR = `${DATASETS}/d/fhirStores/s/fhir`;
const PATIENTS = 2500;

let emulator: TestEmulator;
afterEach(() => emulator.dispose());

async function send(method: string, path: string, body?: object): Promise<{ total?: number }> {
  const response = await fetch(`${emulator.origin}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  return (await response.json()) as { total?: number };
}

const totalOf = async (query: string): Promise<number | undefined> => (await send("GET", `${FHIR}/${query}`)).total;

async function fill(): Promise<void> {
  await send("POST", `${DATASETS}?datasetId=d`, {});
  await send("POST", `${DATASETS}/d/fhirStores?fhirStoreId=s`, { version: "R4", enableUpdateCreate: true });
  const entry = Array.from({ length: PATIENTS }, (_, index) => ({
    request: { method: "PUT", url: `Patient/p${index}` },
    resource: {
      resourceType: "Patient",
      id: `p${index}`,
      gender: index % 2 ? "male" : "female",
      birthDate: "1970-05-01",
      name: [{ family: "Weber" }],
      generalPractitioner: [{ reference: "Practitioner/x" }],
      text: { status: "generated", div: '<div xmlns="http://www.w3.org/1999/xhtml">marzipan</div>' },
    },
  }));
  entry.unshift({
    request: { method: "PUT", url: "Practitioner/x" },
    resource: { resourceType: "Practitioner", id: "x" } as never,
  });
  await send("POST", FHIR, { resourceType: "Bundle", type: "transaction", entry });
  expect(await totalOf("Patient?_text=marzipan&_total=accurate")).toBe(PATIENTS);
}

/** What an older emulator left: rows that this one would not write, and none of those it would. */
async function spoil(state: string): Promise<void> {
  const { database } = emulator.context;
  await database.write(() => {
    for (const table of ["token", "string", "date", "number", "reference", "composite"])
      database.run(`DELETE FROM fhir_${table}_rows`);
    database.run(`UPDATE fhir_index SET ${state}`);
  });
}

async function expectWhole(): Promise<void> {
  expect(await totalOf("Patient?gender=female&_total=accurate")).toBe(PATIENTS / 2);
  expect(await totalOf("Patient?family=weber&birthdate=1970&_total=accurate")).toBe(PATIENTS);
  expect(await totalOf("Patient?general-practitioner=x&_total=accurate")).toBe(PATIENTS);
  expect(await totalOf("Patient?_text=marzipan&_total=accurate")).toBe(PATIENTS);
}

it("builds the index of an older emulator anew, once", async () => {
  emulator = await openTestEmulator();
  await fill();
  await spoil("version = 1");
  emulator = await emulator.restart();
  await expectWhole();
  await send("PUT", `${FHIR}/Patient/p0`, { resourceType: "Patient", id: "p0", gender: "other" });
  expect(await totalOf("Patient?gender=female&_total=accurate")).toBe(PATIENTS / 2 - 1);
  await spoil("done = 0");
  emulator = await emulator.restart();
  expect(await totalOf("Patient?gender=other&_total=accurate")).toBe(0);
});

it("goes on where it was stopped", async () => {
  emulator = await openTestEmulator();
  await fill();
  const { database } = emulator.context;
  const half = Number(database.get("SELECT rid FROM fhir_resources ORDER BY rid LIMIT 1 OFFSET 1200")?.["rid"]);
  await database.write(() => {
    for (const table of ["token", "string", "date", "reference"])
      database.run(`DELETE FROM fhir_${table}_rows WHERE rid > ?`, half);
    database.run("UPDATE fhir_index SET version = 1, building = 2, done = ?", half);
  });
  emulator = await emulator.restart();
  await expectWhole();
});
