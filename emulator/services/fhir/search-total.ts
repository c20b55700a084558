import type { SearchQuery } from "#lib/fhir/search-types.ts";
import { hitOf, listBy, type Predicate } from "./search-predicate.ts";
import { measure, mostSelective, type Sized } from "./search-selectivity.ts";
import { andSql, rawSql, sql, type Sql } from "./search-sql.ts";
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
  sized: readonly Sized[],
  { wanted, atLeast }: { readonly wanted: SearchQuery["total"]; readonly atLeast: number },
): number {
  const predicates = sized.map(({ predicate }) => predicate);
  const [first, ...others] = predicates;
  if (!first) return liveCount(scope);
  if (wanted === "accurate") {
    if (others.length === 0) return countExactly(scope, predicates, first);
    const driver = mostSelective(measure(scope, predicates, scope.limits.exactSingle));
    return countExactly(scope, predicates, driver?.predicate);
  }
  const isOneIndex = others.length === 0 && first.rids !== undefined && first.joins === undefined;
  if (isOneIndex) {
    if (first.size && liveCount(scope) <= scope.limits.exactSingle) return countExactly(scope, predicates, first);
    const counted = count(scope, matching(scope, predicates, first), scope.limits.exactSingle);
    if (counted < scope.limits.exactSingle) return counted;
  }
  const driver = mostSelective(sized);
  if (driver && driver.size < scope.limits.selective) return countExactly(scope, predicates, driver.predicate);
  return Math.max(atLeast, estimate(scope, predicates));
}

/** The exact number. @param driver the condition to list, where there is one */
export function countExactly(scope: Scope, predicates: readonly Predicate[], driver: Predicate | undefined): number {
  const size = predicates.length === 1 ? predicates[0]?.size : undefined;
  return size ? total(scope, sql`SELECT ${size} AS n`) : count(scope, matching(scope, predicates, driver), undefined);
}

function matching(scope: Scope, predicates: readonly Predicate[], driver: Predicate | undefined): Sql {
  if (!driver?.rids) {
    const hit = { ...hitOf("hit", 0), node: rawSql("hit.node") };
    return sql`SELECT hit.rid FROM fhir_resources AS hit INDEXED BY fhir_resources_by_type WHERE hit.type = ${scope.type}
      AND ${andSql(predicates.map((predicate) => predicate.probe(hit)))}`;
  }
  const listed = predicates.length === 1 ? driver.rids : listBy(driver, predicates);
  return driver.isUnique ? listed : sql`SELECT DISTINCT rid FROM (${listed})`;
}

function count(scope: Scope, query: Sql, limit: number | undefined): number {
  return total(
    scope,
    limit === undefined
      ? sql`SELECT count(*) AS n FROM (${query})`
      : sql`SELECT count(*) AS n FROM (SELECT 1 FROM (${query}) LIMIT ${limit})`,
  );
}

/** Remembered until the next write of the type. */
function total(scope: Scope, { text, values }: Sql): number {
  return scope.catalog.total(
    JSON.stringify([text, values]),
    () => scope.database.get<{ n: number }>(text, ...values)?.n ?? 0,
  );
}

function estimate(scope: Scope, predicates: readonly Predicate[]): number {
  const { database, type, limits } = scope;
  const ends = database.get<{ low: number; high: number }>(
    "SELECT (SELECT min(rid) FROM fhir_resources WHERE type = ?1) AS low, (SELECT max(rid) FROM fhir_resources WHERE type = ?1) AS high",
    type,
  );
  if (!ends) return 0;
  const step = (ends.high - ends.low) / limits.sample;
  const places = Array.from({ length: limits.sample }, (_, index) => Math.floor(ends.low + (index + 0.5) * step));
  const query = sql`WITH hit AS MATERIALIZED (SELECT (SELECT resource.rid FROM fhir_resources AS resource
    INDEXED BY fhir_resources_by_type WHERE resource.type = ${type} AND resource.rid >= place.value ORDER BY resource.rid LIMIT 1) AS rid
    FROM json_each(${JSON.stringify(places)}) AS place)
    SELECT count(*) AS n FROM hit WHERE ${andSql(predicates.map((predicate) => predicate.probe(hitOf("hit", 0))))}`;
  const name = JSON.stringify([query.text, query.values]);
  const found = scope.catalog.total(name, () => database.get<{ n: number }>(query.text, ...query.values)?.n ?? 0);
  return Math.round((found / limits.sample) * liveCount(scope));
}
