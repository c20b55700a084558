/**
 * Whether memory stays flat with size: of N and of 4N items, a first emulator process imports them, and each de-identification runs in a
 * fresh one on the same folder, so that nothing of the import is counted as the job's. Prints the peak of what a process has for itself
 * (RssAnon, read twenty times a second: Linux only), before and during the job; pages of the database file that are mapped (RssFile) are the
 * system's to drop and stand apart, and so does what malloc holds at the end (SQLite's page cache and buffers: the rest is V8's). Another process searches the same resources as the console's scan does. Asserts nothing.
 *
 * usage: node bench/deid-memory.ts [--scale 0.25] [--instances 100]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { NODE_FLAGS } from "#emulator/node-flags.ts";
import { hospital } from "#emulator/sample/hospital.ts";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";
import { PatientGroups } from "#lib/deid-scan/patient-groups.ts";
import { RareValues } from "#lib/deid-scan/rare-values.ts";
import { SourceKnowledge } from "#lib/deid-scan/read-source.ts";
import { OutputScan } from "#lib/deid-scan/scan-output.ts";

const { values: flags } = parseArgs({
  options: {
    scale: { type: "string", default: "0.25" },
    instances: { type: "string", default: "100" },
    /** Of the process that this one starts: searches a file of resources. */
    scan: { type: "string", default: "" },
  },
});
const DATASET = "projects/bench/locations/us-central1/datasets/d";
const SIZES = [1, 4];
const SIDE = 512;
const MIB = 1024;
const CONFIGS = {
  fhirStores: { fhir: {} },
  dicomStores: { dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } },
};
const KINDS: readonly Kind[] = ["fhirStores", "dicomStores"];
const NOTHING: Peak = { anon: 0, file: 0, malloc: 0 };

if (flags.scan === "") await main();
else await scanFile(flags.scan);

