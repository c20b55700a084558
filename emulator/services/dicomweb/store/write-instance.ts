import type { Context } from "#emulator/http/route.ts";
import type { IndexedInstance } from "#emulator/services/dicomweb/imaging/index-instance.ts";
import { nameWords } from "#emulator/services/dicomweb/name-words.ts";

export interface StoredFile {
  readonly digest: string;
  readonly size: number;
}

/** `identical`: the same bytes are there already. `conflict`: other bytes under the same UIDs. `deleting`: its study or series is going. */
export type WriteOutcome = "stored" | "identical" | "conflict" | "deleting";

interface Parent {
  readonly [column: string]: number;
  readonly id: number;
  readonly is_deleting: number;
}

/** Writes the rows of an instance that is not there yet. Call inside a write, after its blob was kept. */
export function writeInstance(
  context: Pick<Context, "database" | "now">,
  { store, storageClass = "STANDARD" }: { readonly store: number; readonly storageClass?: string },
  indexed: IndexedInstance,
  file: StoredFile,
): WriteOutcome {
  const { database } = context;
  const study = database.get<Parent>(
    "SELECT id, is_deleting FROM dicom_studies WHERE store = ? AND uid = ?",
    store,
    indexed.study,
  );
  const series =
    study &&
    database.get<Parent>(
      "SELECT id, is_deleting FROM dicom_series WHERE study = ? AND uid = ?",
      study.id,
      indexed.series,
    );
  if (study?.is_deleting === 1 || series?.is_deleting === 1) return discard(context, file, "deleting");
  const known =
    series &&
    database.get<{ digest: string }>(
      "SELECT digest FROM dicom_instances WHERE series = ? AND uid = ?",
      series.id,
      indexed.instance,
    );
  if (known) return known.digest === file.digest ? "identical" : discard(context, file, "conflict");
  const studyId = study?.id ?? insertStudy(context, store, indexed);
  const seriesId = series?.id ?? insertSeries(context, { store, study: studyId }, indexed);
  insertInstance(context, { store, storageClass, series: seriesId }, indexed, file);
  return "stored";
}

/** The blob was kept for nothing; unless another instance has the same bytes, the collector takes it. */
function discard({ database }: Pick<Context, "database">, { digest }: StoredFile, outcome: WriteOutcome): WriteOutcome {
  database.run("INSERT OR IGNORE INTO dicom_garbage VALUES (?)", digest);
  return outcome;
}

function insertStudy({ database }: Pick<Context, "database">, store: number, indexed: IndexedInstance): number {
  const { keys, studyJson } = indexed;
  const id = insertedId(
    database.get<{ id: number }>(
      `INSERT INTO dicom_studies (store, uid, study_date, patient_id, patient_name, accession_number, referring_physician, attributes, more)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      store,
      indexed.study,
      keys.studyDate,
      keys.patientId,
      keys.patientName,
      keys.accessionNumber,
      keys.referringPhysician,
      studyJson.attributes,
      studyJson.more,
    ),
  );
  for (const word of nameWords(keys.patientName))
    database.run("INSERT OR IGNORE INTO dicom_name_words VALUES (?, ?, ?)", store, word, id);
  return id;
}

function insertSeries(
  { database }: Pick<Context, "database">,
  { store, study }: { readonly store: number; readonly study: number },
  { series, keys, seriesNumber, seriesJson }: IndexedInstance,
): number {
  return insertedId(
    database.get<{ id: number }>(
      "INSERT INTO dicom_series (store, study, uid, modality, number, attributes, more) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
      store,
      study,
      series,
      keys.modality,
      seriesNumber,
      seriesJson.attributes,
      seriesJson.more,
    ),
  );
}

function insertInstance(
  { database, now }: Pick<Context, "database" | "now">,
  { store, storageClass, series }: { readonly store: number; readonly storageClass: string; readonly series: number },
  indexed: IndexedInstance,
  { digest, size }: StoredFile,
): void {
  const id = insertedId(
    database.get<{ id: number }>(
      `INSERT INTO dicom_instances (store, series, uid, number, sop_class, transfer_syntax, digest, size, metadata_size, storage_class, storage_class_time, attributes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      store,
      series,
      indexed.instance,
      indexed.instanceNumber,
      indexed.sopClass,
      indexed.transferSyntax,
      digest,
      size,
      indexed.metadata.length,
      storageClass,
      now(),
      indexed.instanceAttributes,
    ),
  );
  const layout = indexed.layout ? JSON.stringify(indexed.layout) : null;
  database.run("INSERT INTO dicom_documents VALUES (?, ?, ?)", id, indexed.metadata, layout);
}

function insertedId(row: { readonly id: number } | undefined): number {
  if (!row) throw new Error("The row just written is not there");
  return row.id;
}
