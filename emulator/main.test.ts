import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";
import { openDatabase } from "#emulator/store/database.ts";
import { MIGRATIONS } from "#emulator/store/migrations.ts";

const MAIN = new URL("main.ts", import.meta.url).pathname;
const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "emulator-main-"));
  folders.push(made);
  return made;
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  readonly origin: string;
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

/** Starts an empty emulator and waits for the line that says where it is. */
async function open(dataDir: string): Promise<Program> {
  const child = run("--port", "0", "--data", dataDir, "--empty");
  if (!child.stdout) throw new Error("no stdout");
  for await (const line of createInterface(child.stdout)) {
    const origin = /^Emulator of the Cloud Healthcare API on (http:\S+)$/.exec(line)?.[1];
    if (origin) return { child, origin };
  }
  throw new Error("The emulator ended before it was ready");
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stderr };
}

describe("the command line", () => {
  it("explains a taken port, a folder in use, a file as folder, a newer schema and wrong options", async () => {
    const dataDir = folder();
    const { child } = await open(dataDir);
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    writeFileSync(join(dataDir, "file"), "");
    const newer = folder();
    openDatabase(
      join(newer, "emulator.db"),
      Array.from({ length: 999 }, () => "SELECT 1"),
    ).close();
    const damaged = folder();
    writeFileSync(
      join(damaged, "emulator.db"),
      "this is no database, but it is long enough to be looked at".repeat(100),
    );
    const cases: [string[], RegExp][] = [
      [["--port", String(port), "--data", folder(), "--empty"], /^Port \d+ is taken\./],
      [["--port", "0", "--data", dataDir, "--empty"], /is in use by another emulator\./],
      [["--port", "0", "--data", join(dataDir, "file"), "--empty"], /is a file, not a folder\./],
      [["--port", "0", "--data", newer, "--empty"], /written by a newer version \(schema 999/],
      [["--port", "0", "--data", damaged, "--empty"], /not the emulator's database\./],
      [["--port", "x", "--data", dataDir], /^--port must be a number/],
      [["--port", "0"], /^--data must name/],
      [["--port", "0", "--data", dataDir, "--nonsense"], /^Unknown option '--nonsense'/],
      [["--port", "0", "--data", dataDir, "--host", "0.0.0.0"], /--allow-remote/],
      [["--port", "0", "--data", dataDir, "--mllp", "0"], /^--mllp needs --mllp-store/],
      [["--port", "0", "--data", dataDir, "--mllp", "0", "--mllp-store", "feed"], /^--mllp needs --mllp-store/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await ended(run(...args));
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n {4}at /);
      expect(code).toBe(1);
    }
    taken.close();
    child.kill("SIGTERM");
    expect((await ended(child)).code).toBe(0);
  }, 120_000);

  it("finishes the request under way before it stops", async () => {
    const { child, origin } = await open(folder());
    const url = `${origin}/v1/projects/p/locations/us-central1/datasets?datasetId=late`;
    const slow = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('{"timeZone":'));
        await new Promise((resolve) => setTimeout(resolve, 300));
        child.kill("SIGINT");
        await new Promise((resolve) => setTimeout(resolve, 100));
        controller.enqueue(new TextEncoder().encode('"UTC"}'));
        controller.close();
      },
    });
    const exit = ended(child);
    const response = await fetch(url, { method: "POST", body: slow, duplex: "half" } as RequestInit);
    expect(response.status).toBe(200);
    expect((await exit).code).toBe(0);
  });
});

