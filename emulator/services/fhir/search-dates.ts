import type { SearchValue } from "#lib/fhir/search-types.ts";
import type { Predicate } from "./search-predicate.ts";
import { andSql, joinSql, orSql, rawSql, sql, type Sql } from "./search-sql.ts";

export type DateValue = Extract<SearchValue, { kind: "date" }>;

/**
 * Longest span, in milliseconds, that the index by `low` is searched for: 31 days. Longer ones are few and have an index of their own by `high`
 * (fhir_long_date_rows in schema.ts, which names the same number).
 */
const LONG = 2_678_400_000;
const ANY_BOUNDS: Bounds = { from: -Infinity, to: Infinity };

/** Rows outside cannot satisfy the condition: `low` in [from - LONG, to) for short spans, `high` > from for long ones. */
interface Bounds {
  readonly from: number;
  readonly to: number;
}

/**
 * The date filters of one parameter, each a list of alternatives, all to be met. On a parameter with one value a resource they are conditions
 * on one row, so `date=ge2024-01&date=lt2024-02` reads January from the index instead of two halves of all time.
 * @param now milliseconds since 1970, for `ap`
 */
export function datePredicate(
  param: number,
  filters: readonly (readonly DateValue[])[],
  options: { readonly isMultiple: boolean; readonly now: number },
): Predicate {
  const condition = (alias: string): Sql => conditionOf(filters, alias, options.now);
  const bounds = filters
    .map((values) => unite(values.map((value) => boundsOf(value, options.now))))
    .reduce(intersect, ANY_BOUNDS);
  const spans = spansWithin(param, bounds, filters, options.now);
  return {
    rids: joinSql(
      spans.map((span) => sql`SELECT date.rid FROM ${span}`),
      " UNION ALL ",
    ),
    probe: (hit) => sql`EXISTS (SELECT 1 FROM fhir_date_rows AS date INDEXED BY fhir_date_rows_by_rid
      WHERE date.param = ${param} AND date.rid = ${hit.rid} AND ${condition("date")})`,
    isUnique: !options.isMultiple,
    isOrdered: false,
    ...(options.isMultiple
      ? {}
      : {
          size: joinSql(
            spans.map((span) => sql`(SELECT count(*) FROM ${span})`),
            " + ",
          ),
          dateRows: { param, condition: (alias: string) => within(bounds, condition, alias) },
        }),
  };
}

/**
 * How a value [low, high) of a resource compares with the one searched (FHIR R4 §3.1.1.4.5, §3.1.1.4.6). `le` is "begins before, or lies within",
 * which comes down to one comparison less; `ge` alike.
 */
export function dateCondition(value: DateValue, alias: string, now: number): Sql {
  const { low, high } = value;
  const l = rawSql(`${alias}.low`);
  const h = rawSql(`${alias}.high`);
  const isWithin = sql`${l} >= ${low} AND ${h} <= ${high}`;
  switch (value.prefix) {
    case "eq":
      return isWithin;
    case "ne":
      return sql`NOT (${isWithin})`;
    case "lt":
      return sql`${l} < ${low}`;
    case "gt":
      return sql`${h} > ${high}`;
    case "le":
      return sql`${l} < ${low} OR ${h} <= ${high}`;
    case "ge":
      return sql`${l} >= ${low} OR ${h} > ${high}`;
    case "sa":
      return sql`${l} >= ${high}`;
    case "eb":
      return sql`${h} <= ${low}`;
    case "ap": {
      const around = approximately(value, now);
      return sql`${l} < ${around.high} AND ${h} > ${around.low}`;
    }
  }
}

/** Ten percent of the time between now and the date, either way: what FHIR R4 recommends for `ap`. */
function approximately(value: DateValue, now: number): { low: number; high: number } {
  const slack = Math.abs(now - value.low) / 10;
  return { low: Math.floor(value.low - slack), high: Math.ceil(value.high + slack) };
}

function boundsOf(value: DateValue, now: number): Bounds {
  const { low, high } = value;
  switch (value.prefix) {
    case "eq":
      return { from: low, to: high };
    case "ne":
      return ANY_BOUNDS;
    case "lt":
    case "eb":
      return { from: -Infinity, to: low };
    case "le":
      return { from: -Infinity, to: high };
    case "gt":
    case "sa":
      return { from: high, to: Infinity };
    case "ge":
      return { from: low, to: Infinity };
    case "ap": {
      const around = approximately(value, now);
      return { from: around.low, to: around.high };
    }
  }
}

function unite(bounds: readonly Bounds[]): Bounds {
  return { from: Math.min(...bounds.map(({ from }) => from)), to: Math.max(...bounds.map(({ to }) => to)) };
}

function intersect(a: Bounds, b: Bounds): Bounds {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/**
 * Three spans of the index: what begins within the bounds, where many filters hold by that alone; short values that began before and reach in;
 * long ones that did.
 */
function spansWithin(
  param: number,
  { from, to }: Bounds,
  filters: readonly (readonly DateValue[])[],
  now: number,
): Sql[] {
  const condition = conditionOf(filters, "date", now);
  const rows = sql`fhir_date_rows AS date`;
  const upper = Number.isFinite(to) ? sql`date.low < ${to}` : sql`1`;
  if (!Number.isFinite(from)) {
    const rest = conditionOf(
      filters.filter((values) => !holdsBelow(values)),
      "date",
      now,
    );
    return [sql`${rows} WHERE date.param = ${param} AND ${upper} AND ${rest}`];
  }
  const rest = conditionOf(
    filters.filter((values) => !holdsAbove(values) && !holdsBelow(values)),
    "date",
    now,
  );
  return [
    sql`${rows} WHERE date.param = ${param} AND date.low >= ${from} AND ${upper} AND ${rest}`,
    sql`${rows} WHERE date.param = ${param} AND date.low >= ${from - LONG} AND date.low < ${from} AND ${upper}
        AND date.high - date.low <= 2678400000 AND ${condition}`,
    sql`${rows} INDEXED BY fhir_long_date_rows WHERE date.param = ${param} AND date.high > ${from} AND date.low < ${from}
        AND date.high - date.low > 2678400000 AND ${condition}`,
  ];
}

/** True when everything that begins at the lower bound or later satisfies the filter. */
function holdsAbove([value, ...others]: readonly DateValue[]): boolean {
  return others.length === 0 && value !== undefined && ["ge", "gt", "sa"].includes(value.prefix);
}

/** True when everything that begins before the upper bound does. */
function holdsBelow([value, ...others]: readonly DateValue[]): boolean {
  return others.length === 0 && value?.prefix === "lt";
}

function conditionOf(filters: readonly (readonly DateValue[])[], alias: string, now: number): Sql {
  return andSql(filters.map((values) => orSql(values.map((value) => dateCondition(value, alias, now)))));
}

function within({ to }: Bounds, condition: (alias: string) => Sql, alias: string): Sql {
  if (!Number.isFinite(to)) return condition(alias);
  return sql`${rawSql(`${alias}.low`)} < ${to} AND ${condition(alias)}`;
}
