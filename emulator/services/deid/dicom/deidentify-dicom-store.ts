import { rm } from "node:fs/promises";
import { z } from "zod";
import { DicomError } from "#lib/dicom/data-set.ts";
import { GoogleError, rpcCode, type ErrorStatus } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { storeOfJob } from "#emulator/services/dicomweb/admin/store-of-job.ts";
import type { Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import { writeInstance } from "#emulator/services/dicomweb/store/write-instance.ts";
import { readFilter } from "#emulator/services/dicomweb/transfer/read-filter.ts";
import type { Job, JobError } from "#emulator/services/operations/runner.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import type { NamedBlob } from "#emulator/store/blobs.ts";
import type { PairWork } from "#emulator/services/deid/fhir/deidentify-fhir-store.ts";
import { noteStudy } from "#emulator/services/deid/metadata-store.ts";
import { openTextFinder, type TextFinder } from "./find-text-boxes.ts";
import { pageOfInstances, type SourceInstance } from "./page-of-instances.ts";
import type { RewrittenFile } from "./rewrite-file.ts";

/** Lines of the filter that are done, and the last instance of the line under way. */
const placeSchema = z.object({ scope: z.number(), id: z.number() });
type Place = z.infer<typeof placeSchema>;

/** Instances that are rewritten, synced and written into the database together. */
const PAGE = 24;
/** A picture whose text is read takes seconds: what is done shows, and stays done, sooner. */
const READING_PAGE = 4;

interface DicomWork extends PairWork {
  readonly finder: TextFinder;
  readonly scopes: readonly (Scope | undefined)[];
}

/** Copies every instance, or those that a filter names, with attributes and pixels as the plan says. */
export async function deidentifyDicomStore(context: Context, job: Job, pairWork: PairWork): Promise<void> {
  const { filterUri } = pairWork.request;
  const scopes = filterUri === undefined ? [undefined] : await readFilter(context, filterUri);
  const work = { ...pairWork, scopes, finder: openTextFinder(context, pairWork.plan) };
  try {
    await copyPages(context, job, work);
  } finally {
    await work.finder.close();
  }
}

/** An instance with its new file, or why there is none. */
type Prepared = Ready | { readonly error: JobError };
interface Ready {
  readonly row: SourceInstance;
  readonly rewritten: RewrittenFile;
  readonly target: string;
}

/** Instances that the threads are at, and the place that they lead to. */
interface Page {
  readonly place: Place;
  readonly done: Promise<Prepared[]>;
}

/** The threads are a page ahead of the disk. */
async function copyPages(context: Context, job: Job, work: DicomWork): Promise<void> {
  const { place } = work.progress;
  let page = beginPage(context, job, work, place === undefined ? { scope: 0, id: 0 } : placeSchema.parse(place));
  try {
    while (page) {
      const prepared = await page.done;
      const finished = page;
      page = beginPage(context, job, work, finished.place);
      await storePage(context, job, work, { prepared, place: finished.place });
    }
  } finally {
    // What was rewritten for nothing when the operation stops.
    for (const one of (await page?.done.catch(() => undefined)) ?? [])
      if ("target" in one) await rm(one.target, { force: true });
  }
}

/** Undefined when nothing is left. */
function beginPage(context: Context, job: Job, work: DicomWork, { scope, id }: Place): Page | undefined {
  job.signal.throwIfAborted();
  const store = storeOfJob(context, job, work.pair.source).id;
  for (let at = scope; at < work.scopes.length; at += 1) {
    const after = at === scope ? id : 0;
    const rows = pageOfInstances(context.database, {
      store,
      scope: work.scopes[at],
      after,
      most: work.finder.readsPictures ? READING_PAGE : PAGE,
    });
    const last = rows.at(-1);
    if (!last) continue;
    const done = Promise.all(rows.map((row) => rewriteInstance(context, job, work, row)));
    done.catch(() => undefined);
    return { place: { scope: at, id: last.id }, done };
  }
  return undefined;
}

async function rewriteInstance(
  { blobs, imaging }: Context,
  { signal }: Job,
  work: DicomWork,
  row: SourceInstance,
): Promise<Prepared> {
  try {
    const boxes = await work.finder.boxesOf(row, signal);
    const target = blobs.scratchPath();
    return {
      row,
      target,
      rewritten: await imaging.deidentify(blobs.pathOf(row.digest), { plan: work.plan, target, boxes }),
    };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { error: failed(work, row, "INVALID_ARGUMENT", error.message) };
  }
}

interface FinishedPage {
  readonly prepared: readonly Prepared[];
  readonly place: Place;
}

/** Brings the files of a page to the disk, then their rows, the counts and the place in one commit. */
async function storePage(
  context: Context,
  job: Job,
  work: DicomWork,
  { prepared, place }: FinishedPage,
): Promise<void> {
  const blobs: NamedBlob[] = [];
  try {
    await Promise.all(
      prepared.map(async (one) => {
        if (!("target" in one)) return;
        const blob = await context.blobs.adopt(one.target, one.rewritten.digest);
        blobs.push(blob);
        await blob.synced;
      }),
    );
    await work.progress.save(place, () => {
      const errors = prepared.flatMap((one) => ("error" in one ? [one.error] : writeOne(context, work, one)));
      for (const error of errors) job.reportError(error);
      const { success = 0, failure = 0, pending = 0 } = job.counter;
      job.progress({
        success: success + prepared.length - errors.length,
        failure: failure + errors.length,
        pending: Math.max(0, pending - prepared.length),
      });
    });
  } finally {
    for (const blob of blobs) blob.release();
  }
}

/** No error row for an instance that is in the destination. Inside a write, after its blob was kept. */
function writeOne(context: Context, work: DicomWork, { row, rewritten }: Ready): JobError[] {
  const { digest, size, indexed } = rewritten;
  const outcome = writeInstance(context, { store: destinationOf(context, work) }, indexed, { digest, size });
  switch (outcome) {
    case "stored":
    case "identical":
      noteStudy(context, work.request.config, indexed.study);
      return [];
    case "conflict":
      return [
        failed(work, row, "ALREADY_EXISTS", "The destination has an instance with the same UIDs but other bytes."),
      ];
    case "deleting":
      return [failed(work, row, "FAILED_PRECONDITION", "The study or series of the instance is being deleted there.")];
  }
}

/** Throws NOT_FOUND when it was deleted since the operation began. */
function destinationOf({ database }: Context, { pair }: PairWork): number {
  const row = findStore(database, { ...pair.destination, storeKind: "dicomStores" });
  if (!row) throw new GoogleError("NOT_FOUND", "The destination store of this operation was deleted.");
  return row.id;
}

function failed({ pair }: PairWork, row: SourceInstance, status: ErrorStatus, message: string): JobError {
  return {
    source: `dicomStores/${pair.source}`,
    resourceId: `studies/${row.study}/series/${row.series}/instances/${row.instance}`,
    error: { code: rpcCode(status), message },
  };
}
