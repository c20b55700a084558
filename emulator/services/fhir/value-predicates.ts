import { parseReference } from "#lib/fhir/references.ts";
import { normalizeText } from "#lib/fhir/normalize-text.ts";
import type { Modifier, SearchParam, SearchValue } from "#lib/fhir/search-types.ts";
import type { Database } from "#emulator/store/database.ts";
import type { Catalog } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { MAX_STRING } from "./indexed-values.ts";
import type { SearchLimits } from "./search-limits.ts";
import { findUnits, tokensOf, tokensWithText, tokensWithUri } from "./search-dictionary.ts";
import { NEVER, not, type Predicate } from "./search-predicate.ts";
import { listSql, rawSql, sql, type Sql } from "./search-sql.ts";

/** The resources a filter is about: one type of one store. */
export interface Scope {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly store: FhirStore;
  readonly typeName: string;
  /** Key in fhir_types. */
  readonly type: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly limits: SearchLimits;
}

/** What index rows of one parameter a value can be looked up in. */
export interface Lookup {
  readonly scope: Scope;
  readonly param: SearchParam;
  /** Key in fhir_params. */
  readonly key: number;
  readonly modifier: Modifier | undefined;
}

/** More alternatives than these are looked up inside SQL instead of being listed in it. */
const MAX_LISTED = 500;

/** Everything that has one of the tokens (or uris, which are kept like tokens). */
export function tokenPredicate(key: number, tokens: readonly number[]): Predicate {
  const [first, ...others] = tokens;
  if (first === undefined) return NEVER;
  const isOne = others.length === 0;
  const match = isOne ? sql`= ${first}` : sql`IN ${listOf(tokens)}`;
  return {
    rids: sql`SELECT row.rid FROM fhir_token_rows AS row WHERE row.param = ${key} AND row.token ${match}`,
    probe: (hit) =>
      sql`EXISTS (SELECT 1 FROM fhir_token_rows AS row WHERE row.param = ${key} AND row.token ${match} AND row.rid = ${hit.rid})`,
    isUnique: isOne,
    isOrdered: isOne,
  };
}

/** The tokens of the store that one alternative of a token or uri parameter means. */
export function tokensFor({ scope, modifier }: Lookup, value: SearchValue): number[] {
  if (value.kind === "token") return tokensOf(scope, value);
  if (value.kind === "uri")
    return tokensWithUri(scope, value.value, modifier === "above" || modifier === "below" ? modifier : "equal");
  if (value.kind === "string") return tokensWithText(scope, value.normalized);
  return [];
}

/** `name=smi` by the beginning, `:exact` by the whole with case and accents, `:contains` anywhere. */
export function stringPredicate({ key, modifier }: Lookup, value: SearchValue): Predicate {
  if (value.kind !== "string") return NEVER;
  const folded = value.normalized.slice(0, MAX_STRING);
  const condition = stringCondition(modifier, folded, value.value);
  return {
    rids: sql`SELECT row.rid FROM fhir_string_rows AS row WHERE row.param = ${key} AND ${condition}`,
    probe: (hit) => sql`EXISTS (SELECT 1 FROM fhir_string_rows AS row INDEXED BY fhir_string_rows_by_rid
      WHERE row.param = ${key} AND row.rid = ${hit.rid} AND ${condition})`,
    isUnique: false,
    isOrdered: false,
  };
}

function stringCondition(modifier: Modifier | undefined, folded: string, value: string): Sql {
  if (modifier === "exact") return sql`row.folded = ${folded} AND row.value = ${value.slice(0, MAX_STRING)}`;
  if (modifier === "contains") return sql`instr(row.folded, ${folded}) > 0`;
  return sql`row.folded >= ${folded} AND row.folded < ${`${folded}\u{10ffff}`}`;
}

/** Numbers and quantities; their index is by resource, so alone they read the whole parameter. */
export function numberPredicate({ scope, key }: Lookup, value: SearchValue): Predicate {
  if (value.kind !== "number" && value.kind !== "quantity") return NEVER;
  const condition = numberCondition(scope, value, "row");
  if (!condition) return NEVER;
  return {
    listsSlowly: true,
    rids: sql`SELECT row.rid FROM fhir_number_rows AS row WHERE row.param = ${key} AND ${condition}`,
    probe: (hit) =>
      sql`EXISTS (SELECT 1 FROM fhir_number_rows AS row WHERE row.param = ${key} AND row.rid = ${hit.rid} AND ${condition})`,
    isUnique: false,
    isOrdered: false,
  };
}

/**
 * How an interval [low, high] of a resource compares with the number searched (FHIR R4 §3.1.1.4.6), and that the unit fits. Undefined when no value
 * has that unit: SQLite cannot plan an empty list beside a condition that names its index ("no query solution").
 */
