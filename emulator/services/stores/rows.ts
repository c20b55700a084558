import type { StoreName } from "#lib/contract/resource-name.ts";
import type { Database } from "#emulator/store/database.ts";

export type StoreAddress = Omit<StoreName, "kind">;
export type DatasetAddress = Pick<StoreName, "project" | "location" | "dataset">;
/** A store's or dataset's own fields as proto3 JSON: no `name`, no default values. */
export type Config = Readonly<Record<string, unknown>>;

export interface StoreRow {
  /** `stores.id`: what every service's rows reference. Never reused. */
  readonly id: number;
  readonly config: Config;
}

const FIND = `SELECT stores.id, stores.config FROM stores JOIN datasets ON datasets.id = stores.dataset_id
  WHERE project = ? AND location = ? AND datasets.dataset_id = ? AND kind = ? AND store_id = ?`;

/** Every data-plane call looks its store up; rows change rarely, so all of them are forgotten together when one does. */
const cached = new WeakMap<Database, Map<string, StoreRow>>();

/** The row of a store, or undefined when the store or its dataset does not exist. Cached: safe on the hot path. */
export function findStore(database: Database, address: StoreAddress): StoreRow | undefined {
  const { project, location, dataset, storeKind, store } = address;
  const key = `${project}/${location}/${dataset}/${storeKind}/${store}`;
  const rows = cached.get(database) ?? new Map<string, StoreRow>();
  if (rows.size === 0) cached.set(database, rows);
  const known = rows.get(key);
  if (known) return known;
  const row = database.get<{ id: number; config: string }>(FIND, project, location, dataset, storeKind, store);
  if (!row) return undefined;
  const found = { id: row.id, config: JSON.parse(row.config) as Config };
  rows.set(key, found);
  return found;
}

/** True when the dataset exists: tells a missing dataset (403) from a missing store (404). */
export function hasDataset(database: Database, address: DatasetAddress): boolean {
  const { project, location, dataset } = address;
  return (
    database.get(
      "SELECT 1 FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
      project,
      location,
      dataset,
    ) !== undefined
  );
}

/**
 * Runs a write that inserts, changes or deletes rows of `stores` or `datasets`, and forgets the cached rows after it, also when the
 * shared commit failed: another write of the same batch may have cached what was rolled back.
 */
export async function writeStores<T>(database: Database, work: () => T): Promise<T> {
  try {
    return await database.write(() => {
      const result = work();
      cached.delete(database);
      return result;
    });
  } finally {
    cached.delete(database);
  }
}
