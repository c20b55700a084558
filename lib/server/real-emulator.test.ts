import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemEnvelopeSchema } from "#lib/contract/problem.ts";
import { startTestConsole, type TestConsole } from "./test-console.ts";

const DATASETS = "/api/healthcare/v1/projects/demo-hospital/locations/us-central1/datasets";
const STORE = `${DATASETS}/trial/fhirStores/records`;

describe("the gateway before the real emulator", () => {
  let emulator: ChildProcess;
  let bench: TestConsole;
  let cookie: string;

  beforeAll(async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}`;
    const data = mkdtempSync(join(tmpdir(), "careplane-emulator-"));
    emulator = spawn(
      process.execPath,
      ["emulator/main.ts", "--port", new URL(apiUrl).port, "--data", data, "--empty"],
      { stdio: "ignore" },
    );
    await answering(`${apiUrl}/__emulator/health`);
    bench = await startTestConsole({ apiUrl });
    cookie = await bench.signIn("demo-admin");
  });
  afterAll(async () => {
    await bench.close();
    emulator.kill("SIGKILL");
  });

  const write = (path: string, body: unknown, type = "application/json") =>
    bench.write({
      path,
      cookie,
      headers: { "content-type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("creates, searches by a form body, reads and says when the emulator is gone", async () => {
    expect((await write(`${DATASETS}?datasetId=trial`, {})).status).toBe(200);
    expect(
      (await write(`${DATASETS}/trial/fhirStores?fhirStoreId=records`, { version: "R4", enableUpdateCreate: true }))
        .status,
    ).toBe(200);
    const patient = { resourceType: "Patient", name: [{ family: "Example" }], birthDate: "1970-01-01" };
    const created = await write(`${STORE}/fhir/Patient`, patient, "application/fhir+json");
    expect(created.status).toBe(201);

    const search = (body: string) => write(`${STORE}/fhir/Patient/_search`, body, "application/x-www-form-urlencoded");
    const found = JSON.parse((await search("name=example&birthdate=1970-01-01")).text) as {
      total: number;
      entry: { resource: { id: string } }[];
    };
    expect(found.total).toBe(1);
    expect((JSON.parse((await search("name=nobody")).text) as { total: number }).total).toBe(0);

    const id = found.entry[0]?.resource.id ?? "";
    const read = await bench.send({ path: `${STORE}/fhir/Patient/${id}`, cookie });
    expect(JSON.parse(read.text)).toMatchObject(patient);
    expect(read.headers.etag).toMatch(/^W\//);

    emulator.kill("SIGKILL");
    await once(emulator, "exit");
    const gone = await bench.send({ path: `${STORE}/fhir/Patient/${id}`, cookie });
    const { problem } = problemEnvelopeSchema.parse(JSON.parse(gone.text)).error;
    expect(problem).toMatchObject({ status: 503, code: "UNAVAILABLE", hop: "healthcare-api" });
    expect(problem.message).toMatch(/^The emulator at http:.* cannot be reached/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
