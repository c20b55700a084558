import type { SearchQuery } from "#lib/fhir/search-types.ts";
import { compileFilters } from "./filter-predicates.ts";
import type { PagePosition } from "./page-token.ts";
import { beyond, orderBy, orderOf, type Cursor, type Order } from "./search-order.ts";
import { ALWAYS, hitOf, listBy, NEVER, type Hit, type Predicate } from "./search-predicate.ts";
import { andSql, joinSql, rawSql, sql, type Sql } from "./search-sql.ts";
import { measure, mostSelective } from "./search-selectivity.ts";
import { countExactly, countMatches, liveCount } from "./search-total.ts";
import type { Scope } from "./value-predicates.ts";

export interface Match {
  readonly typeName: string;
  readonly rid: number;
  /** Values sorted by, for the page token. */
  readonly values: PagePosition;
}

export interface TypeResult {
  /** In result order, at most `limit`. */
  readonly matches: readonly Match[];
  readonly total: number;
}

export interface TypeSearch {
  readonly filters: SearchQuery["filters"];
  readonly sort: SearchQuery["sort"];
  readonly total: SearchQuery["total"];
  readonly cursor: Cursor | undefined;
  readonly limit: number;
}

/**
 * One page of the resources of one type. Three plans, by how selective the conditions are (counted on the index, up to a limit):
 * the most selective one is read whole, tested and sorted; or the resources are tested in result order until the page is full; and when
 * that finds too little within its budget, again the first.
 */
export function searchType(scope: Scope, search: TypeSearch): TypeResult {
  const compiled = compileFilters(scope, search.filters).filter((predicate) => predicate !== ALWAYS);
  if (compiled.includes(NEVER)) return { matches: [], total: 0 };
  const order = orderOf(scope, search.sort);
  const sized = measure(scope, compiled);
  const driver = mostSelective(sized);
  const plan = { predicates: sized.map(({ predicate }) => predicate), driver: driver?.predicate, order, search };
  if (!driver || !isSelective(scope, driver.size)) {
    const rows = scan(scope, plan);
    if (rows) {
      const total = countMatches(scope, sized, { wanted: search.total, atLeast: rows.length });
      return { matches: toMatches(scope, order, search, rows), total };
    }
  }
  return gather(scope, plan);
}

/** Reading all that satisfy a condition pays when they are few, also in relation to the type. */
function isSelective(scope: Scope, size: number): boolean {
  return size < scope.limits.selective && (size * 4 < liveCount(scope) || size < scope.limits.selective / 10);
}

interface Plan {
  readonly predicates: readonly Predicate[];
  readonly driver: Predicate | undefined;
  readonly order: Order;
  readonly search: TypeSearch;
}

type PageRow = { rid: number; total?: number } & Record<string, string | number | null>;

/** All that match, sorted, with their exact number. */
function gather(scope: Scope, { predicates, driver, order, search }: Plan): TypeResult {
  const columns = joinSql(
    [rawSql("rid"), ...order.keys.map((key, index) => sql`${key.valueOf("hits")} AS ${rawSql(`k${index}`)}`)],
    ", ",
  );
  const hits = driver
    ? sql`SELECT DISTINCT rid FROM (${listBy(driver, predicates)})`
    : sql`SELECT hit.rid FROM ${typeRows(scope)} AND ${andSql(predicates.map((predicate) => predicate.probe(SCANNED)))}`;
  const isBackward = search.cursor?.isBackward ?? false;
  const query = sql`SELECT * FROM (SELECT *, count(*) OVER () AS total FROM (SELECT ${columns} FROM (${hits}) AS hits))
    WHERE ${beyond(order, search.cursor)} ORDER BY ${orderBy(order, isBackward)} LIMIT ${search.limit}`;
  const rows = scope.database.all<PageRow>(query.text, ...query.values);
  // A page beyond the last has no row to carry the total.
  const total = rows[0]?.total ?? (search.cursor ? countExactly(scope, predicates, driver) : 0);
  return { matches: toMatches(scope, order, search, rows), total };
}

/** Resources of the type, newest first by its index. */
const SCANNED: Hit = { rid: rawSql("hit.rid"), node: rawSql("hit.node"), depth: 0 };
function typeRows(scope: Scope): Sql {
  return sql`fhir_resources AS hit INDEXED BY fhir_resources_by_type WHERE hit.type = ${scope.type}`;
}

