/**
 * Whether memory stays flat with size: an emulator process de-identifies a FHIR store and a DICOM store of N and then of 4N items, each size in a
 * process of its own, and another process searches the same resources as the console's scan does. Prints the peak of the resident set while each
 * works (VmHWM, set back before: Linux only), and the ratio of the two sizes. Asserts nothing.
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

if (flags.scan === "") await main();
else await scanFile(flags.scan);

async function main(): Promise<void> {
  const peaks: Record<string, number[]> = {};
  const note = (what: string, mib: number): void => void (peaks[what] ??= []).push(mib);
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
      await emulatorPeaks(folder, note);
      const scan = spawnSync(process.execPath, [import.meta.filename, "--scan", join(bucket, "hospital.ndjson")]);
      note("scan of the output, its own process", Number(scan.stdout.toString()));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  for (const [what, [small = 0, large = 0]] of Object.entries(peaks))
    console.log(`${what.padEnd(40)} ${small} MiB, four times as much ${large} MiB: ${(large / small).toFixed(2)}x`);
}

async function emulatorPeaks(folder: string, note: (what: string, mib: number) => void): Promise<void> {
  const child = spawn(process.execPath, ["emulator/main.ts", "--empty", "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [greeting] = (await once(child.stdout, "data")) as [Buffer];
  const root = `${/http:\S+/.exec(greeting.toString())?.[0] ?? ""}/v1`;
  try {
    await post(`${root}/projects/bench/locations/us-central1/datasets?datasetId=d`, {});
    for (const id of ["from", "to"]) {
      await post(`${root}/${DATASET}/fhirStores?fhirStoreId=${id}`, { version: "R4", enableUpdateCreate: true });
      await post(`${root}/${DATASET}/dicomStores?dicomStoreId=${id}`, {});
    }
    const fhir = { contentStructure: "RESOURCE", gcsSource: { uri: "gs://bench/hospital.ndjson" } };
    await ended(root, `${root}/${DATASET}/fhirStores/from:import`, fhir);
    const dicom = { gcsSource: { uri: "gs://bench/files/*.dcm" } };
    await ended(root, `${root}/${DATASET}/dicomStores/from:import`, dicom);
    for (const [kind, config] of Object.entries(CONFIGS)) {
      const pid = child.pid ?? 0;
      note(`before ${kind}.deidentify`, memoryOf(pid, "VmRSS"));
      writeFileSync(`/proc/${pid}/clear_refs`, "5");
      const destinationStore = `${DATASET}/${kind}/to`;
      await ended(root, `${root}/${DATASET}/${kind}/from:deidentify`, { destinationStore, config });
      note(`${kind}.deidentify, the emulator`, memoryOf(pid, "VmHWM"));
    }
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
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
  process.stdout.write(String(memoryOf(process.pid, "VmHWM")));
}

async function eachLine(path: string, take: (resource: Record<string, unknown>) => void): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(path) }))
    take(JSON.parse(line) as Record<string, unknown>);
}

/** The resident set or its peak, in MiB. */
function memoryOf(pid: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / MIB);
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
    const operation = (await (await fetch(`${root}/${name}`)).json()) as { readonly done?: boolean };
    if (operation.done) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