describe("kill -9", () => {
  it("loses nothing that was acknowledged, and leaves nothing half-written", async () => {
    const dataDir = folder();
    const acknowledged = new Map<string, string>();
    const images = new Map<string, Buffer>();
    for (let round = 0; round < 4; round += 1) {
      const { child, origin } = await open(dataDir);
      await expectAll(origin, acknowledged);
      const writers = [
        ...Array.from({ length: 8 }, (_, writer) => write(origin, `r${round}w${writer}`, acknowledged)),
        ...Array.from({ length: 3 }, (_, writer) => writeImages(origin, { round, writer }, images)),
      ];
      // Reading the first image starts a thread, which takes its time.
      await vi.waitFor(() => expect(images.size).toBeGreaterThan(5 * round + 4), { timeout: 20_000, interval: 5 });
      setTimeout(() => child.kill("SIGKILL"), Math.random() * 200);
      await Promise.all([...writers, ended(child)]);
    }
    const { origin, child } = await open(dataDir);
    expect(acknowledged.size).toBeGreaterThan(40);
    await expectAll(origin, acknowledged);
    await expectImages(origin, images);
    expect(readdirSync(join(dataDir, "blobs/.uploads"))).toEqual([]);
    const answer = await fetch(
      `${origin}/v1/projects/p/locations/us-central1/datasets?pageSize=1000&fields=datasets(name)`,
    );
    const { datasets = [] } = (await answer.json()) as { datasets?: { name: string }[] };
    for (const { name } of datasets) expect((await fetch(`${origin}/v1/${name}/operations`)).status).toBe(200);
    child.kill("SIGTERM");
    expect((await ended(child)).code).toBe(0);
    const file = openDatabase(join(dataDir, "emulator.db"), MIGRATIONS);
    expect(file.get("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
    expect(file.all("PRAGMA foreign_key_check")).toEqual([]);
    file.close();
  }, 60_000);
});

/** Datasets, stores, patches and FHIR resources until the emulator is gone; remembers each url with the text that must be in its answer. */
async function write(origin: string, id: string, acknowledged: Map<string, string>): Promise<void> {
  const datasets = "/v1/projects/p/locations/us-central1/datasets";
  const send = async (method: string, path: string, body: string, type = "application/json"): Promise<Response> => {
    const response = await fetch(origin + path, { method, body, headers: { "content-type": type } });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  try {
    const dataset = `${datasets}/${id}`;
    await send("POST", `${datasets}?datasetId=${id}`, '{"timeZone":"Europe/Paris"}');
    acknowledged.set(dataset, "Europe/Paris");
    await send("POST", `${dataset}/fhirStores?fhirStoreId=s`, '{"version":"R4","enableUpdateCreate":true}');
    acknowledged.set(`${dataset}/fhirStores/s`, "R4");
    for (let n = 0; ; n += 1) {
      await send("PATCH", `${dataset}/fhirStores/s?updateMask=labels`, `{"labels":{"n":"v${n}"}}`);
      acknowledged.set(`${dataset}/fhirStores/s`, `"v${n}"`);
      const patient = `{"resourceType":"Patient","id":"p${n}","name":[{"family":"Family${n}"}]}`;
      await send("PUT", `${dataset}/fhirStores/s/fhir/Patient/p${n}`, patient, "application/fhir+json");
      acknowledged.set(`${dataset}/fhirStores/s/fhir/Patient/p${n}`, `Family${n}`);
    }
  } catch (error) {
    // The connection breaks when the emulator is killed; a refusal would be a real failure.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** How much the pictures of a file weigh: small ones make many requests, large ones are caught in the middle. */
const PIXEL_BYTES = [24, 400_000, 3_000_000];

/** DICOM instances, each in a request of its own, until the emulator is gone; remembers each address with its bytes. */
async function writeImages(
  origin: string,
  { round, writer }: { readonly round: number; readonly writer: number },
  acknowledged: Map<string, Buffer>,
): Promise<void> {
  const dataset = `${origin}/v1/projects/p/locations/us-central1/datasets`;
  const store = `images${round}w${writer}`;
  const create = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  try {
    await fetch(`${dataset}?datasetId=${store}`, create);
    await fetch(`${dataset}/${store}/dicomStores?dicomStoreId=s`, create);
    const web = `/v1/projects/p/locations/us-central1/datasets/${store}/dicomStores/s/dicomWeb/studies`;
    for (let n = 1; ; n += 1) {
      const instance = `1.2.3.1.${n}`;
      const pixels = Buffer.alloc(PIXEL_BYTES[n % PIXEL_BYTES.length] ?? 0, n);
      const file = testFile({ instance, elements: [["7FE00010", "OW", pixels]] });
      const response = await fetch(origin + web, {
        method: "POST",
        headers: { "content-type": "application/dicom" },
        body: new Uint8Array(file),
      });
      if (!response.ok) throw new Error(`${instance}: ${response.status} ${await response.text()}`);
      acknowledged.set(`${web}/1.2.3/series/1.2.3.1/instances/${instance}`, file);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** All that were acknowledged are there whole, and whatever else is found is whole too. */
async function expectImages(origin: string, acknowledged: ReadonlyMap<string, Buffer>): Promise<void> {
  const whole = (path: string) => fetch(origin + path, { headers: { accept: "application/dicom; transfer-syntax=*" } });
  for (const [path, file] of acknowledged)
    expect(file.equals(Buffer.from(await (await whole(path)).arrayBuffer())), path).toBe(true);
  for (const study of new Set([...acknowledged.keys()].map((path) => path.split("/series/")[0] ?? ""))) {
    const rows = (await (await fetch(`${origin}${study}/instances`)).json()) as { "00080018": { Value: string[] } }[];
    for (const row of rows) {
      const path = `${study}/series/1.2.3.1/instances/${row["00080018"].Value[0]}`;
      if (acknowledged.has(path)) continue;
      const bytes = Buffer.from(await (await whole(path)).arrayBuffer());
      const n = Number(path.split(".").at(-1));
      expect(bytes.subarray(-(PIXEL_BYTES[n % PIXEL_BYTES.length] ?? 0)).every((byte) => byte === n % 256)).toBe(true);
    }
  }
}

async function expectAll(origin: string, acknowledged: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, content] of acknowledged) {
    const body = await (await fetch(origin + path)).text();
    // A patch that was written but not acknowledged any more may have come after the last acknowledged one.
    const label = /^"v(\d+)"$/.exec(content)?.[1];
    if (label === undefined) expect(body).toContain(content);
    else expect([`v${label}`, `v${Number(label) + 1}`]).toContain(/"n": "(v\d+)"/.exec(body)?.[1]);
  }
}
