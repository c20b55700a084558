import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { testFile } from "./test-file.ts";
import { startOrthanc, type Orthanc } from "./test-orthanc.ts";

const DATASETS = "/v1/projects/p/locations/us-central1/datasets";
const STORE = `${DATASETS}/d/dicomStores/s`;
let emulator: TestEmulator;
let orthanc: Orthanc | undefined;

beforeAll(async () => {
  emulator = await openTestEmulator();
  const create = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  await fetch(`${emulator.origin}${DATASETS}?datasetId=d`, create);
  await fetch(`${emulator.origin}${DATASETS}/d/dicomStores?dicomStoreId=s`, create);
  const port = await freePort();
  orthanc = await startOrthanc(port, { emulator: { Url: `${emulator.origin}${STORE}/dicomWeb/` } });
  if (!orthanc) process.stderr.write("Orthanc (Debian package orthanc-dicomweb) is not installed: it is no judge.\n");
}, 30_000);
afterAll(async () => {
  orthanc?.stop();
  await emulator.dispose();
});

it("takes a study that Orthanc sends by DICOMweb, and gives it back to it byte by byte", async ({ skip }) => {
  if (!orthanc) return skip();
  const { origin, web } = orthanc;
  const files = new Map(
    [1, 2, 3].map((number) => [
      `1.2.3.1.${number}`,
      testFile({ instance: `1.2.3.1.${number}`, number, elements: [["7FE00010", "OW", Buffer.alloc(60_000, number)]] }),
    ]),
  );
  for (const file of files.values())
    expect((await fetch(`${origin}/instances`, { method: "POST", body: new Uint8Array(file) })).status).toBe(200);
  const [study = ""] = (await (await fetch(`${origin}/studies`)).json()) as string[];
  const ask = (what: string, resources: readonly unknown[]) =>
    fetch(`${web}/servers/emulator/${what}`, {
      method: "POST",
      body: JSON.stringify({ Resources: resources, Synchronous: true }),
    });
  expect((await ask("stow", [study])).status).toBe(200);
  const found = await fetch(`${emulator.origin}${STORE}/dicomWeb/studies/1.2.3/instances`);
  expect((await found.json()) as unknown[]).toHaveLength(3);

  expect((await fetch(`${origin}/studies/${study}`, { method: "DELETE" })).status).toBe(200);
  expect((await ask("retrieve", [{ Study: "1.2.3" }])).status).toBe(200);
  const instances = (await (await fetch(`${origin}/instances?expand`)).json()) as {
    ID: string;
    MainDicomTags: { SOPInstanceUID: string };
  }[];
  expect(instances).toHaveLength(3);
  for (const { ID, MainDicomTags } of instances) {
    const returned = Buffer.from(await (await fetch(`${origin}/instances/${ID}/file`)).arrayBuffer());
    expect(returned.equals(files.get(MainDicomTags.SOPInstanceUID) ?? Buffer.alloc(0))).toBe(true);
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
