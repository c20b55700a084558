/**
 * FHIR resources and what search finds them by.
 *
 * `rid` numbers a stored version: every write gives its resource a new, higher one, so rows in rid order are in `_lastUpdated` order and an
 * equality lookup in an index table comes out newest first without sorting. `node` numbers an identity (`Patient/1`), also one that is
 * only pointed to. `param` is one search parameter of one resource type of one store, so index rows carry no store or type.
 * Rows of deleted and superseded versions leave the index tables; those of a deleted store leave with their parameter.
 */
export const FHIR_SCHEMA = `
CREATE TABLE fhir_types (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  live INTEGER NOT NULL DEFAULT 0,
  live_bytes INTEGER NOT NULL DEFAULT 0,
  old INTEGER NOT NULL DEFAULT 0,
  old_bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (store, type)
) STRICT;

CREATE TABLE fhir_nodes (
  node INTEGER PRIMARY KEY,
  type INTEGER NOT NULL REFERENCES fhir_types(key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  rid INTEGER,
  UNIQUE (type, id)
) STRICT;

CREATE TABLE fhir_resources (
  rid INTEGER PRIMARY KEY,
  type INTEGER NOT NULL REFERENCES fhir_types(key) ON DELETE CASCADE,
  node INTEGER NOT NULL,
  version INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX fhir_resources_by_type ON fhir_resources(type, rid, node);

CREATE TABLE fhir_versions (
  node INTEGER NOT NULL REFERENCES fhir_nodes(node) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  json TEXT,
  PRIMARY KEY (node, version)
) STRICT;

CREATE TABLE fhir_params (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  type INTEGER NOT NULL REFERENCES fhir_types(key) ON DELETE CASCADE,
  code TEXT NOT NULL,
  is_multiple INTEGER NOT NULL DEFAULT 0,
  UNIQUE (type, code)
) STRICT;

CREATE TABLE fhir_tokens (
  token INTEGER PRIMARY KEY,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  system TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (store, code, system, text)
) STRICT;

CREATE TABLE fhir_units (
  unit INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  system TEXT NOT NULL,
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  UNIQUE (store, system, code, label)
) STRICT;

CREATE TABLE fhir_token_rows (
  param INTEGER NOT NULL, token INTEGER NOT NULL, rid INTEGER NOT NULL, nth INTEGER NOT NULL,
  PRIMARY KEY (param, token, rid)
) STRICT, WITHOUT ROWID;

CREATE TABLE fhir_string_rows (
  param INTEGER NOT NULL, folded TEXT NOT NULL, rid INTEGER NOT NULL, value TEXT NOT NULL, nth INTEGER NOT NULL,
  PRIMARY KEY (param, folded, rid, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX fhir_string_rows_by_rid ON fhir_string_rows(param, rid);

CREATE TABLE fhir_date_rows (
  param INTEGER NOT NULL, low INTEGER NOT NULL, rid INTEGER NOT NULL, high INTEGER NOT NULL, nth INTEGER NOT NULL,
  PRIMARY KEY (param, low, rid, high)
) STRICT, WITHOUT ROWID;
CREATE INDEX fhir_date_rows_by_rid ON fhir_date_rows(param, rid, high);
CREATE INDEX fhir_long_date_rows ON fhir_date_rows(param, high, rid) WHERE high - low > 2678400000;

CREATE TABLE fhir_number_rows (
  param INTEGER NOT NULL, rid INTEGER NOT NULL, low REAL NOT NULL, high REAL NOT NULL, unit INTEGER NOT NULL,
  nth INTEGER NOT NULL, value REAL,
  PRIMARY KEY (param, rid, low, high, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE fhir_reference_rows (
  param INTEGER NOT NULL, node INTEGER NOT NULL, rid INTEGER NOT NULL, nth INTEGER NOT NULL,
  PRIMARY KEY (node, param, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX fhir_reference_rows_by_rid ON fhir_reference_rows(rid);

CREATE TABLE fhir_composite_rows (
  param INTEGER NOT NULL, first INTEGER NOT NULL, rid INTEGER NOT NULL, pair INTEGER NOT NULL,
  second INTEGER, low REAL, high REAL, unit INTEGER, folded TEXT,
  PRIMARY KEY (param, first, rid, pair)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fhir_params_gone AFTER DELETE ON fhir_params BEGIN
  DELETE FROM fhir_token_rows WHERE param = OLD.key;
  DELETE FROM fhir_string_rows WHERE param = OLD.key;
  DELETE FROM fhir_date_rows WHERE param = OLD.key;
  DELETE FROM fhir_number_rows WHERE param = OLD.key;
  DELETE FROM fhir_composite_rows WHERE param = OLD.key;
END;
CREATE TRIGGER fhir_nodes_gone AFTER DELETE ON fhir_nodes BEGIN
  DELETE FROM fhir_reference_rows WHERE node = OLD.node;
END;

CREATE VIRTUAL TABLE fhir_fulltext USING fts5(
  narrative, content, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
CREATE TABLE fhir_fulltext_progress (
  type INTEGER PRIMARY KEY REFERENCES fhir_types(key) ON DELETE CASCADE,
  rid INTEGER NOT NULL
) STRICT;
CREATE TRIGGER fhir_types_going BEFORE DELETE ON fhir_types BEGIN
  DELETE FROM fhir_fulltext WHERE rowid IN (
    SELECT resource.rid FROM fhir_resources AS resource JOIN fhir_fulltext_progress AS progress ON progress.type = resource.type
    WHERE resource.type = OLD.key AND resource.rid <= progress.rid);
END;
`;
