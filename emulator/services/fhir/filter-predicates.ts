import { searchParams } from "#lib/fhir/search-params.ts";
import type { SearchFilter, SearchParam, SearchValue } from "#lib/fhir/search-types.ts";
import { chainPredicate, hasPredicate } from "./chain-predicates.ts";
import { isWholeResourceComposite, SAMPLED } from "./composite-rows.ts";
import { fulltextPredicate } from "./fulltext.ts";
import { FhirError } from "./outcome.ts";
import { idPredicate, lastUpdatedPredicate } from "./identity-predicates.ts";
import { datePredicate, type DateValue } from "./search-dates.ts";
import { allOf, ALWAYS, anyOf, NEVER, not, testOnly, type Predicate } from "./search-predicate.ts";
import { rawSql, sql } from "./search-sql.ts";
import {
  compositePredicate,
  numberPredicate,
  referencePredicate,
  stringPredicate,
  tokenPredicate,
  tokensFor,
  withoutTokens,
  type Lookup,
  type Scope,
} from "./value-predicates.ts";
import { tokensInValueSet } from "./value-sets.ts";

type ValuesFilter = Extract<SearchFilter, { kind: "values" }>;

/** The conditions of a search on one resource type. Date filters of the same parameter become one. */
export function compileFilters(scope: Scope, filters: readonly SearchFilter[]): Predicate[] {
  requireModest(filters);
  const dates = Map.groupBy(filters.filter(isPlainDate), (filter) => filter.param.code);
  return [
    ...[...dates.values()].map((group) => compileDates(scope, group)),
    ...filters.filter((filter) => !isPlainDate(filter)).flatMap((filter) => compileFilter(scope, filter)),
  ];
}

/** SQLite nests conditions no deeper than 1,000, and nobody asks so much. */
const MAX_CONDITIONS = 200;

function requireModest(filters: readonly SearchFilter[]): void {
  const alternatives = filters.map((filter) =>
    filter.kind === "values" && !LISTED.has(filter.param.type) ? filter.values.length : 1,
  );
  const conditions = alternatives.reduce((sum, count) => sum + count, 0);
  if (conditions > MAX_CONDITIONS)
    throw new FhirError(
      "invalid_query",
      `the search has ${conditions} conditions; at most ${MAX_CONDITIONS} are allowed`,
    );
}

/** Alternatives of these are looked up first and become one list. */
const LISTED: ReadonlySet<SearchParam["type"]> = new Set(["token", "uri", "reference"]);

function isPlainDate(filter: SearchFilter): filter is ValuesFilter {
  return filter.kind === "values" && filter.param.type === "date" && filter.param.code !== "_lastUpdated";
}

function compileDates(scope: Scope, filters: readonly ValuesFilter[]): Predicate {
  const key = scope.catalog.findParam(scope.type, filters[0]?.param.code ?? "");
  if (key === undefined) return NEVER;
  const isMultiple = scope.catalog.isMultiple(key);
  const values = filters.map((filter) => filter.values.filter((value): value is DateValue => value.kind === "date"));
  const options = { isMultiple, now: scope.now };
  // With several dates a resource, one of them may meet one filter and another the next.
  if (isMultiple) return allOf(values.map((alternatives) => datePredicate(key, [alternatives], options)));
  return datePredicate(key, values, options);
}

function compileFilter(scope: Scope, filter: SearchFilter): Predicate[] {
  switch (filter.kind) {
    case "values":
      return isWholeComposite(scope, filter.param) ? wholeComposite(scope, filter) : [compileValues(scope, filter)];
    case "missing":
      return [compileMissing(scope, filter.param, filter.isMissing)];
    case "chain":
      return [chainPredicate(scope, filter, compileFilters)];
    case "has":
      return [hasPredicate(scope, filter, compileFilters)];
    case "fulltext":
      return [fulltextPredicate(scope, filter.field, filter.words)];
  }
}

function compileValues(scope: Scope, { param, modifier, values }: ValuesFilter): Predicate {
  if (param.code === "_id") return modifier === "not" ? not(idPredicate(scope, values)) : idPredicate(scope, values);
  if (param.code === "_lastUpdated") return lastUpdatedPredicate(scope, values);
  const key = scope.catalog.findParam(scope.type, param.code);
  if (key === undefined) return modifier === "not" || modifier === "not-in" ? ALWAYS : NEVER;
  const lookup: Lookup = { scope, param, key, modifier };
  if (param.type === "token" || param.type === "uri") return tokenValues(lookup, values);
  if (param.type === "reference") return referencePredicate(lookup, values);
  const compile = BY_TYPE[param.type];
  return compile ? anyOf(values.map((value) => compile(lookup, value))) : NEVER;
}

