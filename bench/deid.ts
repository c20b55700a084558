/**
 * fhirStores.deidentify and dicomStores.deidentify over HTTP in an emulator process of its own: resources and instances a second, pictures a
 * second whose text is read, and how long another caller waits meanwhile. Beside them, in the same run, the floors: the same resources parsed, walked, hashed id by id and
 * written as text; the same files read, hashed, written and synced, without reading them as DICOM. Prints figures; asserts nothing.
 *
 * usage: node bench/deid.ts [--scale 1] [--instances 400]
 */
import { spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { NODE_FLAGS } from "#emulator/node-flags.ts";
import { hospital } from "#emulator/sample/hospital.ts";
import { drawText } from "#emulator/sample/dicom/stroke-font.ts";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";

const { values: flags } = parseArgs({
  options: { scale: { type: "string", default: "1" }, instances: { type: "string", default: "400" } },
});
const DATASET = "projects/bench/locations/us-central1/datasets/d";
const RESOURCES_A_SECOND = 3000;
const INSTANCES_A_SECOND = 400;
const PICTURES_A_SECOND = 1;
const PICTURES = 12;
const PICTURE_SIDE = 1024;
const SIDE = 512;

const folder = mkdtempSync(join(tmpdir(), "bench-deid-"));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true });
}

async function main(): Promise<void> {
  const bucket = join(folder, "buckets", "bench");
  mkdirSync(join(bucket, "files"), { recursive: true });
  const lines = [...hospital({ seed: "bench", scale: Number(flags.scale) })].map((resource) =>
    JSON.stringify(resource),
  );
  writeFileSync(join(bucket, "hospital.ndjson"), lines.join("\n"));
  const paths = writeInstances(join(bucket, "files"), Number(flags.instances));
  const bytes = readFileSync(paths[0] ?? "").length;
  console.log(`${lines.length} resources of the sample hospital, ${paths.length} instances of ${bytes} bytes`);
  writePictures(join(bucket, "pictures"));
  const fhirFloor = rate(lines.length, hashPlainly(lines));
  const dicomFloor = rate(paths.length, copyPlainly(paths));

  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, "emulator/main.ts", "--empty", "--port", "0", "--data", folder],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  const root = `${/http:\S+/.exec(greeting.toString())?.[0] ?? ""}/v1`;
  try {
    await fill(root);
    console.log(`parse, walk, HMAC, stringify  ${fhirFloor} resources/s`);
    await measure(root, {
      kind: "fhirStores",
      config: { fhir: {} },
      floor: fhirFloor,
      target: RESOURCES_A_SECOND,
      unit: "resources",
    });
    console.log(`read, hash, write, sync       ${dicomFloor} instances/s`);
    const basic = { dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } };
    await measure(root, {
      kind: "dicomStores",
      config: basic,
      floor: dicomFloor,
      target: INSTANCES_A_SECOND,
      unit: "instances",
    });
    await measure(root, {
      kind: "dicomStores",
      source: "pictures",
      config: { ...basic, image: { textRedactionMode: "REDACT_ALL_TEXT" } },
      floor: dicomFloor,
      target: PICTURES_A_SECOND,
      unit: "pictures of 1024²",
    });
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

/** Pictures of noise, 512×512 in 16 bits, in series of a hundred. */
function writeInstances(into: string, count: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const series = `1.2.${Math.floor(number / 100)}`;
    const pixels = Buffer.alloc(SIDE * SIDE * 2);
    for (let at = 0; at < pixels.length; at += 2) pixels.writeUInt16LE((at * 2654435761 + number) & 0xffff, at);
    const size = ["00280010", "00280011"].map((tag) => [tag, "US", SIDE] as const);
    const path = join(into, `${number}.dcm`);
    writeFileSync(
      path,
      testFile({
        study: series,
        series: `${series}.1`,
        instance: `${series}.1.${number}`,
        number,
        elements: [...size, ["7FE00010", "OW", pixels]],
      }),
    );
    return path;
  });
}

