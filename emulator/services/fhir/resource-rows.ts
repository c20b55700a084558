import { canonicalText, isJsonObject, parseJson, type JsonObject } from "#lib/fhir/lossless-json.ts";
import type { Context } from "#emulator/http/route.ts";
import type { Database } from "#emulator/store/database.ts";
import { catalogOf, type Node } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { deleteIndexRows, insertIndexRows } from "./index-rows.ts";
import { lastUpdatedOf, versionIdOf } from "./version-id.ts";

export type WriteContext = Pick<Context, "database" | "now">;

/** A stored version of a resource. */
export interface StoredResource {
  readonly type: string;
  readonly id: string;
  /** Commit time in microseconds since 1970. */
  readonly version: number;
  /** Canonical JSON text. */
  readonly json: string;
}

export interface Address {
  readonly type: string;
  readonly id: string;
}

/** What is known of an identity: its current version, that it was deleted, or nothing. */
export type Found =
  | { readonly state: "live"; readonly resource: StoredResource }
  | { readonly state: "deleted"; readonly version: number }
  | { readonly state: "unknown" };

/** Looks an identity up. */
export function findResource(database: Database, store: FhirStore, { type, id }: Address): Found {
  const catalog = catalogOf(database);
  const node = catalog.findNode(catalog.findType(store.id, type), id);
  if (!node) return { state: "unknown" };
  if (node.rid !== null) {
    const row = database.get<{ version: number; json: string }>(
      "SELECT version, json FROM fhir_resources WHERE rid = ?",
      node.rid,
    );
    if (row) return { state: "live", resource: { type, id, ...row } };
  }
  const last = database.get<{ version: number; json: string | null }>(
    "SELECT version, json FROM fhir_versions WHERE node = ? ORDER BY version DESC LIMIT 1",
    node.node,
  );
  return last ? { state: "deleted", version: last.version } : { state: "unknown" };
}

/**
 * Stores a new version as it is and makes it findable; `meta.versionId` and `lastUpdated` are set. The former version goes to the history
 * when `keepsHistory`, and is forgotten otherwise. Inside a write.
 */
export function putResource(
  context: WriteContext,
  store: FhirStore,
  resource: JsonObject,
  keepsHistory: boolean,
): StoredResource {
  const { database } = context;
  const catalog = catalogOf(database);
  const type = String(resource["resourceType"]);
  const id = String(resource["id"]);
  const typeKey = catalog.internType(store.id, type);
  const version = nextVersion(context);
  const stamped = stamp(resource, version);
  const json = canonicalText(stamped);
  const former = catalog.findNode(typeKey, id);
  if (former) removeCurrent(database, store, { type: typeKey, node: former, keepsHistory });
  catalog.forgetTotals();
  const rid = catalog.nextRid();
  const node = catalog.setCurrent(typeKey, id, former?.node, rid);
  database.run(
    "INSERT INTO fhir_resources (rid, type, node, version, json) VALUES (?, ?, ?, ?, ?)",
    rid,
    typeKey,
    node,
    version,
    json,
  );
  database.run(
    "UPDATE fhir_types SET live = live + 1, live_bytes = live_bytes + ? WHERE key = ?",
    Buffer.byteLength(json),
    typeKey,
  );
  insertIndexRows(database, catalog, { store, type: typeKey, rid, resource: stamped });
  return { type, id, version, json };
}

/** Takes the current version away and, unless the store keeps no history, records the deletion. Returns false when nothing is live. Inside a write. */
export function dropResource(context: WriteContext, store: FhirStore, { type, id }: Address): boolean {
  const { database } = context;
  const catalog = catalogOf(database);
  const typeKey = catalog.findType(store.id, type);
  const node = catalog.findNode(typeKey, id);
  if (typeKey === undefined || !node || node.rid === null) return false;
  const keepsHistory = !store.disableResourceVersioning;
  catalog.forgetTotals();
  removeCurrent(database, store, { type: typeKey, node, keepsHistory });
  database.run("UPDATE fhir_nodes SET rid = NULL WHERE node = ?", node.node);
  // The marker stays even without versioning: a read must say "deleted", not "unknown".
  database.run("INSERT INTO fhir_versions (node, version) VALUES (?, ?)", node.node, nextVersion(context));
  database.run("UPDATE fhir_types SET old = old + 1 WHERE key = ?", typeKey);
  return true;
}

/** Forgets every version but the current one. Inside a write. */
export function purgeHistory(database: Database, store: FhirStore, { type, id }: Address): void {
  const catalog = catalogOf(database);
  const typeKey = catalog.findType(store.id, type);
  const node = catalog.findNode(typeKey, id);
  if (typeKey === undefined || !node) return;
  const gone = database.get<{ count: number; bytes: number }>(
    "SELECT count(*) AS count, coalesce(sum(octet_length(json)), 0) AS bytes FROM fhir_versions WHERE node = ?",
    node.node,
  );
  database.run("DELETE FROM fhir_versions WHERE node = ?", node.node);
  database.run(
    "UPDATE fhir_types SET old = old - ?, old_bytes = old_bytes - ? WHERE key = ?",
    gone?.count ?? 0,
    gone?.bytes ?? 0,
    typeKey,
  );
}

/** The resource of a stored text. */
export function parseStored(json: string): JsonObject {
  const value = parseJson(json);
  if (!isJsonObject(value)) throw new Error("A stored FHIR resource is no JSON object.");
  return value;
}

function removeCurrent(
  database: Database,
  store: FhirStore,
  current: { readonly type: number; readonly node: Node; readonly keepsHistory: boolean },
): void {
  const { type, node, keepsHistory } = current;
  if (node.rid === null) return;
  const row = database.get<{ version: number; json: string; bytes: number }>(
    "SELECT version, json, octet_length(json) AS bytes FROM fhir_resources WHERE rid = ?",
    node.rid,
  );
  if (!row) return;
  deleteIndexRows(database, catalogOf(database), { store, type, rid: node.rid, resource: parseStored(row.json) });
  database.run(
    "DELETE FROM fhir_fulltext WHERE rowid = ? AND rowid <= (SELECT rid FROM fhir_fulltext_progress WHERE type = ?)",
    node.rid,
    type,
  );
  database.run("DELETE FROM fhir_resources WHERE rid = ?", node.rid);
  database.run("UPDATE fhir_types SET live = live - 1, live_bytes = live_bytes - ? WHERE key = ?", row.bytes, type);
  if (!keepsHistory) return;
  database.run("INSERT INTO fhir_versions (node, version, json) VALUES (?, ?, ?)", node.node, row.version, row.json);
  database.run("UPDATE fhir_types SET old = old + 1, old_bytes = old_bytes + ? WHERE key = ?", row.bytes, type);
}

const newest = new WeakMap<Database, number>();

/** The commit time of the next version: later than every one given before, also when the machine's clock was set back. */
function nextVersion({ database, now }: WriteContext): number {
  const last =
    newest.get(database) ??
    Math.max(
      database.get<{ version: number }>("SELECT version FROM fhir_resources ORDER BY rid DESC LIMIT 1")?.version ?? 0,
      database.get<{ version: number | null }>("SELECT max(version) AS version FROM fhir_versions")?.version ?? 0,
    );
  const version = Math.max(Math.round(now() * 1000), last + 1);
  newest.set(database, version);
  return version;
}

function stamp(resource: JsonObject, version: number): JsonObject {
  const meta = resource["meta"];
  return {
    ...resource,
    meta: {
      ...(isJsonObject(meta) ? meta : {}),
      lastUpdated: lastUpdatedOf(version),
      versionId: versionIdOf(version),
    },
  };
}
