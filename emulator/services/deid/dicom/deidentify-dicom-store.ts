import { z } from "zod";
import { DicomError } from "#lib/dicom/data-set.ts";
import { GoogleError, rpcCode, type ErrorStatus } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { storeOfJob } from "#emulator/services/dicomweb/admin/store-of-job.ts";
import type { InstanceRow, Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import { writeInstance } from "#emulator/services/dicomweb/store/write-instance.ts";
import { readFilter } from "#emulator/services/dicomweb/transfer/read-filter.ts";
import type { Job, JobError } from "#emulator/services/operations/runner.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import type { PairWork } from "#emulator/services/deid/fhir/deidentify-fhir-store.ts";
import { openTextFinder, type TextFinder } from "./find-text-boxes.ts";
import { pageOfInstances, type SourceInstance } from "./page-of-instances.ts";
import type { RewrittenFile } from "./rewrite-file.ts";

/** Lines of the filter that are done, and the last instance of the line under way. */
const placeSchema = z.object({ scope: z.number(), id: z.number() });

/** Instances that are read, written and synced side by side. */
const AT_ONCE = 8;

/** Copies every instance, or those that a filter names, with attributes and pixels as the plan says. */
export async function deidentifyDicomStore(context: Context, job: Job, work: PairWork): Promise<void> {
  const finder = openTextFinder(context, work.plan);
  try {
    await copyScopes(context, job, { ...work, finder });
  } finally {
    await finder.close();
  }
}

interface DicomWork extends PairWork {
  readonly finder: TextFinder;
}

async function copyScopes(context: Context, job: Job, work: DicomWork): Promise<void> {
  const { filterUri } = work.request;
  const scopes: (Scope | undefined)[] = filterUri === undefined ? [undefined] : await readFilter(context, filterUri);
  let { scope, id } = work.progress.place === undefined ? { scope: 0, id: 0 } : placeSchema.parse(work.progress.place);
  for (; scope < scopes.length; scope += 1, id = 0) {
    for (;;) {
      job.signal.throwIfAborted();
      const store = storeOfJob(context, job, work.pair.source).id;
      const rows = pageOfInstances(context.database, { store, scope: scopes[scope], after: id, most: AT_ONCE });
      const last = rows.at(-1);
      if (!last) break;
      report(job, await Promise.all(rows.map((row) => copyInstance(context, job, work, row))));
      id = last.id;
      await work.progress.save({ scope, id });
    }
  }
}

/** Undefined when the instance is in the destination. */
async function copyInstance(
  context: Context,
  { signal }: Job,
  work: DicomWork,
  row: SourceInstance,
): Promise<JobError | undefined> {
  const { blobs, imaging } = context;
  try {
    const boxes = await work.finder.boxesOf(row, signal);
    const target = blobs.scratchPath();
    const rewritten = await imaging.deidentify(blobs.pathOf(row.digest), { plan: work.plan, target, boxes });
    return await keep(context, work, { row, rewritten, target });
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return failed(work, row, "INVALID_ARGUMENT", error.message);
  }
}

interface Written {
  readonly row: InstanceRow;
  readonly rewritten: RewrittenFile;
  readonly target: string;
}

async function keep(
  context: Context,
  work: PairWork,
  { row, rewritten, target }: Written,
): Promise<JobError | undefined> {
  const { digest, size, indexed } = rewritten;
  const blob = context.blobs.adopt(target, digest);
  try {
    await blob.keep();
    const outcome = await context.database.write(() =>
      writeInstance(context, { store: destinationOf(context, work) }, indexed, { digest, size }),
    );
    if (outcome === "stored" || outcome === "identical") return undefined;
    return outcome === "conflict"
      ? failed(work, row, "ALREADY_EXISTS", "The destination has an instance with the same UIDs but other bytes.")
      : failed(
          work,
          row,
          "FAILED_PRECONDITION",
          "The study or series of the instance is being deleted in the destination.",
        );
  } finally {
    await blob.discard();
    blob.release();
  }
}

/** Throws NOT_FOUND when it was deleted since the operation began. */
function destinationOf({ database }: Context, { pair }: PairWork): number {
  const row = findStore(database, { ...pair.destination, storeKind: "dicomStores" });
  if (!row) throw new GoogleError("NOT_FOUND", "The destination store of this operation was deleted.");
  return row.id;
}

function failed({ pair }: PairWork, row: InstanceRow, status: ErrorStatus, message: string): JobError {
  return {
    source: `dicomStores/${pair.source}`,
    resourceId: `studies/${row.study}/series/${row.series}/instances/${row.instance}`,
    error: { code: rpcCode(status), message },
  };
}

function report(job: Job, outcomes: readonly (JobError | undefined)[]): void {
  const errors = outcomes.filter((outcome) => outcome !== undefined);
  for (const error of errors) job.reportError(error);
  const { success = 0, failure = 0 } = job.counter;
  job.progress({ success: success + outcomes.length - errors.length, failure: failure + errors.length });
}
