/**
 * DICOMweb: the emulator beside Debian's Orthanc (packages orthanc and orthanc-dicomweb), each in a process of its own, in one run: frames of
 * 512 kB six at a time, metadata of 300 instances, searches with 10,000 instances and with 100,000, storing with the data synced. Prints
 * figures and ratios; asserts nothing. Without Orthanc the emulator's figures stand alone.
 *
 * usage: node bench/dicom-server.ts [--seconds 5] [--many 100000]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { call, SEARCHES, SERIES, slice, small, stow } from "./dicom/dicom-load.ts";
import { fetchFrames } from "./dicom/fetch-frames.ts";
import { startOrthanc } from "#emulator/services/dicomweb/test-orthanc.ts";
import { latency, send, startServer, throughput } from "./fhir/measure.ts";

const { values: flags } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, many: { type: "string", default: "100000" } },
});
const [FEW, MANY] = [10_000, Number(flags.many)];
const BATCH = 50;
const JSON_TYPE = { accept: "application/dicom+json" };
const OCTETS = 'multipart/related; type="application/octet-stream"';

const emulator = await startServer(join(import.meta.dirname, "../emulator/main.ts"), 9161, "--empty");
const orthanc = await startOrthanc(9162);
try {
  await main();
} finally {
  emulator.stop();
  orthanc?.stop();
}
process.exit(0);

async function main(): Promise<void> {
  const ours = await newStore("few");
  const theirs = orthanc?.web;
  if (theirs === undefined) console.log("Orthanc is not installed: the emulator alone.");
  console.log(`${"".padEnd(44)} ${"emulator".padStart(10)} ${"Orthanc".padStart(10)} ${"ratio".padStart(7)}`);
  const both = async (title: string, bar: string, measure: (web: string) => Promise<number>, digits = 0) => {
    const own = await measure(ours);
    row(title, bar, [own, theirs === undefined ? undefined : await measure(theirs)], digits);
  };
  // The first files start threads and compile code.
  for (const web of [ours, theirs]) if (web) for (const at of [1, 2, 3, 4]) await stow(web, [small(FEW + at)]);
  const slices = Array.from({ length: SERIES.instances }, (_, index) => slice(index + 1));
  await both("STOW of 512 kB, four at a time, /s", ">= 1.00", (web) =>
    throughput(slices.length, 4, (index) => stow(web, slices.slice(index, index + 1))),
  );
  await both("STOW of 1 kB, fifty in a request, /s", ">= 1.00", (web) => storeMany(web, FEW));
  await both("frames of 512 kB, six at a time, /s", ">= 2.50", frames);
  const metadata = `studies/${SERIES.study}/series/${SERIES.series}/metadata`;
  await both(
    "metadata of 300 instances, p50 ms",
    "<= 6 ms",
    async (web) => (await latency(web === ours ? 100 : 15, () => call("GET", `${web}/${metadata}`, JSON_TYPE))).p50,
    2,
  );
  for (const [title, path] of SEARCHES) {
    await both(`QIDO of 10,000: ${title}, p95 ms`, "<= 0.10", (web) => searchTime(web, path, FEW / 100), 2);
  }
  const many = await newStore("many");
  await storeMany(many, MANY);
  for (const [title, path] of SEARCHES)
    row(
      `QIDO of ${MANY.toLocaleString("en")}: ${title}, p95 ms`,
      "<= 5 ms",
      [await searchTime(many, path, MANY / 100)],
      2,
    );
}

function row(title: string, bar: string, [own, other]: readonly (number | undefined)[], digits: number): void {
  const text = (value: number | undefined, places: number) => (value === undefined ? "" : value.toFixed(places));
  const ratio = own === undefined || other === undefined ? undefined : own / other;
  console.log(
    `${title.padEnd(44)} ${text(own, digits).padStart(10)} ${text(other, digits).padStart(10)} ${text(ratio, 2).padStart(7)}  (bar ${bar})`,
  );
}

async function newStore(id: string): Promise<string> {
  const datasets = `${emulator.origin}/v1/projects/bench/locations/us-central1/datasets`;
  await send("POST", `${datasets}?datasetId=${id}`, "{}");
  await send("POST", `${datasets}/${id}/dicomStores?dicomStoreId=s`, "{}");
  return `${datasets}/${id}/dicomStores/s/dicomWeb`;
}

async function storeMany(web: string, count: number): Promise<number> {
  const requests = Math.ceil(count / BATCH);
  const rate = await throughput(requests, 4, (turn) =>
    stow(
      web,
      Array.from({ length: Math.min(BATCH, count - turn * BATCH) }, (_, index) => small(turn * BATCH + index)),
    ),
  );
  return rate * (count / requests);
}

function frames(web: string): Promise<number> {
  const { origin, pathname } = new URL(web);
  const instances = `${pathname}/studies/${SERIES.study}/series/${SERIES.series}/instances`;
  return fetchFrames({
    origin,
    paths: Array.from({ length: SERIES.instances }, (_, at) => `${instances}/${SERIES.series}.${at + 1}/frames/1`),
    accept: origin === emulator.origin ? `${OCTETS}; transfer-syntax=*` : OCTETS,
    connections: 6,
    seconds: Number(flags.seconds),
  });
}

async function searchTime(
  web: string,
  path: (turn: number, studies: number) => string,
  studies: number,
): Promise<number> {
  let turn = 0;
  const { p95 } = await latency(200, () => call("GET", `${web}/${path((turn += 7), studies)}`, JSON_TYPE));
  return p95;
}
