import type { Database } from "#emulator/store/database.ts";
import { DicomWebError } from "#emulator/services/dicomweb/dicom-store.ts";
import { nameWords } from "#emulator/services/dicomweb/name-words.ts";
import type { Level, SearchQuery } from "./search-query.ts";

export interface SearchScope {
  /** `stores.id` */
  readonly store: number;
  readonly level: Level;
  /** UIDs that the address names. */
  readonly study?: string | undefined;
  readonly series?: string | undefined;
}

/** A row as answers need it: texts are the inside of JSON objects, `more` of an instance a whole one, and empty unless it is asked for. */
export interface SearchRow {
  readonly [column: string]: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly attributes: string;
  readonly more: string;
}

interface Form {
  readonly columns: string;
  /** All attributes beyond the defaults, and where they are if not with these. */
  readonly more: string;
  readonly moreFrom?: string;
  readonly from: string;
  readonly order: string;
}

/** Newest studies first, within a study by number; UIDs break ties, so that pages never overlap. */
const FORMS: Readonly<Record<Level, Form>> = {
  study: {
    columns: "study.uid AS study, '' AS series, '' AS instance, study.attributes",
    more: "study.more",
    from: "dicom_studies AS study",
    order: "study.study_date DESC, study.uid",
  },
  series: {
    columns: "study.uid AS study, series.uid AS series, '' AS instance, series.attributes",
    more: "series.more",
    from: "dicom_studies AS study JOIN dicom_series AS series ON series.study = study.id",
    order: "study.study_date DESC, study.uid, series.number, series.uid",
  },
  instance: {
    columns: "study.uid AS study, series.uid AS series, instance.uid AS instance, instance.attributes",
    more: "document.metadata",
    moreFrom: " JOIN dicom_documents AS document ON document.instance = instance.id",
    from: "dicom_studies AS study JOIN dicom_series AS series ON series.study = study.id JOIN dicom_instances AS instance ON instance.series = series.id",
    order: "study.study_date DESC, study.uid, series.number, series.uid, instance.number, instance.uid",
  },
};

const COLUMNS: Readonly<Record<string, string>> = {
  "0020000D": "study.uid",
  "00100010": "study.patient_name",
  "00100020": "study.patient_id",
  "00080050": "study.accession_number",
  "00080090": "study.referring_physician",
  "0020000E": "series.uid",
  "00080060": "series.modality",
  "00080018": "instance.uid",
};
const PATIENT_NAME = "00100010";
const STUDY_DATE = "00080020";
const NAME_TAGS = new Set([PATIENT_NAME, "00080090"]);

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** The rows that a search finds. Throws DicomWebError 400 for a date that is none. */
export function searchRows(database: Database, scope: SearchScope, query: SearchQuery): SearchRow[] {
  const form = FORMS[scope.level];
  const whole = isWhole(query);
  const columns = `${form.columns}, ${whole ? form.more : "''"} AS more`;
  const from = `${form.from}${whole ? (form.moreFrom ?? "") : ""}`;
  const conditions = [...scopeConditions(scope), ...keyConditions(scope, query)];
  return database.all<SearchRow>(
    `SELECT ${columns} FROM ${from} WHERE ${conditions.map(({ sql }) => sql).join(" AND ")} ORDER BY ${form.order} LIMIT ? OFFSET ?`,
    ...conditions.flatMap(({ values }) => values),
    query.limit,
    query.offset,
  );
}

/** True when an answer needs more than the default attributes. */
export function isWhole({ include }: SearchQuery): boolean {
  return include === "all" || include.size > 0;
}

function scopeConditions({ store, level, study, series }: SearchScope): Condition[] {
  const conditions: Condition[] = [
    { sql: "study.store = ?", values: [store] },
    { sql: "study.is_deleting = 0", values: [] },
  ];
  if (level !== "study") conditions.push({ sql: "series.is_deleting = 0", values: [] });
  if (study !== undefined) conditions.push({ sql: "study.uid = ?", values: [study] });
  if (series !== undefined) conditions.push({ sql: "series.uid = ?", values: [series] });
  return conditions;
}

function keyConditions({ store }: SearchScope, { keys, isFuzzy }: SearchQuery): Condition[] {
  return [...keys].flatMap(([tag, value]): Condition[] => {
    if (tag === STUDY_DATE) return dateConditions(value);
    if (tag === PATIENT_NAME && isFuzzy) return nameWords(value).map((word) => wordCondition(store, word));
    const exact = NAME_TAGS.has(tag) ? value.replace(/\^+$/, "") : value;
    const column = COLUMNS[tag] ?? "";
    // Rows of one store share an index with it: series and instances are found by their UID without walking the studies.
    const isUidBelow = tag === "0020000E" || tag === "00080018";
    const sql = isUidBelow ? `${column.split(".")[0]}.store = ? AND ${column} = ?` : `${column} = ?`;
    return [{ sql, values: isUidBelow ? [store, exact] : [exact] }];
  });
}

/** "every query word must prefix-match some name word" (contract 10.5). */
function wordCondition(store: number, word: string): Condition {
  return {
    sql: "study.id IN (SELECT word.study FROM dicom_name_words AS word WHERE word.store = ? AND word.word >= ? AND word.word < ?)",
    values: [store, word, `${word}\u{10ffff}`],
  };
}

/** `20200101`, `20200101-20201231`, `20200101-`, `-20201231`. */
function dateConditions(value: string): Condition[] {
  const [, from, dash, until] = /^(\d{8})?(-)?(\d{8})?$/.exec(value) ?? [];
  if ((from === undefined && until === undefined) || (until !== undefined && dash === undefined))
    throw new DicomWebError(400, "StudyDate must be YYYYMMDD, YYYYMMDD-YYYYMMDD, YYYYMMDD- or -YYYYMMDD.");
  if (dash === undefined) return [{ sql: "study.study_date = ?", values: [from ?? ""] }];
  return [
    { sql: "study.study_date >= ?", values: [from ?? "0"] },
    ...(until === undefined ? [] : [{ sql: "study.study_date <= ?", values: [until] }]),
  ];
}
