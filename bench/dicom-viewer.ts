/**
 * The viewer beside OHIF and a minimal Cornerstone page: a series of 300 slices of 512×512 pixels of 16 bits, in Chromium that draws by
 * software, all from one emulator in one run, each with an empty profile, in turns. The console's way goes through its gateway with a
 * session; the peers' through a plain proxy. Prints figures and ratios; asserts nothing.
 *
 * usage: node bench/dicom-viewer.ts [--rounds 3] [--ohif <dist of an unpacked @ohif/app>]
 * `npm pack @ohif/app` fetches OHIF; without it the minimal page alone is the peer.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openBrowser, signedIn, withConsole } from "./console/own-console.ts";
import { SERIES, slice, stow } from "./dicom/dicom-load.ts";
import { bundleMinimal, servePeers } from "./dicom/peer-server.ts";
import { watchViewer, type ViewerFigures } from "./dicom/watch-viewer.ts";
import { send, startServer } from "./fhir/measure.ts";

const { values: flags } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, ohif: { type: "string" } },
});
const WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
const STORE = "projects/demo-hospital/locations/us-central1/datasets/bench/dicomStores/series";

const ROWS: readonly (readonly [title: string, key: keyof ViewerFigures, digits: number, bar: string])[] = [
  ["first picture, ms", "first", 0, "<= 0.45 OHIF, <= 1.30 minimal"],
  ["whole series, ms", "whole", 0, "<= 1.15 minimal"],
  ["scrolling, p95 between pictures, ms", "scroll", 1, "<= 1.10 minimal"],
  ["JavaScript, gzipped, MB", "script", 2, "<= 1.4 MB"],
  ["memory of the browser, MB", "memory", 0, "<= 1.00 OHIF"],
];

const emulator = await startServer(join(import.meta.dirname, "../emulator/main.ts"), 9163, "--empty");
const folder = mkdtempSync(join(tmpdir(), "bench-viewer-"));
try {
  await main();
} finally {
  emulator.stop();
  rmSync(folder, { recursive: true });
}
process.exit(0);

async function main(): Promise<void> {
  const ohif = flags.ohif !== undefined && existsSync(join(flags.ohif, "index.html")) ? flags.ohif : undefined;
  if (ohif === undefined) console.log("No OHIF: give its unpacked dist with --ohif.");
  const web = await fillStore();
  bundleMinimal(folder);
  const peers = await servePeers({ ohif, minimal: folder }, web);
  await withConsole(async (origin) => {
    const viewers: readonly (readonly [name: string, address: string, isOurs: boolean])[] = [
      ["console", `${origin}/${STORE}/dicomWeb/studies/${SERIES.study}`, true],
      ["minimal page", `${peers.origin}/minimal/`, false],
      ...(ohif ? [["OHIF", `${peers.origin}/viewer?StudyInstanceUIDs=${SERIES.study}`, false] as const] : []),
    ];
    const figures = new Map<string, ViewerFigures[]>();
    for (let round = 0; round < Number(flags.rounds); round += 1) {
      for (const [name, address, isOurs] of viewers) {
        const seen = await watch(address, isOurs ? origin : undefined);
        figures.set(name, [...(figures.get(name) ?? []), seen]);
      }
    }
    report(figures);
  }, emulator.origin);
  peers.close();
}

async function fillStore(): Promise<string> {
  const [dataset = "", store = ""] = STORE.split("/dicomStores/");
  const datasets = `${emulator.origin}/v1/${dataset.slice(0, dataset.lastIndexOf("/"))}`;
  await send("POST", `${datasets}?datasetId=bench`, "{}");
  await send("POST", `${datasets}/bench/dicomStores?dicomStoreId=${store}`, "{}");
  const web = `${emulator.origin}/v1/${STORE}/dicomWeb`;
  for (let at = 1; at <= SERIES.instances; at += 1) await stow(web, [slice(at)]);
  return web;
}

async function watch(address: string, origin: string | undefined): Promise<ViewerFigures> {
  const browser = await openBrowser(WEBGL);
  try {
    const size = { viewport: { width: 1440, height: 900 } };
    const context = origin === undefined ? await browser.newContext(size) : await signedIn(browser, origin, "imaging");
    return await watchViewer({ browser, context }, address, SERIES.instances);
  } finally {
    await browser.close();
  }
}

function report(figures: ReadonlyMap<string, readonly ViewerFigures[]>): void {
  const names = [...figures.keys()];
  console.log(`${"median of rounds".padEnd(36)} ${names.map((name) => name.padStart(22)).join(" ")}`);
  for (const [title, key, digits, bar] of ROWS) {
    const [own = 0, ...others] = names.map((name) => median((figures.get(name) ?? []).map((each) => each[key])));
    const cells = others.map((other) => `${other.toFixed(digits)} (x${(own / other).toFixed(2)})`.padStart(22));
    console.log(`${title.padEnd(36)} ${own.toFixed(digits).padStart(22)} ${cells.join(" ")}  bar ${bar}`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
