import { fulltextOf } from "#lib/fhir/index-resource.ts";
import type { SearchFilter } from "#lib/fhir/search-types.ts";
import type { Database } from "#emulator/store/database.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { parseStored } from "./resource-rows.ts";
import type { Predicate } from "./search-predicate.ts";
import { sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

/** Resources a commit takes into the full-text index, so that other requests get their turn between. */
const CHUNK = 200;

/** `_text` (narrative) and `_content` (everything): all words must occur. Needs indexFulltext() of the type before. */
export function fulltextPredicate(scope: Scope, field: "_text" | "_content", words: readonly string[]): Predicate {
  const column = field === "_text" ? "narrative" : "content";
  const match = `${column} : (${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(" AND ")})`;
  const rows = sql`SELECT found.rowid AS rid FROM fhir_fulltext AS found WHERE fhir_fulltext MATCH ${match}`;
  return {
    rids: sql`SELECT resource.rid FROM (${rows}) AS found CROSS JOIN fhir_resources AS resource
      INDEXED BY fhir_resources_by_type ON resource.type = ${scope.type} AND resource.rid = found.rid`,
    probe: (hit) => sql`${hit.rid} IN (${rows})`,
    isUnique: true,
    isOrdered: false,
  };
}

/**
 * Brings the full-text index of the types that a search asks about up to date. It is built here, at the first such search, and not at every
 * write: it would cost more than all other indexes together. Rids only rise, so what is new is what lies beyond the last one indexed.
 */
export async function indexFulltext(
  database: Database,
  store: FhirStore,
  types: readonly string[],
  filters: readonly SearchFilter[],
): Promise<void> {
  if (!filters.some((filter) => filter.kind === "fulltext")) return;
  const catalog = catalogOf(database);
  for (const typeName of types) {
    const type = catalog.findType(store.id, typeName);
    if (type === undefined) continue;
    while (hasUnindexed(database, type)) await database.write(() => indexChunk(database, type));
  }
}

function hasUnindexed(database: Database, type: number): boolean {
  return (
    database.get(
      "SELECT 1 FROM fhir_resources WHERE type = ? AND rid > ? LIMIT 1",
      type,
      lastIndexed(database, type),
    ) !== undefined
  );
}

function indexChunk(database: Database, type: number): void {
  const rows = database.all<{ rid: number; json: string }>(
    "SELECT rid, json FROM fhir_resources WHERE type = ? AND rid > ? ORDER BY rid LIMIT ?",
    type,
    lastIndexed(database, type),
    CHUNK,
  );
  for (const row of rows) {
    const { narrative, content } = fulltextOf(parseStored(row.json));
    database.run("INSERT INTO fhir_fulltext (rowid, narrative, content) VALUES (?, ?, ?)", row.rid, narrative, content);
  }
  const last = rows.at(-1);
  if (!last) return;
  database.run(
    "INSERT INTO fhir_fulltext_progress (type, rid) VALUES (?1, ?2) ON CONFLICT (type) DO UPDATE SET rid = ?2",
    type,
    last.rid,
  );
}

function lastIndexed(database: Database, type: number): number {
  return database.get<{ rid: number }>("SELECT rid FROM fhir_fulltext_progress WHERE type = ?", type)?.rid ?? 0;
}
