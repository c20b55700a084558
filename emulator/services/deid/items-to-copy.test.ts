import { expect, it } from "vitest";
import { openTestEmulator } from "#emulator/test-emulator.ts";
import { itemsToCopy } from "./items-to-copy.ts";

const ADDRESS = { project: "p", location: "us-central1", dataset: "d" };

it("counts what an operation has before it, as far as it can be known", async () => {
  const emulator = await openTestEmulator();
  const root = `${emulator.origin}/v1/projects/p/locations/us-central1/datasets`;
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const headers = { "content-type": path.includes("/fhir/") ? "application/fhir+json" : "application/json" };
    const response = await fetch(`${root}${path}`, { method, headers, body: JSON.stringify(body) });
    expect(response.status, path).toBeLessThan(300);
  };
  try {
    await send("POST", "?datasetId=d", {});
    await send("POST", "/d/fhirStores?fhirStoreId=ehr", { version: "R4", enableUpdateCreate: true });
    for (const id of ["one", "two", "two"])
      await send("PUT", `/d/fhirStores/ehr/fhir/Patient/${id}`, { resourceType: "Patient", id });
    const pair = (source: string) => ({
      storeKind: "fhirStores" as const,
      source,
      destination: { ...ADDRESS, store: "copy" },
    });
    const job = { config: { useRegionalDataProcessing: false }, pairs: [pair("ehr"), pair("gone")] };
    const count = (more: object) => itemsToCopy(emulator.context, ADDRESS, { ...job, ...more });
    expect(count({})).toBe(2);
    expect(count({ resources: ["Patient/one", "Patient/absent", "Patient/two"] })).toBe(3);
    expect(count({ filterUri: "gs://bucket/list" })).toBeUndefined();
  } finally {
    await emulator.dispose();
  }
});
