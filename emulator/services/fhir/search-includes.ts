import type { Include, SearchQuery } from "#lib/fhir/search-types.ts";
import type { Database } from "#emulator/store/database.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { joinSql, rawSql, sql, type Sql } from "./search-sql.ts";

/** `:iterate` follows references so many steps. */
const MAX_ROUNDS = 10;
/** A page brings at most so many resources along. */
const MAX_INCLUDED = 10_000;

/** Rids of what `_include` and `_revinclude` add to the resources of a page, newest first, none of them twice. */
export function includedRids(
  database: Database,
  store: FhirStore,
  query: Pick<SearchQuery, "includes" | "revincludes">,
  matches: readonly number[],
): number[] {
  if (query.includes.length + query.revincludes.length === 0) return [];
  const seen = new Set(matches);
  let frontier = matches;
  for (let round = 0; round < MAX_ROUNDS && frontier.length > 0 && seen.size < MAX_INCLUDED; round += 1) {
    const isActive = (include: Include): boolean => round === 0 || include.iterate;
    const steps = [
      ...query.includes.filter(isActive).map((include) => forward(store, database, include, frontier)),
      ...query.revincludes.filter(isActive).map((include) => backward(store, database, include, frontier)),
    ].filter((step) => step !== undefined);
    if (steps.length === 0) break;
    const { text, values } = sql`SELECT DISTINCT rid FROM (${joinSql(steps, " UNION ALL ")}) LIMIT ${MAX_INCLUDED}`;
    frontier = database
      .all<{ rid: number }>(text, ...values)
      .map(({ rid }) => rid)
      .filter((rid) => !seen.has(rid));
    for (const rid of frontier) seen.add(rid);
  }
  const own = new Set(matches);
  return [...seen].filter((rid) => !own.has(rid)).toSorted((a, b) => b - a);
}

/** What resources of `sourceType` among `rids` point to. */
function forward(store: FhirStore, database: Database, include: Include, rids: readonly number[]): Sql | undefined {
  const catalog = catalogOf(database);
  const type = catalog.findType(store.id, include.sourceType);
  const param = type === undefined ? undefined : paramCondition(database, type, include.param);
  if (type === undefined || !param) return undefined;
  const target = include.targetType === undefined ? undefined : (catalog.findType(store.id, include.targetType) ?? -1);
  return sql`SELECT target.rid FROM json_each(${JSON.stringify(rids)}) AS page
    CROSS JOIN fhir_reference_rows AS row INDEXED BY fhir_reference_rows_by_rid ON row.rid = page.value AND ${param}
    CROSS JOIN fhir_nodes AS target ON target.node = row.node
    WHERE target.rid IS NOT NULL AND ${target === undefined ? sql`1` : sql`target.type = ${target}`}`;
}

/** Resources of `sourceType` that point to one of `rids`. */
function backward(store: FhirStore, database: Database, include: Include, rids: readonly number[]): Sql | undefined {
  const catalog = catalogOf(database);
  const type = catalog.findType(store.id, include.sourceType);
  const param = type === undefined ? undefined : paramCondition(database, type, include.param);
  if (!param) return undefined;
  const target = include.targetType === undefined ? undefined : (catalog.findType(store.id, include.targetType) ?? -1);
  return sql`SELECT row.rid FROM json_each(${JSON.stringify(rids)}) AS page
    CROSS JOIN fhir_resources AS resource ON resource.rid = page.value
    CROSS JOIN fhir_reference_rows AS row ON row.node = resource.node AND ${param}
    WHERE ${target === undefined ? sql`1` : sql`resource.type = ${target}`}`;
}

/** `*` stands for all parameters of the source type. */
function paramCondition(database: Database, type: number, code: string): Sql | undefined {
  if (code === "*") return sql`row.param IN (SELECT key FROM fhir_params WHERE type = ${type} AND code <> '')`;
  const param = catalogOf(database).findParam(type, code);
  return param === undefined ? undefined : sql`${rawSql("row.param")} = ${param}`;
}
