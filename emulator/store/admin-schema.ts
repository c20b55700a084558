/**
 * Datasets, stores, policies and operations. Every service's rows reference `stores(id)` with ON DELETE CASCADE, so deleting a dataset or
 * a store needs no list of services. AUTOINCREMENT: an id is never given out twice, so nothing cached under it can meet another store.
 */
export const ADMIN_SCHEMA = `
CREATE TABLE datasets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project TEXT NOT NULL,
  location TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  config TEXT NOT NULL,
  created REAL NOT NULL,
  UNIQUE (project, location, dataset_id)
) STRICT;

CREATE TABLE stores (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id INTEGER NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('fhirStores', 'dicomStores', 'hl7V2Stores', 'consentStores')),
  store_id TEXT NOT NULL,
  config TEXT NOT NULL,
  created REAL NOT NULL,
  UNIQUE (dataset_id, kind, store_id)
) STRICT;

CREATE TABLE dataset_policies (
  dataset_id INTEGER PRIMARY KEY REFERENCES datasets(id) ON DELETE CASCADE,
  policy TEXT NOT NULL
) STRICT;

CREATE TABLE store_policies (
  store_id INTEGER PRIMARY KEY REFERENCES stores(id) ON DELETE CASCADE,
  policy TEXT NOT NULL
) STRICT;

CREATE TABLE operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id INTEGER NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  operation_id TEXT NOT NULL UNIQUE,
  method TEXT NOT NULL,
  api_version TEXT NOT NULL CHECK (api_version IN ('v1', 'v1beta1')),
  request TEXT NOT NULL,
  checkpoint TEXT,
  counter TEXT NOT NULL DEFAULT '{}',
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  created REAL NOT NULL,
  ended REAL,
  response TEXT,
  error TEXT
) STRICT;
CREATE INDEX operations_by_dataset ON operations(dataset_id, id);
CREATE INDEX operations_unfinished ON operations(id) WHERE ended IS NULL;

CREATE TABLE operation_errors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation INTEGER NOT NULL REFERENCES operations(id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  resource_id TEXT,
  code INTEGER NOT NULL,
  message TEXT NOT NULL,
  time REAL NOT NULL
) STRICT;
CREATE INDEX operation_errors_by_operation ON operation_errors(operation, id);
`;