const BY_TYPE: Readonly<Partial<Record<SearchParam["type"], (lookup: Lookup, value: SearchValue) => Predicate>>> = {
  string: stringPredicate,
  number: numberPredicate,
  quantity: numberPredicate,
  composite: compositePredicate,
};

function tokenValues(lookup: Lookup, values: readonly SearchValue[]): Predicate {
  const { modifier, key, scope } = lookup;
  const isMembership = modifier === "in" || modifier === "not-in";
  const tokens = values.flatMap((value) =>
    isMembership && value.kind === "uri" ? tokensInValueSet(scope, value.value) : tokensFor(lookup, value),
  );
  const distinct = [...new Set(tokens)];
  return modifier === "not" || modifier === "not-in" ? withoutTokens(key, distinct) : tokenPredicate(key, distinct);
}

function isWholeComposite(scope: Scope, param: SearchParam): boolean {
  return param.type === "composite" && isWholeResourceComposite(scope.store.version, scope.typeName, param.code);
}

/** Composites over the whole resource have no rows of their own: the values of the components belong together anyway. */
function wholeComposite(scope: Scope, { param, values }: ValuesFilter): Predicate[] {
  const alternatives = values.map((value) =>
    value.kind === "composite" ? componentFilters(scope, param, value.parts) : [NEVER],
  );
  const [only, ...others] = alternatives;
  return only && others.length === 0 ? only : [anyOf(alternatives.map(allOf))];
}

function componentFilters(scope: Scope, composite: SearchParam, parts: readonly SearchValue[]): Predicate[] {
  const params = searchParams(scope.store.version, scope.typeName);
  const found = parts.flatMap((part, index) => {
    const param = params.get(composite.components[index]?.code ?? "");
    if (!param) return [NEVER];
    return compileFilters(scope, [{ kind: "values", param, modifier: undefined, values: [part] }]);
  });
  return [...found, ...notSampled(scope, composite)];
}

function notSampled({ catalog, type }: Scope, composite: SearchParam): Predicate[] {
  const key = catalog.findParam(type, `${composite.code}${SAMPLED}`);
  if (key === undefined) return [];
  const rids = sql`SELECT row.rid FROM fhir_token_rows AS row WHERE row.param = ${key}`;
  return [not(testOnly((hit) => sql`${hit.rid} IN (${rids})`))];
}

/** Where the values of a parameter type are kept, by resource where there is such an index. */
const ROWS = {
  token: "fhir_token_rows AS row",
  uri: "fhir_token_rows AS row",
  string: "fhir_string_rows AS row INDEXED BY fhir_string_rows_by_rid",
  date: "fhir_date_rows AS row INDEXED BY fhir_date_rows_by_rid",
  number: "fhir_number_rows AS row",
  quantity: "fhir_number_rows AS row",
  reference: "fhir_reference_rows AS row INDEXED BY fhir_reference_rows_by_rid",
  composite: "fhir_composite_rows AS row",
  special: "fhir_token_rows AS row",
} as const satisfies Readonly<Record<SearchParam["type"], string>>;
/** Tokens and composites are indexed by value only: who has any is put together once for a search. */
const BY_VALUE_ONLY: ReadonlySet<SearchParam["type"]> = new Set(["token", "uri", "composite", "special"]);

function compileMissing(scope: Scope, param: SearchParam, isMissing: boolean): Predicate {
  if (param.code === "_id" || param.code === "_lastUpdated") return isMissing ? NEVER : ALWAYS;
  if (isWholeComposite(scope, param)) return missingComposite(scope, param, isMissing);
  const key = scope.catalog.findParam(scope.type, param.code);
  if (key === undefined) return isMissing ? ALWAYS : NEVER;
  const rows = sql`SELECT row.rid FROM ${rawSql(ROWS[param.type])} WHERE row.param = ${key}`;
  const present = testOnly((hit) =>
    BY_VALUE_ONLY.has(param.type) ? sql`${hit.rid} IN (${rows})` : sql`EXISTS (${rows} AND row.rid = ${hit.rid})`,
  );
  return isMissing ? not(present) : present;
}

function missingComposite(scope: Scope, composite: SearchParam, isMissing: boolean): Predicate {
  const params = searchParams(scope.store.version, scope.typeName);
  const parts = composite.components.map(({ code }) => {
    const param = params.get(code);
    return param ? compileMissing(scope, param, false) : NEVER;
  });
  const present = allOf([...parts, ...notSampled(scope, composite)]);
  return isMissing ? not(present) : present;
}
