import type { Database } from "#emulator/store/database.ts";
import type { FhirStore } from "./fhir-store.ts";
import type { Address } from "./resource-rows.ts";

/**
 * `fhir_deid_changes`: identities that changed in a store with a de-identified stream and are not copied yet; what they are now is read when
 * they are. A change of the same identity takes the place of the one before it, under a new number. `fhir_deid_keys`: one key for all
 * copies that a store sends to a destination, so that an id has one pseudonym there.
 */
export const DEID_STREAM_SCHEMA = `
CREATE TABLE fhir_deid_changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  UNIQUE (store, type, id)
);
CREATE TABLE fhir_deid_keys (
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  destination TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (store, destination)
)`;

const listeners = new WeakMap<Database, () => void>();

/** @param listener is called after commits that may hold a change */
export function onDeidChange(database: Database, listener: () => void): void {
  listeners.set(database, listener);
}

/** Remembers a create, update, patch or deletion in the commit that makes it. Imports and roll-backs do not call it (contract 13.1). */
export function noteDeidChange(database: Database, store: FhirStore, { type, id }: Address): void {
  if (store.deidStreams.length === 0) return;
  database.run("INSERT OR REPLACE INTO fhir_deid_changes (store, type, id) VALUES (?, ?, ?)", store.id, type, id);
  const listener = listeners.get(database);
  if (listener) setImmediate(listener);
}