async function main(): Promise<void> {
  const peaks: Record<string, Peak[]> = {};
  const note: Note = (what, peak) => void (peaks[what] ??= []).push(peak);
  for (const size of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), "bench-deid-memory-"));
    try {
      const bucket = join(folder, "buckets", "bench");
      mkdirSync(join(bucket, "files"), { recursive: true });
      const lines = [...hospital({ seed: "bench", scale: Number(flags.scale) * size })].map((one) =>
        JSON.stringify(one),
      );
      writeFileSync(join(bucket, "hospital.ndjson"), lines.join("\n"));
      const instances = Number(flags.instances) * size;
      for (let number = 0; number < instances; number += 1)
        writeFileSync(join(bucket, "files", `${number}.dcm`), picture(number));
      console.log(`${lines.length} resources, ${instances} instances`);
      await importAll(folder, note);
      for (const kind of KINDS) await deidentifyAlone(folder, kind, note);
      const scan = spawnSync(process.execPath, [import.meta.filename, "--scan", join(bucket, "hospital.ndjson")]);
      note("scan of the output, its own process", { ...NOTHING, anon: Number(scan.stdout.toString()) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  for (const [what, [small = NOTHING, large = NOTHING]] of Object.entries(peaks))
    console.log(
      `${what.padEnd(42)} ${small.anon} MiB, four times as much ${large.anon} MiB: ${(large.anon / small.anon).toFixed(2)}x${small.file === 0 ? "" : ` (malloc ${small.malloc} and ${large.malloc}, mapped ${small.file} and ${large.file})`}`,
    );
}

/** In MiB. */
interface Peak {
  readonly anon: number;
  readonly file: number;
  readonly malloc: number;
}
type Note = (what: string, peak: Peak) => void;
type Kind = keyof typeof CONFIGS;

async function importAll(folder: string, note: Note): Promise<void> {
  await withEmulator(folder, async (root, pid) => {
    await post(`${root}/projects/bench/locations/us-central1/datasets?datasetId=d`, {});
    for (const id of ["from", "to"]) {
      await post(`${root}/${DATASET}/fhirStores?fhirStoreId=${id}`, { version: "R4", enableUpdateCreate: true });
      await post(`${root}/${DATASET}/dicomStores?dicomStoreId=${id}`, {});
    }
    const fhir = { contentStructure: "RESOURCE", gcsSource: { uri: "gs://bench/hospital.ndjson" } };
    const dicom = { gcsSource: { uri: "gs://bench/files/*.dcm" } };
    for (const [kind, body] of [["fhirStores", fhir] as const, ["dicomStores", dicom] as const])
      note(`${kind}.import`, await peakDuring(pid, () => ended(root, `${root}/${DATASET}/${kind}/from:import`, body)));
  });
}

async function deidentifyAlone(folder: string, kind: Kind, note: Note): Promise<void> {
  await withEmulator(folder, async (root, pid) => {
    note(`a fresh process before ${kind}`, { ...memoryOf(pid), malloc: mallocOf(pid) });
    const body = { destinationStore: `${DATASET}/${kind}/to`, config: CONFIGS[kind] };
    const job = (): Promise<void> => ended(root, `${root}/${DATASET}/${kind}/from:deidentify`, body);
    note(`${kind}.deidentify`, await peakDuring(pid, job));
  });
}

async function withEmulator(folder: string, work: (root: string, pid: number) => Promise<void>): Promise<void> {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, "emulator/main.ts", "--empty", "--port", "0", "--data", folder],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  child.stdout.resume();
  try {
    await work(`${/http:\S+/.exec(greeting.toString())?.[0] ?? ""}/v1`, child.pid ?? 0);
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}

async function peakDuring(pid: number, work: () => Promise<void>): Promise<Peak> {
  let peak = NOTHING;
  const timer = setInterval(() => {
    const { anon, file } = memoryOf(pid);
    peak = { ...peak, anon: Math.max(peak.anon, anon), file: Math.max(peak.file, file) };
  }, 50);
  await work();
  clearInterval(timer);
  return { ...peak, malloc: mallocOf(pid) };
}

/** As the console does: everything known of the source, then everything that came out; here the same file for both. */
async function scanFile(path: string): Promise<void> {
  const source = new SourceKnowledge();
  await eachLine(path, (resource) => source.addFhir(resource));
  source.finish();
  const [scan, rare, groups] = [new OutputScan(source), new RareValues(), new PatientGroups()];
  await eachLine(path, (resource) => {
    scan.addFhir(resource, "x");
    rare.addFhir(resource, "x");
    groups.addFhir(resource, "x");
  });
  groups.result();
  process.stdout.write(String(memoryOf(process.pid).anon));
}

async function eachLine(path: string, take: (resource: Record<string, unknown>) => void): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(path) }))
    take(JSON.parse(line) as Record<string, unknown>);
}

function mallocOf(pid: number): number {
  const [, rest = ""] = readFileSync(`/proc/${pid}/smaps`, "utf8").split("[heap]");
  return Math.round(Number(/Anonymous:\s+(\d+)/.exec(rest)?.[1] ?? 0) / MIB);
}

function memoryOf(pid: number): Omit<Peak, "malloc"> {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const read = (what: string): number =>
    Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / MIB);
  return { anon: read("RssAnon"), file: read("RssFile") };
}

function picture(number: number): Buffer {
  const pixels = Buffer.alloc(SIDE * SIDE * 2, number & 0xff);
  const size = ["00280010", "00280011"].map((tag) => [tag, "US", SIDE] as const);
  const series = `1.2.${Math.floor(number / 100)}`;
  const uids = { study: series, series: `${series}.1`, instance: `${series}.1.${number}` };
  return Buffer.from(testFile({ ...uids, number, elements: [...size, ["7FE00010", "OW", pixels]] }));
}

async function post(url: string, body: object): Promise<{ readonly name?: string }> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { readonly name?: string };
}

async function ended(root: string, url: string, body: object): Promise<void> {
  const { name = "" } = await post(url, body);
  for (;;) {
    const operation = (await (await fetch(`${root}/${name}`)).json()) as { readonly done?: boolean; error?: object };
    if (operation.error) throw new Error(JSON.stringify(operation));
    if (operation.done) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
