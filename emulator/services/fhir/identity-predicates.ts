import type { SearchValue } from "#lib/fhir/search-types.ts";
import type { Database } from "#emulator/store/database.ts";
import { dateCondition } from "./search-dates.ts";
import { anyOf, testOnly, type Predicate } from "./search-predicate.ts";
import { listSql, sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

/** `_id=a,b` */
export function idPredicate(scope: Scope, values: readonly SearchValue[]): Predicate {
  const ids = values.flatMap((value) => (value.kind === "token" && value.code !== undefined ? [value.code] : []));
  const nodes = sql`FROM fhir_nodes AS node WHERE node.type = ${scope.type} AND node.id IN ${listSql(ids)} AND node.rid IS NOT NULL`;
  return {
    rids: sql`SELECT node.rid ${nodes}`,
    probe: (hit) => sql`${hit.rid} IN (SELECT node.rid ${nodes})`,
    isUnique: true,
    isOrdered: false,
  };
}

/** `_lastUpdated=ge2024-01-01`: rids are in commit order, so a span of time is a span of rids. */
export function lastUpdatedPredicate(scope: Scope, values: readonly SearchValue[]): Predicate {
  return anyOf(values.flatMap((value) => (value.kind === "date" ? [ofDate(scope, value)] : [])));
}

function ofDate(scope: Scope, value: Extract<SearchValue, { kind: "date" }>): Predicate {
  const { type, database } = scope;
  if (value.prefix === "ne" || value.prefix === "ap") {
    const isMet = dateCondition(value, "stamp", scope.now);
    return testOnly(
      (hit) => sql`EXISTS (SELECT 1 FROM (SELECT resource.version / 1000 AS low, resource.version / 1000 + 1 AS high
        FROM fhir_resources AS resource WHERE resource.rid = ${hit.rid}) AS stamp WHERE ${isMet})`,
    );
  }
  const from = value.prefix === "eq" || value.prefix === "ge" ? value.low : value.high;
  const to = value.prefix === "eq" || value.prefix === "le" ? value.high : value.low;
  const hasFrom = ["eq", "ge", "gt", "sa"].includes(value.prefix);
  const hasTo = ["eq", "le", "lt", "eb"].includes(value.prefix);
  const first = hasFrom ? firstRidSince(database, from * 1000) : 0;
  const end = hasTo ? firstRidSince(database, to * 1000) : Number.MAX_SAFE_INTEGER;
  return {
    rids: sql`SELECT resource.rid FROM fhir_resources AS resource WHERE resource.type = ${type}
      AND resource.rid >= ${first} AND resource.rid < ${end}`,
    probe: (hit) => sql`${hit.rid} >= ${first} AND ${hit.rid} < ${end}`,
    isUnique: true,
    isOrdered: true,
  };
}

/** The lowest rid committed at or after a time in microseconds; beyond the last when there is none. Bisects, as versions rise with rids. */
function firstRidSince(database: Database, micros: number): number {
  const ends = database.get<{ low: number | null; high: number | null }>(
    "SELECT (SELECT min(rid) FROM fhir_resources) AS low, (SELECT max(rid) FROM fhir_resources) AS high",
  );
  let low = ends?.low ?? 0;
  let high = (ends?.high ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = database.get<{ rid: number; version: number }>(
      "SELECT rid, version FROM fhir_resources WHERE rid >= ? ORDER BY rid LIMIT 1",
      middle,
    );
    if (!row || row.version >= micros) high = middle;
    else low = row.rid + 1;
  }
  return low;
}
