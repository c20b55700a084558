import { andSql, joinSql, orSql, rawSql, sql, type Sql } from "./search-sql.ts";

/** The resource under test, as SQL expressions. */
export interface Hit {
  readonly rid: Sql;
  readonly node: Sql;
  /** How many tests it stands within: names of tables of nested tests carry it, so that none hides another. */
  readonly depth: number;
}

/** The hit of a table or subquery that has only rids. */
export function hitOf(alias: string, depth: number): Hit {
  return {
    rid: rawSql(`${alias}.rid`),
    node: rawSql(`(SELECT resource.node FROM fhir_resources AS resource WHERE resource.rid = ${alias}.rid)`),
    depth,
  };
}

/** One condition of a search over resources of one type, in the two ways a plan can use it. */
export interface Predicate {
  /** A query with the column `rid` of all that satisfy it; undefined when they cannot be listed without looking at everything. */
  readonly rids: Sql | undefined;
  /** Set where `rids` gives no rid twice and the parts of its union can be counted one by one: an expression for how many it gives. */
  readonly size?: Sql;
  /** A condition on a resource. */
  readonly probe: (hit: Hit) => Sql;
  /** `rids` gives no rid twice. */
  readonly isUnique: boolean;
  /** `rids` comes in rid order from an index, so the newest can be read without sorting. */
  readonly isOrdered: boolean;
  /**
   * Set for chains and `_has`, whose lists and tests are joins: queries that must all be short for the list to be cheap. A condition on one
   * index has none.
   */
  readonly joins?: readonly Sql[];
  /** Set when listing reads everything the parameter has, as for numbers: the last choice to list by. */
  readonly listsSlowly?: true;
  /** Set for dates on a parameter with one value a resource: the bare condition on a row of its index. */
  readonly dateRows?: { readonly param: number; readonly condition: (alias: string) => Sql };
}

/** No resource satisfies it. */
export const NEVER: Predicate = {
  rids: sql`SELECT 0 AS rid WHERE 0`,
  probe: () => sql`0`,
  isUnique: true,
  isOrdered: true,
};
/** Every resource satisfies it. */
export const ALWAYS: Predicate = testOnly(() => sql`1`);

/** A predicate that can only be tested, such as a negation. */
export function testOnly(probe: Predicate["probe"]): Predicate {
  return { rids: undefined, probe, isUnique: true, isOrdered: false };
}

export function not(predicate: Predicate): Predicate {
  return testOnly((hit) => sql`NOT (${predicate.probe(hit)})`);
}

/** Any of several alternatives. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  const [only, ...others] = predicates;
  if (!only) return NEVER;
  if (others.length === 0) return only;
  const lists = predicates.map((predicate) => predicate.rids).filter((query) => query !== undefined);
  return {
    rids: lists.length === predicates.length ? joinSql(lists.map(selectFrom), " UNION ALL ") : undefined,
    probe: (hit) => orSql(predicates.map((predicate) => predicate.probe(hit))),
    isUnique: false,
    isOrdered: false,
    ...joinsOf(predicates),
  };
}

function joinsOf(predicates: readonly Predicate[]): Pick<Predicate, "joins"> {
  return predicates.some(({ joins }) => joins) ? { joins: predicates.flatMap(({ joins }) => joins ?? []) } : {};
}

/** All of several conditions; listed by the first that can be listed. */
export function allOf(predicates: readonly Predicate[]): Predicate {
  const [only, ...others] = predicates;
  if (!only) return ALWAYS;
  if (others.length === 0) return only;
  const listable = predicates.filter((predicate) => predicate.rids !== undefined);
  const driver = listable.find((predicate) => !predicate.listsSlowly) ?? listable[0];
  return {
    rids: driver && listBy(driver, predicates),
    probe: (hit) => andSql(predicates.map((predicate) => predicate.probe(hit))),
    isUnique: driver?.isUnique ?? true,
    isOrdered: driver?.isOrdered ?? false,
    ...joinsOf(predicates),
  };
}

/** What `driver` lists and the other predicates let through; the column is `rid`. */
export function listBy(driver: Predicate, predicates: readonly Predicate[]): Sql {
  const tests = predicates
    .filter((predicate) => predicate !== driver)
    .map((predicate) => predicate.probe(hitOf("hit", 0)));
  return sql`SELECT hit.rid FROM (${driver.rids ?? rawSql("")}) AS hit WHERE ${andSql(tests)}`;
}

/** SQLite allows no ORDER BY or parentheses in the parts of a UNION, but any subquery. */
function selectFrom(query: Sql): Sql {
  return sql`SELECT rid FROM (${query})`;
}
