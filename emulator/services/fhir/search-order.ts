import type { SearchQuery } from "#lib/fhir/search-types.ts";
import { FhirError } from "./outcome.ts";
import type { PagePosition } from "./page-token.ts";
import { andSql, joinSql, orSql, rawSql, sql, type Sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

/** One thing that results are sorted by. */
interface OrderKey {
  readonly descending: boolean;
  /** The value to sort by of the resource `alias`.rid, null when it has none. For repeating elements the first counts (contract section 8.5). */
  readonly valueOf: (alias: string) => Sql;
  /** An index that gives the values in order: its table, its column, and the parameter. */
  readonly index?: {
    readonly table: "fhir_date_rows" | "fhir_string_rows";
    readonly column: "low" | "folded";
    readonly param: number;
  };
}

/** Where to go on: after (or, backwards, before) the resource with these sort values and this rid. */
export interface Cursor {
  readonly values: PagePosition;
  readonly rid: number;
  readonly isBackward: boolean;
}

/** The order of a search on one type. `_lastUpdated` is the order of rids, so it is no key but only gives the direction. */
export interface Order {
  readonly keys: readonly OrderKey[];
  readonly ridDescending: boolean;
}

/** Sorts as asked; `-_lastUpdated` is the default and the tie-break. */
export function orderOf(scope: Scope, sort: SearchQuery["sort"]): Order {
  const keys: OrderKey[] = [];
  for (const { param, descending } of sort) {
    if (param === "_lastUpdated") return { keys, ridDescending: descending };
    const key = param === "_id" ? idKey(descending) : paramKey(scope, param.code, param.type, descending);
    if (key) keys.push(key);
  }
  // In the direction of the first key, so that an index by value and rid can be read straight through.
  return { keys, ridDescending: keys[0]?.descending ?? true };
}

function idKey(descending: boolean): OrderKey {
  return {
    descending,
    valueOf: (alias) =>
      sql`(SELECT node.id FROM fhir_resources AS resource JOIN fhir_nodes AS node ON node.node = resource.node
        WHERE resource.rid = ${rawSql(alias)}.rid)`,
  };
}

function paramKey(scope: Scope, code: string, type: string, descending: boolean): OrderKey | undefined {
  const param = scope.catalog.findParam(scope.type, code);
  if (param === undefined) return undefined;
  const first = (column: string, table: string) => (alias: string) =>
    sql`(SELECT ${rawSql(column)} FROM ${rawSql(table)} WHERE row.param = ${param} AND row.rid = ${rawSql(alias)}.rid AND row.nth = 0)`;
  switch (type) {
    case "date":
      return {
        descending,
        valueOf: first("row.low", "fhir_date_rows AS row INDEXED BY fhir_date_rows_by_rid"),
        index: { table: "fhir_date_rows", column: "low", param },
      };
    case "string":
      return {
        descending,
        valueOf: first("row.folded", "fhir_string_rows AS row INDEXED BY fhir_string_rows_by_rid"),
        index: { table: "fhir_string_rows", column: "folded", param },
      };
    case "number":
    case "quantity":
      return { descending, valueOf: first("coalesce(row.value, row.low)", "fhir_number_rows AS row") };
    case "token":
      // Tokens are indexed by value only: the codes of all resources are put together once for a search.
      return {
        descending,
        valueOf: (alias) =>
          sql`(SELECT first.code FROM (SELECT row.rid, token.code FROM fhir_token_rows AS row
            JOIN fhir_tokens AS token ON token.token = row.token WHERE row.param = ${param} AND row.nth = 0) AS first
            WHERE first.rid = ${rawSql(alias)}.rid)`,
      };
    default:
      throw new FhirError("invalid_query", `cannot sort by "${code}"`);
  }
}

/** `k0 IS NULL, k0 DESC, …, rid DESC`: resources without a value come last in either direction. Columns are named k0, k1, … and rid. */
export function orderBy(order: Order, isBackward: boolean): Sql {
  const terms = order.keys.flatMap((key, index) => [
    rawSql(`k${index} IS NULL${isBackward ? " DESC" : ""}`),
    rawSql(`k${index}${key.descending === isBackward ? "" : " DESC"}`),
  ]);
  return joinSql([...terms, rawSql(order.ridDescending === isBackward ? "rid" : "rid DESC")], ", ");
}

/** True for rows beyond the cursor. */
export function beyond(order: Order, cursor: Cursor | undefined): Sql {
  if (!cursor) return sql`1`;
  const { isBackward } = cursor;
  const rid = order.ridDescending === isBackward ? sql`rid > ${cursor.rid}` : sql`rid < ${cursor.rid}`;
  let condition: Sql = rid;
  for (const [index, key] of [...order.keys.entries()].toReversed()) {
    const column = rawSql(`k${index}`);
    const value = cursor.values[index] ?? null;
    const isSame = value === null ? sql`${column} IS NULL` : sql`${column} = ${value}`;
    condition = orSql([
      isFurther(column, value, key.descending !== isBackward, isBackward),
      andSql([isSame, condition]),
    ]);
  }
  return condition;
}

function isFurther(column: Sql, value: string | number | null, isFalling: boolean, isBackward: boolean): Sql {
  if (value === null) return isBackward ? sql`${column} IS NOT NULL` : sql`0`;
  const compared = isFalling ? sql`${column} < ${value}` : sql`${column} > ${value}`;
  return isBackward ? compared : sql`${compared} OR ${column} IS NULL`;
}