function numberCondition(
  scope: Scope,
  value: Extract<SearchValue, { kind: "number" | "quantity" }>,
  alias: string,
): Sql | undefined {
  const low = rawSql(`${alias}.low`);
  const high = rawSql(`${alias}.high`);
  const slack = Math.abs(value.value) / 10;
  const comparisons = {
    eq: sql`${low} >= ${value.low} AND ${high} < ${value.high}`,
    ne: sql`NOT (${low} >= ${value.low} AND ${high} < ${value.high})`,
    gt: sql`${high} > ${value.value}`,
    ge: sql`${high} >= ${value.value}`,
    lt: sql`${low} < ${value.value}`,
    le: sql`${low} <= ${value.value}`,
    sa: sql`${low} > ${value.value}`,
    eb: sql`${high} < ${value.value}`,
    ap: sql`${high} >= ${value.value - slack} AND ${low} <= ${value.value + slack}`,
  };
  const comparison = comparisons[value.prefix];
  if (value.kind === "number" || (value.system === undefined && value.code === undefined)) return comparison;
  const units = findUnits(scope, value);
  return units.length === 0 ? undefined : sql`${comparison} AND ${rawSql(`${alias}.unit`)} IN ${listSql(units)}`;
}

/** Everything that points to one of the resources, or has the url. */
export function referencePredicate({ scope, key }: Lookup, values: readonly SearchValue[]): Predicate {
  const nodes = [...new Set(values.flatMap((value) => findNodes(scope, value)))];
  const [first, ...others] = nodes;
  if (first === undefined) return NEVER;
  const isOne = others.length === 0;
  const match = isOne ? sql`= ${first}` : sql`IN ${listOf(nodes)}`;
  return {
    rids: sql`SELECT row.rid FROM fhir_reference_rows AS row WHERE row.node ${match} AND row.param = ${key}`,
    probe: (hit) =>
      sql`EXISTS (SELECT 1 FROM fhir_reference_rows AS row WHERE row.node ${match} AND row.param = ${key} AND row.rid = ${hit.rid})`,
    isUnique: isOne,
    isOrdered: isOne,
  };
}

/** `code$value` of one component, see composite-rows.ts for which composites have rows. */
export function compositePredicate(lookup: Lookup, value: SearchValue): Predicate {
  if (value.kind !== "composite") return NEVER;
  const [first, second] = value.parts;
  if (!first || !second) return NEVER;
  const { scope, key } = lookup;
  const firsts = first.kind === "reference" ? findNodes(scope, first) : tokensFor(lookup, first);
  const rest = secondCondition(lookup, second);
  if (firsts.length === 0 || !rest) return NEVER;
  const condition = sql`row.first IN ${listOf(firsts)} AND ${rest}`;
  return {
    rids: sql`SELECT row.rid FROM fhir_composite_rows AS row WHERE row.param = ${key} AND ${condition}`,
    probe: (hit) =>
      sql`EXISTS (SELECT 1 FROM fhir_composite_rows AS row WHERE row.param = ${key} AND row.rid = ${hit.rid} AND ${condition})`,
    isUnique: false,
    isOrdered: false,
  };
}

/** `value set` membership and its negation are tested by tokens; see value-sets.ts. */
export function withoutTokens(key: number, tokens: readonly number[]): Predicate {
  return not(tokenPredicate(key, tokens));
}

/** Undefined when nothing meets it. */
function secondCondition(lookup: Lookup, value: SearchValue): Sql | undefined {
  switch (value.kind) {
    case "token":
    case "uri": {
      const tokens = tokensFor(lookup, value);
      return tokens.length === 0 ? undefined : sql`row.second IN ${listOf(tokens)}`;
    }
    case "number":
    case "quantity":
      return numberCondition(lookup.scope, value, "row");
    case "string": {
      const folded = normalizeText(value.value).slice(0, MAX_STRING);
      return sql`row.folded >= ${folded} AND row.folded < ${`${folded}\u{10ffff}`}`;
    }
    default:
      return undefined;
  }
}

function listOf(keys: readonly number[]): Sql {
  if (keys.length <= MAX_LISTED) return listSql(keys);
  return sql`(SELECT value FROM json_each(${JSON.stringify(keys)}))`;
}

/** An address of this service within a longer url: links and references may carry it whole. */
const OWN_ADDRESS = /\/fhirStores\/[^/]+\/fhir\/(.+)$/;

function findNodes({ database, catalog, store }: Scope, value: SearchValue): number[] {
  if (value.kind !== "reference") return [];
  const own = OWN_ADDRESS.exec(value.url)?.[1];
  const target = own === undefined ? value : (parseReference(own) ?? value);
  const nodes = new Set<number>();
  const external = catalog.findNode(catalog.findType(store.id, ""), value.url);
  if (external) nodes.add(external.node);
  if (target.id === undefined) return [...nodes];
  if (target.type !== undefined) {
    const node = catalog.findNode(catalog.findType(store.id, target.type), target.id);
    return node ? [...nodes, node.node] : [...nodes];
  }
  const rows = database.all<{ node: number }>(
    `SELECT node.node FROM fhir_types AS type CROSS JOIN fhir_nodes AS node
     WHERE type.store = ? AND type.type <> '' AND node.type = type.key AND node.id = ?`,
    store.id,
    target.id,
  );
  for (const { node } of rows) nodes.add(node);
  return [...nodes];
}