/** Pictures of 8 bits with a name, a number and a date burned in. */
function writePictures(into: string): void {
  mkdirSync(into);
  const size = ["00280010", "00280011"].map((tag) => [tag, "US", PICTURE_SIDE] as const);
  const depth = ["00280100", "00280101"].map((tag) => [tag, "US", 8] as const);
  for (let number = 0; number < PICTURES; number += 1) {
    const pixels = Buffer.from(Uint8Array.from({ length: PICTURE_SIDE ** 2 }, (_, at) => 60 + 50 * Math.sin(at / 9e4)));
    const canvas = {
      rows: PICTURE_SIDE,
      columns: PICTURE_SIDE,
      blend: (x: number, y: number, value: number, share: number) => {
        const at = y * PICTURE_SIDE + x;
        pixels[at] = (pixels[at] ?? 0) * (1 - share) + value * share;
      },
    };
    for (const [line, text] of ["HALVORSEN^BERIT", `MRN 77${8123 + number}`, "1950-02-03"].entries())
      drawText(canvas, text, { x: 20, y: 40 + 30 * line, size: 14, value: 255 });
    const uids = { study: "1.3", series: "1.3.1", instance: `1.3.1.${number}` };
    const elements = [...size, ...depth, ["00280102", "US", 7] as const, ["7FE00010", "OB", pixels] as const];
    writeFileSync(join(into, `${number}.dcm`), testFile({ ...uids, number, elements }));
  }
}

/** Seconds for what no de-identification can do without: read, visit every value, hash the ids, write. */
function hashPlainly(lines: readonly string[]): number {
  const start = performance.now();
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]));
  };
  let written = 0;
  for (const line of lines) {
    const resource = visit(JSON.parse(line)) as { id: string };
    resource.id = createHmac("sha256", "key").update(resource.id).digest("hex");
    written += JSON.stringify(resource).length;
  }
  if (written === 0) throw new Error("Nothing was written");
  return (performance.now() - start) / 1000;
}

function copyPlainly(paths: readonly string[]): number {
  const start = performance.now();
  for (const [index, path] of paths.entries()) {
    const bytes = readFileSync(path);
    createHash("sha256").update(bytes).digest("hex");
    const file = openSync(join(folder, `copy-${index}`), "wx");
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
  }
  return (performance.now() - start) / 1000;
}

async function fill(root: string): Promise<void> {
  await call(`${root}/projects/bench/locations/us-central1/datasets?datasetId=d`, {});
  for (const id of ["source", "pictures", "copy"]) {
    await call(`${root}/${DATASET}/fhirStores?fhirStoreId=${id}`, { version: "R4" });
    await call(`${root}/${DATASET}/dicomStores?dicomStoreId=${id}`, {});
  }
  const resources = { gcsSource: { uri: "gs://bench/hospital.ndjson" }, contentStructure: "RESOURCE" };
  await finished(root, await call(`${root}/${DATASET}/fhirStores/source:import`, resources));
  for (const [store, files] of [
    ["source", "files"],
    ["pictures", "pictures"],
  ])
    await finished(
      root,
      await call(`${root}/${DATASET}/dicomStores/${store}:import`, { gcsSource: { uri: `gs://bench/${files}/**` } }),
    );
}

interface Measure {
  readonly kind: "fhirStores" | "dicomStores";
  readonly source?: string;
  readonly config: object;
  readonly floor: number;
  readonly target: number;
  readonly unit: string;
}

async function measure(root: string, { kind, source = "source", config, floor, target, unit }: Measure): Promise<void> {
  const start = performance.now();
  const body = { destinationStore: `${DATASET}/${kind}/copy`, config };
  const { operation, waits } = await finished(
    root,
    await call(`${root}/${DATASET}/${kind}/${source}:deidentify`, body),
  );
  const seconds = (performance.now() - start) / 1000;
  const { success = "0", failure = "0" } = operation.metadata?.counter ?? {};
  const done = Number((Number(success) / seconds).toPrecision(4));
  console.log(
    `${kind}.deidentify ${kind === "fhirStores" ? " " : ""}       ${done} ${unit}/s, ${(done / floor).toFixed(2)}x of the floor, ${failure} failed (target ${target}: ${done >= target ? "met" : "MISSED"})`,
  );
  console.log(
    `another caller waits p50 ${percentile(waits, 0.5)} ms, p95 ${percentile(waits, 0.95)} ms, longest ${percentile(waits, 1)} ms`,
  );
}

interface Operation {
  readonly name: string;
  readonly done?: boolean;
  readonly error?: object;
  readonly metadata?: { readonly counter?: { readonly success?: string; readonly failure?: string } };
}

async function finished(
  root: string,
  started: Operation,
): Promise<{ readonly operation: Operation; readonly waits: number[] }> {
  let operation = started;
  const waits: number[] = [];
  while (!operation.done) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const asked = performance.now();
    operation = await call(`${root}/${operation.name}`);
    waits.push(performance.now() - asked);
  }
  if (operation.error) throw new Error(JSON.stringify(operation));
  return { operation, waits };
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