/** The page by testing in result order; undefined when the order has no index, or the budget ran out before the page was full. */
function scan(scope: Scope, plan: Plan): PageRow[] | undefined {
  const { order } = plan;
  const [key, ...others] = order.keys;
  if (!key) return scanByRid(scope, plan);
  if (others.length > 0 || !key.index) return undefined;
  return scanByValue(scope, plan, key.index);
}

function scanByRid(scope: Scope, { predicates, driver, order, search }: Plan): PageRow[] | undefined {
  const isBackward = search.cursor?.isBackward ?? false;
  const direction = rawSql(order.ridDescending === isBackward ? "" : "DESC");
  const after = beyond(order, search.cursor);
  const isDriven = driver?.isOrdered === true;
  const source =
    isDriven && driver.rids
      ? sql`SELECT hit.rid FROM (${driver.rids}) AS hit WHERE ${after}`
      : sql`SELECT hit.rid, hit.node FROM ${typeRows(scope)} AND ${after}`;
  const tests = predicates.filter((predicate) => !isDriven || predicate !== driver);
  const hit = isDriven ? hitOf("hit", 0) : SCANNED;
  if (tests.length === 0) {
    const query = sql`${source} ORDER BY hit.rid ${direction} LIMIT ${search.limit}`;
    return scope.database.all<PageRow>(query.text, ...query.values);
  }
  const candidates = sql`SELECT * FROM (${source} ORDER BY hit.rid ${direction} LIMIT ${scope.limits.scanBudget})`;
  const query = sql`SELECT hit.rid FROM (${candidates}) AS hit WHERE ${andSql(tests.map((predicate) => predicate.probe(hit)))}
    ORDER BY hit.rid ${direction} LIMIT ${search.limit}`;
  return fullPage(scope, query, search.limit);
}

/** Reads the index of the value sorted by; resources without a value are not in it, so only full pages count. */
function scanByValue(
  scope: Scope,
  { predicates, order, search }: Plan,
  index: { readonly table: string; readonly column: string; readonly param: number },
): PageRow[] | undefined {
  const { cursor } = search;
  if (cursor && (cursor.isBackward || cursor.values[0] === null)) return undefined;
  const column = rawSql(`hit.${index.column}`);
  const onRow = predicates.filter(
    (predicate) => predicate.dateRows?.param === index.param && index.table === "fhir_date_rows",
  );
  const direct = onRow.flatMap((predicate) => (predicate.dateRows ? [predicate.dateRows.condition("hit")] : []));
  const falling = order.ridDescending;
  const start = cursor ? startAfter(column, cursor, falling) : sql`1`;
  const direction = rawSql(falling ? "DESC" : "");
  const ordered = sql`ORDER BY ${column} ${direction}, hit.rid ${direction}`;
  const source = sql`SELECT hit.rid, ${column} FROM ${rawSql(index.table)} AS hit
    WHERE hit.param = ${index.param} AND hit.nth = 0 AND ${start} AND ${andSql(direct)} ${ordered}`;
  const tests = predicates
    .filter((predicate) => !onRow.includes(predicate))
    .map((predicate) => predicate.probe(hitOf("hit", 0)));
  const query =
    tests.length === 0
      ? sql`SELECT hit.rid, ${column} AS k0 FROM (${source} LIMIT ${search.limit}) AS hit`
      : sql`SELECT hit.rid, ${column} AS k0 FROM (${source} LIMIT ${scope.limits.scanBudget}) AS hit WHERE ${andSql(tests)} ${ordered} LIMIT ${search.limit}`;
  return fullPage(scope, query, search.limit);
}

/** The second, redundant bound lets SQLite seek to the place instead of reading up to it. */
function startAfter(column: Sql, { values, rid }: Cursor, falling: boolean): Sql {
  const from = values[0] ?? "";
  return falling
    ? sql`(${column} < ${from} OR (${column} = ${from} AND hit.rid < ${rid})) AND ${column} <= ${from}`
    : sql`(${column} > ${from} OR (${column} = ${from} AND hit.rid > ${rid})) AND ${column} >= ${from}`;
}

function fullPage(scope: Scope, query: Sql, limit: number): PageRow[] | undefined {
  const rows = scope.database.all<PageRow>(query.text, ...query.values);
  return rows.length === limit ? rows : undefined;
}

function toMatches(scope: Scope, order: Order, search: TypeSearch, rows: readonly PageRow[]): Match[] {
  const inOrder = search.cursor?.isBackward ? rows.toReversed() : rows;
  return inOrder.map((row) => ({
    typeName: scope.typeName,
    rid: row.rid,
    values: order.keys.map((_, index) => row[`k${index}`] ?? null),
  }));
}
