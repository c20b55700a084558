import type { Database } from "#emulator/store/database.ts";
import type { Config } from "#emulator/services/stores/rows.ts";
import { catalogOf } from "./catalog.ts";
import { fhirStoreOf, type FhirStore } from "./fhir-store.ts";
import { insertIndexRows } from "./index-rows.ts";
import { parseStored } from "./resource-rows.ts";

/** Counts up when a stored resource gives other index rows than before: what is in the tables is then worked out again, once, at the next start. */
const INDEX_VERSION = 2;
const BATCH = 1000;

/** What the index tables hold. A folder from before this table was made counts as version 1. */
export const FHIR_INDEX_SCHEMA = `
CREATE TABLE fhir_index (
  version INTEGER NOT NULL,
  -- The version that is being built, and the last resource that is in it.
  building INTEGER,
  done INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO fhir_index (version) VALUES (1);
`;

const ROW_TABLES = [
  "fhir_token_rows",
  "fhir_string_rows",
  "fhir_date_rows",
  "fhir_number_rows",
  "fhir_reference_rows",
  "fhir_composite_rows",
];

/**
 * Builds the search index anew when this version of the emulator reads resources otherwise than the one that built it. A stopped build goes on
 * at the next start.
 * @param onProgress the part that is done, from 0 to 1; not called when there is nothing to do
 */
export async function rebuildIndex(database: Database, onProgress?: (part: number) => void): Promise<void> {
  const state = database.get<{ version: number; building: number | null }>("SELECT version, building FROM fhir_index");
  if (state?.version === INDEX_VERSION) return;
  if (state?.building !== INDEX_VERSION) await database.write(() => empty(database));
  const all = database.get<{ n: number }>("SELECT count(*) AS n FROM fhir_resources")?.n ?? 0;
  const stores = readStores(database);
  for (let done = 0, added = BATCH; added === BATCH; done += added) {
    if (all > 0) onProgress?.(Math.min(1, done / all));
    added = await database.write(() => addBatch(database, stores));
  }
  await database.write(() => database.run("UPDATE fhir_index SET version = ?, building = NULL", INDEX_VERSION));
}

function empty(database: Database): void {
  for (const table of ROW_TABLES) database.run(`DELETE FROM ${table}`);
  database.run("INSERT INTO fhir_fulltext (fhir_fulltext) VALUES ('delete-all')");
  database.run("DELETE FROM fhir_fulltext_progress");
  database.run("UPDATE fhir_index SET building = ?, done = 0", INDEX_VERSION);
}

function addBatch(database: Database, stores: ReadonlyMap<number, FhirStore>): number {
  const rows = database.all<{ rid: number; type: number; store: number; json: string }>(
    `SELECT resource.rid, resource.type, types.store, resource.json FROM fhir_resources AS resource
      JOIN fhir_types AS types ON types.key = resource.type
      WHERE resource.rid > (SELECT done FROM fhir_index) ORDER BY resource.rid LIMIT ?`,
    BATCH,
  );
  const catalog = catalogOf(database);
  for (const { rid, type, store: storeId, json } of rows) {
    const store = stores.get(storeId);
    if (store) insertIndexRows(database, catalog, { store, type, rid, resource: parseStored(json) });
  }
  const last = rows.at(-1);
  if (last) database.run("UPDATE fhir_index SET done = ?", last.rid);
  return rows.length;
}

function readStores(database: Database): ReadonlyMap<number, FhirStore> {
  const rows = database.all<{ id: number; config: string }>("SELECT id, config FROM stores WHERE kind = 'fhirStores'");
  return new Map(rows.map(({ id, config }) => [id, fhirStoreOf({ id, config: JSON.parse(config) as Config })]));
}
