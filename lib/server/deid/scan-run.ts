import { setImmediate as nextTurn } from "node:timers/promises";
import type { DeidEvidence } from "#lib/contract/console/deid-runs.ts";
import { SourceKnowledge } from "#lib/deid-scan/read-source.ts";
import { PatientGroups } from "#lib/deid-scan/patient-groups.ts";
import { RareValues, type RareResult } from "#lib/deid-scan/rare-values.ts";
import { OutputScan } from "#lib/deid-scan/scan-output.ts";
import { PictureScan, type PictureTally } from "./scan-pictures.ts";
import { dataStores, readStore, storeCounts, type DataStore, type Reader, type ReadItem } from "./read-stores.ts";

type Scan = DeidEvidence["scan"];

/** Documents that are worked on before other requests get their turn. */
const AT_ONCE = 10;

/** What no scan of texts can tell; printed with every verdict. */
const LIMITS = [
  "Identifiers of fewer than six digits, and towns, are not looked for by themselves.",
  "Names in lower case are found beside the other name of the person, not alone.",
  "Names of staff are not looked for: they are not the patients'.",
  "Combinations are measured of birth decade, sex, place (state and three digits of the ZIP code) and each patient's rarest diagnosis; others are not.",
  "Dates are compared patient by patient; of patients with one or two dates, only when most have not moved.",
];

const LEFT_OUT = "Beyond 200,000 patients nobody was compared with others for rare combinations.";

export interface ScanHooks {
  /** @param read of source and output together */
  readonly progress: (phase: string, read: number, total: number) => Promise<void>;
}

/**
 * Reads all of the source and all of the output, and looks for what is known of the source's patients in what came out. Shares no code
 * with the engine that de-identifies. Fails closed: what could not be read, or is fewer than the store says, is a gap, and with a gap
 * nothing is called clean.
 */
export async function scanRun(
  reader: Reader,
  run: { readonly source: string; readonly destination: string },
  hooks: ScanHooks,
): Promise<Scan> {
  const [sources, outputs] = [await dataStores(reader, run.source), await dataStores(reader, run.destination)];
  const [inSource, inOutput] = [await totalOf(reader, sources), await totalOf(reader, outputs)];
  const total = inSource + inOutput;
  const knowledge = new SourceKnowledge();
  const sourceRead = await readAll(
    reader,
    sources,
    (store, { document }) => {
      if (store.kind === "fhirStores") knowledge.addFhir(document);
      else knowledge.addDicom(document);
    },
    (read) => hooks.progress("Reading the source", read, total),
  );
  knowledge.finish();
  const scan = new OutputScan(knowledge);
  const rareValues = new RareValues();
  const groups = new PatientGroups();
  const pictures = new PictureScan();
  const outputRead = await readAll(
    reader,
    outputs,
    (store, item) => {
      const { document, place } = item;
      if (store.kind === "fhirStores") {
        scan.addFhir(document, place);
        rareValues.addFhir(document, place);
        groups.addFhir(document, place);
      } else {
        scan.addDicom(document, place);
        rareValues.addDicom(document, place);
        groups.addDicom(document, place);
        pictures.add(item);
      }
    },
    (read) => hooks.progress("Searching the output", sourceRead + read, total),
  );
  const pixels = await pictures.look(reader, scan, (read, of) => hooks.progress("Reading text in pictures", read, of));
  const { found, findings, certain, possible, unreadable } = scan.result();
  const gaps = gapsOf({
    inSource,
    sourceRead,
    inOutput,
    outputRead,
    unreadable,
    patients: knowledge.patients,
    unread: pixels.unread,
  });
  return {
    verdict: verdictOf(certain, possible, gaps),
    scannedBy: "Careplane console, lib/deid-scan",
    scannedAt: new Date().toISOString(),
    gaps,
    sourceRead,
    outputRead,
    outputTotal: inOutput,
    patients: knowledge.patients,
    lookedFor: Object.fromEntries(knowledge.needles.counts),
    found,
    findings: [...findings],
    pixels,
    rare: rareOf(rareValues.result()),
    combinations: groups.result().map(({ of, small, ...counts }) => ({
      ...counts,
      of: [...of],
      small: small.map(({ places, ...size }) => ({ ...size, places: [...places] })),
    })),
    limits: [pixelSentence(pixels), ...LIMITS, ...(groups.left > 0 ? [LEFT_OUT] : [])],
  };
}

/** Places that are kept one by one; all are counted. */
const MOST_RARE = 500;

function rareOf({ places, ...counts }: RareResult): Scan["rare"] {
  return { ...counts, total: places.length, places: places.slice(0, MOST_RARE) };
}

/** What was looked at, exactly: a sample proves nothing of the rest. */
function pixelSentence({ instances, frames, ofInstances, ofFrames }: PictureTally): string {
  if (ofInstances === 0) return "The output has no pictures.";
  return `Text in pictures was looked for in ${frames} of ${ofFrames} frames, in ${instances} of ${ofInstances} instances, of each series one first. What cannot be read there is not found.`;
}

/** Known identifiers weigh most; a gap more than a doubt. */
function verdictOf(certain: number, possible: number, gaps: readonly string[]): Scan["verdict"] {
  if (certain > 0) return "found";
  if (gaps.length > 0) return "incomplete";
  return possible > 0 ? "review" : "clean";
}

interface Tally {
  readonly inSource: number;
  readonly sourceRead: number;
  readonly inOutput: number;
  readonly outputRead: number;
  readonly unreadable: number;
  readonly patients: number;
  readonly unread: number;
}

function gapsOf(tally: Tally): string[] {
  const gaps: string[] = [];
  if (tally.sourceRead < tally.inSource)
    gaps.push(`The source holds ${tally.inSource} items by its metrics, but ${tally.sourceRead} could be read.`);
  if (tally.outputRead < tally.inOutput)
    gaps.push(`The output holds ${tally.inOutput} items by its metrics, but ${tally.outputRead} could be read.`);
  if (tally.unreadable > 0)
    gaps.push(`${tally.unreadable} attachments of the output are no text and were not looked into.`);
  if (tally.unread > 0) gaps.push(`${tally.unread} pictures of the sample could not be looked at for text.`);
  if (tally.patients === 0) gaps.push("The source has no patients, so there was nothing to look for.");
  return gaps;
}

async function totalOf(reader: Reader, stores: readonly DataStore[]): Promise<number> {
  let total = 0;
  for (const store of stores) for (const count of (await storeCounts(reader, store)).values()) total += count;
  return total;
}

async function readAll(
  reader: Reader,
  stores: readonly DataStore[],
  take: (store: DataStore, item: ReadItem) => void,
  progress: (read: number) => Promise<void>,
): Promise<number> {
  let read = 0;
  for (const store of stores) {
    for await (const page of readStore(reader, store)) {
      for (const item of page) {
        take(store, item);
        read += 1;
        if (read % AT_ONCE === 0) await nextTurn();
      }
      await progress(read);
    }
  }
  return read;
}
