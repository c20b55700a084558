import { z } from "zod";
import { checkQuery } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { findInstances, scopeOf } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { datasetAddress } from "#emulator/services/stores/require-store.ts";
import { storeOfJob } from "./store-of-job.ts";

export const DELETE_STUDY_METHOD = "google.cloud.healthcare.v1.dicomweb.DicomWebService.DeleteStudy";
export const DELETE_SERIES_METHOD = "google.cloud.healthcare.v1.dicomweb.DicomWebService.DeleteSeries";

/** `DELETE …/instances/{uid}`: at once, with an empty answer (contract 10.7). Series and studies that are empty then go too. */
export async function deleteInstance(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  await context.database.write(() => {
    const [row] = findInstances(context.database, requireDicomStore(request, context), scopeOf(request));
    if (!row) throw new DicomWebError(404, "The DICOM instance does not exist.");
    deleteRows(context, [row.id]);
  });
  return json({});
}

const jobSchema = z.object({ dicomStore: z.string(), study: z.string(), series: z.string().optional() });

/** `DELETE` of a study or series: an operation (contract 10.7). From here on nothing of it is found, and nothing can be added to it. */
export async function deleteScope(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const store = requireDicomStore(request, context);
  const { study, series } = scopeOf(request);
  findInstances(context.database, store, { study, series });
  const job: z.infer<typeof jobSchema> = { dicomStore: request.params["dicomStore"] ?? "", study, series };
  // Asked for in the same turn, the mark and the operation are written in one commit.
  const [operation] = await Promise.all([
    context.operations.start({
      dataset: datasetAddress(request),
      method: series === undefined ? DELETE_STUDY_METHOD : DELETE_SERIES_METHOD,
      request: job,
      apiVersion: request.apiVersion,
    }),
    context.database.write(() => {
      mark(context, store.id, job, true);
    }),
  ]);
  return json(operation);
}

const BATCH = 500;

/** Deletes the marked study or series in batches; cancelled, it lets go of what is left. */
export async function deleteMarked(context: Context, job: Job): Promise<Json> {
  const request = jobSchema.parse(job.request);
  const store = storeOfJob(context, job, request.dicomStore);
  let { success = 0 } = job.counter;
  for (;;) {
    if (job.signal.aborted) {
      await context.database.write(() => {
        mark(context, store.id, request, false);
      });
      throw new GoogleError("CANCELLED", "The operation was cancelled.");
    }
    const ids = instancesOf(context, store.id, request);
    if (ids.length === 0) return {};
    await context.database.write(() => {
      deleteRows(context, ids);
    });
    success += ids.length;
    job.progress({ success });
    await job.checkpoint(null);
    await new Promise(setImmediate);
  }
}

type Target = Pick<z.infer<typeof jobSchema>, "study" | "series">;

function mark({ database }: Context, store: number, { study, series }: Target, isDeleting: boolean): void {
  if (series === undefined)
    database.run(
      "UPDATE dicom_studies SET is_deleting = ? WHERE store = ? AND uid = ?",
      isDeleting ? 1 : 0,
      store,
      study,
    );
  else
    database.run(
      "UPDATE dicom_series SET is_deleting = ? WHERE uid = ? AND study IN (SELECT id FROM dicom_studies WHERE store = ? AND uid = ?)",
      isDeleting ? 1 : 0,
      series,
      store,
      study,
    );
}

/** Under the mark only: once all is gone, the same UIDs may come again, and are none of this job's business. */
function instancesOf({ database }: Context, store: number, { study, series }: Target): number[] {
  return database
    .all<{ id: number }>(
      `SELECT instance.id FROM dicom_studies AS study JOIN dicom_series AS series ON series.study = study.id
       JOIN dicom_instances AS instance ON instance.series = series.id
       WHERE study.store = ? AND study.uid = ? AND (? IS NULL OR series.uid = ?)
       AND (study.is_deleting = 1 OR series.is_deleting = 1) LIMIT ${BATCH}`,
      store,
      study,
      series ?? null,
      series ?? null,
    )
    .map(({ id }) => id);
}

/** Call inside a write. */
function deleteRows({ database }: Context, ids: readonly number[]): void {
  const seriesIds = new Set<number>();
  for (const id of ids) {
    const row = database.get<{ series: number }>("SELECT series FROM dicom_instances WHERE id = ?", id);
    if (row) seriesIds.add(row.series);
    database.run("DELETE FROM dicom_instances WHERE id = ?", id);
  }
  for (const series of seriesIds) {
    const row = database.get<{ study: number }>("SELECT study FROM dicom_series WHERE id = ?", series);
    database.run(
      "DELETE FROM dicom_series WHERE id = ? AND NOT EXISTS (SELECT 1 FROM dicom_instances WHERE series = ?)",
      series,
      series,
    );
    if (row)
      database.run(
        "DELETE FROM dicom_studies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM dicom_series WHERE study = ?)",
        row.study,
        row.study,
      );
  }
}
