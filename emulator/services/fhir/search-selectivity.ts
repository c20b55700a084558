import type { Database } from "#emulator/store/database.ts";
import type { Predicate } from "./search-predicate.ts";
import { sql, type Sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

/** A condition and how many resources satisfy it, counted no further than a limit. */
export interface Sized {
  readonly predicate: Predicate;
  readonly size: number;
}

/** Sizes of the conditions that can be listed. Chains and `_has` with a short list are tested by that list from then on. */
export function measure(
  { database, limits }: Scope,
  predicates: readonly Predicate[],
  limit = limits.selective,
): Sized[] {
  const isQuick = (predicate: Predicate): boolean => predicate.rids !== undefined && !predicate.listsSlowly;
  const hasQuick = predicates.some(isQuick);
  return predicates.map((predicate) => {
    const size = hasQuick && predicate.listsSlowly ? limit : sizeOf(database, predicate, limit);
    return { predicate: predicate.joins && size < limit ? byList(predicate) : predicate, size };
  });
}

/** The one that leaves the fewest resources to test; undefined when none can be listed. */
export function mostSelective(sized: readonly Sized[]): Sized | undefined {
  return sized
    .filter(({ predicate }) => predicate.rids !== undefined)
    .toSorted(
      (a, b) => a.size - b.size || Number(a.predicate.listsSlowly ?? false) - Number(b.predicate.listsSlowly ?? false),
    )[0];
}

function sizeOf(database: Database, predicate: Predicate, limit: number): number {
  if (!predicate.rids) return limit;
  const isLong = (query: Sql): boolean => count(database, query, limit) >= limit;
  return predicate.joins?.some(isLong) ? limit : count(database, predicate.rids, limit);
}

function count(database: Database, query: Sql, limit: number): number {
  const { text, values } = sql`SELECT count(*) AS n FROM (SELECT 1 FROM (${query}) LIMIT ${limit})`;
  return database.get<{ n: number }>(text, ...values)?.n ?? 0;
}

function byList(predicate: Predicate): Predicate {
  const { rids } = predicate;
  return rids ? { ...predicate, probe: (hit) => sql`${hit.rid} IN (${rids})` } : predicate;
}
