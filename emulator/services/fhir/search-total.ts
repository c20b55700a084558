import type { SearchQuery } from "#lib/fhir/search-types.ts";
import { hitOf, listBy, type Predicate } from "./search-predicate.ts";
import { andSql, rawSql, sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

/** Resources of the type that the store has now. */
export function liveCount({ database, type }: Scope): number {
  return database.get<{ live: number }>("SELECT live FROM fhir_types WHERE key = ?", type)?.live ?? 0;
}

/**
 * How many satisfy all conditions: exact when asked for or when that is cheap, else estimated from resources spread evenly over the type.
 * The service promises no more: "exact when everything fits one page, else an estimate" (contract section 8.5).
 */
export function countMatches(
  scope: Scope,
  predicates: readonly Predicate[],
  driver: Predicate | undefined,
  wanted: SearchQuery["total"],
): number {
  if (predicates.length === 0) return liveCount(scope);
  const isAccurate = wanted === "accurate";
  const limit = predicates.length === 1 ? scope.limits.exactSingle : scope.limits.exactTested;
  const counted = count(scope, predicates, driver, isAccurate ? Number.MAX_SAFE_INTEGER : limit);
  return isAccurate || counted < limit ? counted : Math.max(counted, estimate(scope, predicates));
}

function count(scope: Scope, predicates: readonly Predicate[], driver: Predicate | undefined, limit: number): number {
  const matching =
    driver?.rids && predicates.length === 1
      ? driver.rids
      : driver
        ? listBy(driver, predicates)
        : sql`SELECT hit.rid FROM fhir_resources AS hit INDEXED BY fhir_resources_by_type WHERE hit.type = ${scope.type}
            AND ${andSql(predicates.map((predicate) => predicate.probe({ ...hitOf("hit", 0), node: rawSql("hit.node") })))}`;
  const distinct = driver && !driver.isUnique ? sql`SELECT DISTINCT rid FROM (${matching})` : matching;
  const query =
    limit === Number.MAX_SAFE_INTEGER
      ? sql`SELECT count(*) AS n FROM (${distinct})`
      : sql`SELECT count(*) AS n FROM (SELECT 1 FROM (${distinct}) LIMIT ${limit})`;
  return scope.database.get<{ n: number }>(query.text, ...query.values)?.n ?? 0;
}

function estimate(scope: Scope, predicates: readonly Predicate[]): number {
  const { database, type } = scope;
  const size = scope.limits.sample;
  const ends = database.get<{ low: number; high: number }>(
    "SELECT min(rid) AS low, max(rid) AS high FROM fhir_resources WHERE type = ?",
    type,
  );
  if (!ends) return 0;
  const step = (ends.high - ends.low) / size;
  const sample = Array.from({ length: size }, (_, index) => Math.floor(ends.low + (index + 0.5) * step));
  const query = sql`SELECT count(*) AS n FROM (SELECT (SELECT resource.rid FROM fhir_resources AS resource
    INDEXED BY fhir_resources_by_type WHERE resource.type = ${type} AND resource.rid >= place.value ORDER BY resource.rid LIMIT 1) AS rid
    FROM json_each(${JSON.stringify(sample)}) AS place) AS hit
    WHERE ${andSql(predicates.map((predicate) => predicate.probe(hitOf("hit", 0))))}`;
  const found = database.get<{ n: number }>(query.text, ...query.values)?.n ?? 0;
  return Math.round((found / size) * liveCount(scope));
}
