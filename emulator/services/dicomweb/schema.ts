/**
 * DICOM instances. Files are blobs (emulator/store/blobs.ts) that `digest` names; rows hold what is searched, and answers in the form they
 * are sent in: `attributes` and `more` are the inside of a DICOM JSON object, what a search returns by default and with includefield=all.
 * Empty text stands for an attribute without value. A study is described by its first instance, a series by its own first.
 * `dicom_garbage` is filled by a trigger, however instances go (a store and a dataset take theirs along), so that no blob is forgotten.
 */
export const DICOM_SCHEMA = `
CREATE TABLE dicom_studies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  uid TEXT NOT NULL,
  study_date TEXT NOT NULL,
  patient_id TEXT NOT NULL,
  patient_name TEXT NOT NULL,
  accession_number TEXT NOT NULL,
  referring_physician TEXT NOT NULL,
  attributes TEXT NOT NULL,
  more TEXT NOT NULL,
  is_deleting INTEGER NOT NULL DEFAULT 0,
  UNIQUE (store, uid)
) STRICT;
CREATE INDEX dicom_studies_in_order ON dicom_studies(store, study_date DESC, uid);
CREATE INDEX dicom_studies_by_patient_id ON dicom_studies(store, patient_id, study_date DESC, uid);
CREATE INDEX dicom_studies_by_patient_name ON dicom_studies(store, patient_name, study_date DESC, uid);
CREATE INDEX dicom_studies_by_accession ON dicom_studies(store, accession_number, study_date DESC, uid);
CREATE INDEX dicom_studies_by_referrer ON dicom_studies(store, referring_physician, study_date DESC, uid);

CREATE TABLE dicom_name_words (
  store INTEGER NOT NULL,
  word TEXT NOT NULL,
  study INTEGER NOT NULL REFERENCES dicom_studies(id) ON DELETE CASCADE,
  PRIMARY KEY (store, word, study)
) STRICT, WITHOUT ROWID;
CREATE INDEX dicom_name_words_by_study ON dicom_name_words(study, word);

CREATE TABLE dicom_series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL,
  study INTEGER NOT NULL REFERENCES dicom_studies(id) ON DELETE CASCADE,
  uid TEXT NOT NULL,
  modality TEXT NOT NULL,
  number INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  more TEXT NOT NULL,
  is_deleting INTEGER NOT NULL DEFAULT 0,
  UNIQUE (study, uid)
) STRICT;
CREATE INDEX dicom_series_in_order ON dicom_series(study, number, uid);
CREATE INDEX dicom_series_by_uid ON dicom_series(store, uid);
CREATE INDEX dicom_series_by_modality ON dicom_series(store, modality);

CREATE TABLE dicom_instances (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL,
  series INTEGER NOT NULL REFERENCES dicom_series(id) ON DELETE CASCADE,
  uid TEXT NOT NULL,
  number INTEGER NOT NULL,
  sop_class TEXT NOT NULL,
  transfer_syntax TEXT NOT NULL,
  digest TEXT NOT NULL,
  size INTEGER NOT NULL,
  metadata_size INTEGER NOT NULL,
  storage_class TEXT NOT NULL,
  storage_class_time REAL NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE (series, uid)
) STRICT;
CREATE INDEX dicom_instances_in_order ON dicom_instances(series, number, uid);
CREATE INDEX dicom_instances_by_uid ON dicom_instances(store, uid);
CREATE INDEX dicom_instances_by_digest ON dicom_instances(digest);

CREATE TABLE dicom_documents (
  instance INTEGER PRIMARY KEY REFERENCES dicom_instances(id) ON DELETE CASCADE,
  metadata TEXT NOT NULL,
  layout TEXT
) STRICT;

CREATE TABLE dicom_garbage (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER dicom_instance_gone AFTER DELETE ON dicom_instances BEGIN
  INSERT OR IGNORE INTO dicom_garbage VALUES (old.digest);
END;
`;

/** `number` of a series or instance without one: behind all others. */
export const NO_NUMBER = 2 ** 31;
