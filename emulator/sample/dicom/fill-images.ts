import { on } from "node:events";
import { Worker } from "node:worker_threads";
import type { Context } from "#emulator/http/route.ts";
import type { HospitalOptions } from "#emulator/sample/hospital.ts";
import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import { takeFile, type Verdict } from "#emulator/services/dicomweb/store/store-file.ts";
import { findStore, type StoreAddress } from "#emulator/services/stores/rows.ts";

export interface ImagesOptions {
  readonly hospital: HospitalOptions;
  /** Which kinds of studies; all when absent. */
  readonly orders?: readonly ImagingName[];
}

/** What the drawing thread is told. */
export interface ImagingOrderSheet extends ImagesOptions {
  /** Instances that the store has already, by study. */
  readonly stored: Readonly<Record<string, number>>;
  /** Files that may be on their way. */
  readonly window: number;
}

/** What it sends. */
export interface DrawnFile {
  readonly bytes: Uint8Array;
  /** Share of all files that is drawn, 0 to 1. */
  readonly part: number;
}

const WINDOW = 8;

/**
 * Draws the pictures in a thread of its own and stores them as clients do. Studies that a former run has finished are not drawn again.
 * Ends early when the store is deleted meanwhile or the signal aborts; throws what the thread or the disk threw.
 */
export async function* fillImages(
  context: Context,
  address: StoreAddress,
  { options, signal }: { readonly options: ImagesOptions; readonly signal: AbortSignal },
): AsyncGenerator<{ written: number; part: number }> {
  const store = findStore(context.database, address)?.id;
  if (store === undefined || signal.aborted) return;
  const sheet: ImagingOrderSheet = { ...options, stored: storedStudies(context, store), window: WINDOW };
  const worker = new Worker(new URL("imaging-worker.ts", import.meta.url), { workerData: sheet });
  const underway: Promise<Verdict>[] = [];
  let written = 0;
  try {
    for await (const [message] of on(worker, "message", { signal, close: ["exit"] }) as AsyncIterable<[DrawnFile]>) {
      if (!findStore(context.database, address)) return;
      const { verdict } = await takeFile(context, { store }, one(message.bytes));
      underway.push(verdict);
      if (underway.length >= WINDOW / 2) await settle(underway.shift());
      worker.postMessage("more");
      yield { written: ++written, part: message.part };
    }
    for (const verdict of underway) await settle(verdict);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.allSettled(underway);
    await worker.terminate();
  }
}

/** A sample file that the store refuses is a mistake of ours: the start says so. */
async function settle(verdict: Promise<Verdict> | undefined): Promise<void> {
  const outcome = await verdict;
  if (outcome?.kind === "failed") throw new Error(`A sample image was refused: ${outcome.message}`);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function storedStudies({ database }: Context, store: number): Record<string, number> {
  const rows = database.all<{ uid: string; instances: number }>(
    `SELECT dicom_studies.uid, COUNT(*) AS instances FROM dicom_studies
     JOIN dicom_series ON dicom_series.study = dicom_studies.id JOIN dicom_instances ON dicom_instances.series = dicom_series.id
     WHERE dicom_studies.store = ? GROUP BY dicom_studies.id`,
    store,
  );
  return Object.fromEntries(rows.map(({ uid, instances }) => [uid, instances]));
}
