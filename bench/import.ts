/**
 * fhirStores.import of the sample hospital's own resources, over HTTP into an emulator process of its own: resources a second, and how long
 * another caller waits meanwhile. Beside it, in the same run, the floor: the same lines parsed and inserted into one plain SQLite table
 * with synced commits, without validation, search index or versions. Prints figures and a ratio; asserts nothing.
 *
 * usage: node bench/import.ts [--scale 1]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { NODE_FLAGS } from "#emulator/node-flags.ts";
import { hospital } from "#emulator/sample/hospital.ts";
import { openDatabase } from "#emulator/store/database.ts";

const { values: flags } = parseArgs({ options: { scale: { type: "string", default: "1" } } });
const DATASET = "projects/bench/locations/us-central1/datasets/d";
/** Resources of one transaction, as the import makes them. */
const BATCH = 200;
const TARGET = 3000;

const folder = mkdtempSync(join(tmpdir(), "bench-import-"));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true });
}

async function main(): Promise<void> {
  const file = join(folder, "buckets", "bench", "hospital.ndjson");
  const count = await writeHospital(file);
  console.log(`${count} resources of the sample hospital, ${(readFileSync(file).length / 1e6).toFixed(1)} MB`);
  const floor = rate(count, await insertPlainly(file));
  const { seconds, waits } = await importThem(count);
  const imported = rate(count, seconds);
  console.log(`plain SQLite insert  ${floor} resources/s`);
  console.log(
    `fhirStores.import    ${imported} resources/s, ${(imported / floor).toFixed(2)}x of the floor (target ${TARGET}: ${imported >= TARGET ? "met" : "MISSED"})`,
  );
  console.log(
    `another caller waits p50 ${percentile(waits, 0.5)} ms, p95 ${percentile(waits, 0.95)} ms, longest ${percentile(waits, 1)} ms`,
  );
}

async function writeHospital(file: string): Promise<number> {
  mkdirSync(join(folder, "buckets", "bench"), { recursive: true });
  const out = createWriteStream(file);
  let count = 0;
  for (const resource of hospital({ seed: "bench", scale: Number(flags.scale) })) {
    count++;
    if (!out.write(`${JSON.stringify(resource)}\n`)) await once(out, "drain");
  }
  await finished(out.end());
  return count;
}

/** Seconds for parsing every line and storing its text by type and id. */
async function insertPlainly(file: string): Promise<number> {
  const database = openDatabase(join(folder, "plain.db"), [
    "CREATE TABLE resources (type TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (type, id)) STRICT, WITHOUT ROWID",
  ]);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const start = performance.now();
  for (let from = 0; from < lines.length; from += BATCH) {
    await database.write(() => {
      for (const line of lines.slice(from, from + BATCH)) {
        const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string };
        database.run("INSERT INTO resources (type, id, json) VALUES (?, ?, ?)", resourceType, id, line);
      }
    });
  }
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return seconds;
}

/** Seconds from the request to the operation's end, and milliseconds of each call made meanwhile. */
async function importThem(count: number): Promise<{ seconds: number; waits: number[] }> {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, "emulator/main.ts", "--empty", "--port", "0", "--data", folder],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  const origin = /http:\S+/.exec(greeting.toString())?.[0] ?? "";
  await call(`${origin}/v1/projects/bench/locations/us-central1/datasets?datasetId=d`, {});
  await call(`${origin}/v1/${DATASET}/fhirStores?fhirStoreId=s`, { version: "R4" });
  const start = performance.now();
  const source = { gcsSource: { uri: "gs://bench/hospital.ndjson" }, contentStructure: "RESOURCE" };
  let operation = await call(`${origin}/v1/${DATASET}/fhirStores/s:import`, source);
  const waits: number[] = [];
  while (!operation.done) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const asked = performance.now();
    operation = await call(`${origin}/v1/${operation.name}`);
    waits.push(performance.now() - asked);
  }
  const seconds = (performance.now() - start) / 1000;
  if (Number(operation.metadata?.counter?.success) !== count)
    throw new Error(`Not all went in: ${JSON.stringify(operation)}`);
  child.kill("SIGTERM");
  await once(child, "exit");
  return { seconds, waits };
}

interface Operation {
  readonly name: string;
  readonly done?: boolean;
  readonly metadata?: { readonly counter?: { readonly success?: string } };
}

async function call(url: string, body?: object): Promise<Operation> {
  const request = body
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Operation;
}

function rate(count: number, seconds: number): number {
  return Math.round(count / seconds);
}

function percentile(values: readonly number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1);
}
