import { z } from "zod";
import type { Context } from "#emulator/http/route.ts";
import { storeOfJob } from "#emulator/services/dicomweb/admin/store-of-job.ts";
import type { Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { readFilter } from "./read-filter.ts";
import { STORAGE_CLASSES } from "./transfer-messages.ts";

export const SET_STORAGE_METHOD = "google.cloud.healthcare.v1.dicom.DicomService.SetBlobStorageSettings";

export const storageJobSchema = z.object({
  dicomStore: z.string(),
  storageClass: z.enum(STORAGE_CLASSES),
  study: z.string().optional(),
  filterUri: z.string().optional(),
});

/** Gives the instances of a study, or those that a filter names, another storage class; counts instances. */
export async function setStorageClass(context: Context, job: Job): Promise<Json> {
  const { dicomStore, storageClass, study, filterUri } = storageJobSchema.parse(job.request);
  const named = filterUri === undefined ? [] : await readFilter(context, filterUri);
  const scopes: Scope[] = study === undefined ? named : [{ study }];
  let success = 0;
  for (const scope of scopes) {
    job.signal.throwIfAborted();
    success += await context.database.write(() =>
      setScope(context, storeOfJob(context, job, dicomStore).id, { ...scope, storageClass }),
    );
    job.progress({ success });
  }
  return {};
}

function setScope(
  { database, now }: Context,
  store: number,
  { study, series, instance, storageClass }: Scope & { readonly storageClass: string },
): number {
  return database.run(
    `UPDATE dicom_instances SET storage_class = ?, storage_class_time = ? WHERE (? IS NULL OR uid = ?) AND series IN (
       SELECT series.id FROM dicom_series AS series JOIN dicom_studies AS study ON study.id = series.study
       WHERE study.store = ? AND study.uid = ? AND (? IS NULL OR series.uid = ?))`,
    storageClass,
    now(),
    instance ?? null,
    instance ?? null,
    store,
    study,
    series ?? null,
    series ?? null,
  );
}
