import type { healthcare_v1 } from "@googleapis/healthcare";
import { checkQuery } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import { formatTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireDicomStore, type DicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { scopeOf, type Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";

interface Totals {
  readonly [column: string]: number | null;
  readonly studies: number;
  readonly series: number;
  readonly instances: number;
  readonly structured: number | null;
  readonly blob: number | null;
}

/** Of a whole store. Numbers are strings, zeros are left out (contract sections 1.3, 9.1). */
export function dicomStoreMetrics(
  { database }: Pick<Context, "database">,
  storeId: number,
): Omit<healthcare_v1.Schema$DicomStoreMetrics, "name"> {
  const count = (table: string): number =>
    database.get<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE store = ?`, storeId)?.count ?? 0;
  const sizes = database.get<{ structured: number | null; blob: number | null }>(
    "SELECT sum(metadata_size) AS structured, sum(size) AS blob FROM dicom_instances WHERE store = ?",
    storeId,
  );
  return {
    ...counted("studyCount", count("dicom_studies")),
    ...counted("seriesCount", count("dicom_series")),
    ...counted("instanceCount", count("dicom_instances")),
    ...counted("structuredStorageSizeBytes", sizes?.structured ?? 0),
    ...counted("blobStorageSizeBytes", sizes?.blob ?? 0),
  };
}

/** `GET …/studies/{uid}:getStudyMetrics` (contract 9.4). */
export function getStudyMetrics(request: EmulatorRequest, context: Context): Reply {
  const { name, scope, totals } = readTotals(request, context);
  const body: healthcare_v1.Schema$StudyMetrics = {
    study: `${name}/dicomWeb/studies/${scope.study}`,
    ...sizesOf(totals),
    ...counted("seriesCount", totals.series),
  };
  return json(body);
}

/** `GET …/series/{uid}:getSeriesMetrics` (contract 9.4). */
export function getSeriesMetrics(request: EmulatorRequest, context: Context): Reply {
  const { name, scope, totals } = readTotals(request, context);
  const body: healthcare_v1.Schema$SeriesMetrics = {
    series: `${name}/dicomWeb/studies/${scope.study}/series/${scope.series}`,
    ...sizesOf(totals),
  };
  return json(body);
}

/** `GET …/instances/{uid}:getStorageInfo` (contract 9.4). */
export function getStorageInfo(request: EmulatorRequest, context: Context): Reply {
  checkQuery(request, []);
  const store = requireDicomStore(request, context);
  const { study, series = "", instance = "" } = scopeOf(request);
  const row = context.database.get<{
    size: number;
    metadata_size: number;
    storage_class: string;
    storage_class_time: number;
  }>(
    `SELECT instance.size, instance.metadata_size, instance.storage_class, instance.storage_class_time ${FROM}
     WHERE study.store = ? AND study.uid = ? AND series.uid = ? AND instance.uid = ?`,
    store.id,
    study,
    series,
    instance,
  );
  const resource = `${store.name}/dicomWeb/studies/${study}/series/${series}/instances/${instance}`;
  if (!row) throw new GoogleError("NOT_FOUND", `Resource ${resource} was not found.`);
  const body: healthcare_v1.Schema$StorageInfo = {
    referencedResource: resource,
    blobStorageInfo: {
      sizeBytes: String(row.size),
      storageClass: row.storage_class,
      storageClassUpdateTime: formatTimestamp(row.storage_class_time),
    },
    structuredStorageInfo: { sizeBytes: String(row.metadata_size) },
  };
  return json(body);
}

const FROM =
  "FROM dicom_studies AS study JOIN dicom_series AS series ON series.study = study.id JOIN dicom_instances AS instance ON instance.series = series.id";

function readTotals(
  request: EmulatorRequest,
  context: Context,
): { readonly name: string; readonly scope: Scope; readonly totals: Totals } {
  checkQuery(request, []);
  const store = requireDicomStore(request, context);
  const scope = scopeOf(request);
  return { name: store.name, scope, totals: totalsOf(context, store, scope) };
}

function totalsOf({ database }: Context, store: DicomStore, { study, series }: Scope): Totals {
  const totals = database.get<Totals>(
    `SELECT 1 AS studies, count(DISTINCT series.id) AS series, count(*) AS instances, sum(instance.metadata_size) AS structured, sum(instance.size) AS blob
     ${FROM} WHERE study.store = ? AND study.uid = ? AND (? IS NULL OR series.uid = ?)`,
    store.id,
    study,
    series ?? null,
    series ?? null,
  );
  if (!totals || totals.instances === 0) {
    const below = series === undefined ? "" : `/series/${series}`;
    throw new GoogleError("NOT_FOUND", `Resource ${store.name}/dicomWeb/studies/${study}${below} was not found.`);
  }
  return totals;
}

function sizesOf({ structured, blob, instances }: Totals): Record<string, string> {
  return {
    ...counted("structuredStorageSizeBytes", structured ?? 0),
    ...counted("blobStorageSizeBytes", blob ?? 0),
    ...counted("instanceCount", instances),
  };
}

function counted(name: string, count: number): Record<string, string> {
  return count === 0 ? {} : { [name]: String(count) };
}
