import type { Database } from "#emulator/store/database.ts";
import { INSTANCE_COLUMNS, type InstanceRow, type Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";

/** An instance with what pictures are in it. */
export interface SourceInstance extends InstanceRow {
  /** 0 for an object without pixels. */
  readonly frames: number;
}

interface Page {
  readonly store: number;
  /** Undefined for the whole store. */
  readonly scope: Scope | undefined;
  /** Instances up to this id are done. */
  readonly after: number;
  readonly most: number;
}

/** The next instances of a store by id, which is the order they came in. */
export function pageOfInstances(database: Database, { store, scope, after, most }: Page): SourceInstance[] {
  const { study, series, instance } = scope ?? {};
  const named = [
    ["study.uid", study],
    ["series.uid", series],
    ["instance.uid", instance],
  ].flatMap(([column, uid]) => (uid === undefined || column === undefined ? [] : [{ column, uid }]));
  return database.all<SourceInstance>(
    `SELECT ${INSTANCE_COLUMNS}, ifnull(json_extract(document.layout, '$.count'), ifnull(json_array_length(document.layout, '$.frames'), 0)) AS frames
     FROM dicom_instances AS instance JOIN dicom_series AS series ON series.id = instance.series
     JOIN dicom_studies AS study ON study.id = series.study JOIN dicom_documents AS document ON document.instance = instance.id
     WHERE instance.store = ? AND instance.id > ? AND study.is_deleting = 0 AND series.is_deleting = 0
     ${named.map(({ column }) => `AND ${column} = ?`).join(" ")} ORDER BY instance.id LIMIT ?`,
    store,
    after,
    ...named.map(({ uid }) => uid),
    most,
  );
}
