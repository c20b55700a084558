import type { EmulatorRequest } from "#emulator/http/route.ts";
import type { Database } from "#emulator/store/database.ts";
import { DicomWebError, type DicomStore } from "#emulator/services/dicomweb/dicom-store.ts";

export interface InstanceRow {
  readonly [column: string]: string | number;
  readonly id: number;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly transfer_syntax: string;
  readonly digest: string;
  readonly size: number;
}

export const INSTANCE_COLUMNS =
  "instance.id, study.uid AS study, series.uid AS series, instance.uid AS instance, instance.transfer_syntax, instance.digest, instance.size";
const FROM =
  "FROM dicom_studies AS study JOIN dicom_series AS series ON series.study = study.id JOIN dicom_instances AS instance ON instance.series = series.id";
const ORDER = "ORDER BY series.number, series.uid, instance.number, instance.uid";

/** The study, series or instance that an address names. */
export interface Scope {
  readonly study: string;
  readonly series?: string | undefined;
  readonly instance?: string | undefined;
}

export function scopeOf({ params }: Pick<EmulatorRequest, "params">): Scope {
  const { study = "", series, instance } = params;
  return { study, series, instance };
}

/** The instances of a scope in the order of series and instance numbers. Throws DicomWebError 404 when there is none. */
export function findInstances(database: Database, store: DicomStore, scope: Scope): InstanceRow[] {
  return selectInstances<InstanceRow>(database, store, scope, { columns: INSTANCE_COLUMNS });
}

/** Like findInstances(), with the columns and further tables that the caller names. */
export function selectInstances<T extends Record<string, string | number | null>>(
  database: Database,
  store: DicomStore,
  { study, series, instance }: Scope,
  { columns, join = "" }: { readonly columns: string; readonly join?: string },
): T[] {
  const values = [
    store.id,
    study,
    ...(series === undefined ? [] : [series]),
    ...(instance === undefined ? [] : [instance]),
  ];
  const below =
    (series === undefined ? "" : " AND series.uid = ?") + (instance === undefined ? "" : " AND instance.uid = ?");
  const rows = database.all<T>(
    `SELECT ${columns} ${FROM} ${join} WHERE study.store = ? AND study.uid = ?${below} AND study.is_deleting = 0 AND series.is_deleting = 0 ${ORDER}`,
    ...values,
  );
  if (rows.length === 0) throw notFound({ study, series, instance });
  return rows;
}

function notFound({ series, instance }: Scope): DicomWebError {
  const parent = series === undefined ? "study" : "series";
  return new DicomWebError(404, `The DICOM ${instance === undefined ? parent : "instance"} does not exist.`);
}
