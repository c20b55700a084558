import type { SearchFilter } from "#lib/fhir/search-types.ts";
import { allOf, anyOf, hitOf, NEVER, type Hit, type Predicate } from "./search-predicate.ts";
import { rawSql, sql, type Sql } from "./search-sql.ts";
import type { Scope } from "./value-predicates.ts";

type Compile = (scope: Scope, filters: readonly SearchFilter[]) => Predicate[];

/**
 * `subject:Patient.name=smith`: points to a resource that satisfies a filter. Listed from the targets when those can be listed; tested by
 * following the resource's own references, so an unselective chain costs only as much as the resources looked at.
 */
export function chainPredicate(
  scope: Scope,
  filter: Extract<SearchFilter, { kind: "chain" }>,
  compile: Compile,
): Predicate {
  const key = scope.catalog.findParam(scope.type, filter.param.code);
  if (key === undefined) return NEVER;
  return anyOf(
    filter.filters.flatMap(([typeName, targetFilter]) => {
      const type = scope.catalog.findType(scope.store.id, typeName);
      if (type === undefined) return [];
      const target = allOf(compile({ ...scope, typeName, type }, [targetFilter]));
      return target === NEVER ? [] : [pointsTo(key, type, target)];
    }),
  );
}

function pointsTo(key: number, type: number, target: Predicate): Predicate {
  return {
    rids:
      target.rids &&
      sql`SELECT row.rid FROM (SELECT DISTINCT rid FROM (${target.rids})) AS target
        CROSS JOIN fhir_resources AS resource INDEXED BY fhir_resources_by_type ON resource.type = ${type} AND resource.rid = target.rid
        CROSS JOIN fhir_reference_rows AS row ON row.node = resource.node AND row.param = ${key}`,
    probe: (hit) => {
      const alias = `target${hit.depth}`;
      const found: Hit = { rid: rawSql(`${alias}.rid`), node: rawSql(`${alias}.node`), depth: hit.depth + 1 };
      const row = rawSql(`row${hit.depth}`);
      return sql`EXISTS (SELECT 1 FROM fhir_reference_rows AS ${row} INDEXED BY fhir_reference_rows_by_rid
        CROSS JOIN fhir_nodes AS ${rawSql(alias)} ON ${found.node} = ${row}.node
        WHERE ${row}.rid = ${hit.rid} AND ${row}.param = ${key} AND ${rawSql(alias)}.type = ${type}
        AND ${found.rid} IS NOT NULL AND ${target.probe(found)})`;
    },
    isUnique: false,
    isOrdered: false,
    joins: [...(target.joins ?? []), ...(target.rids ? [target.rids] : [])],
  };
}

/** `_has:Observation:patient:code=x`: some resource that satisfies the filter points here. */
export function hasPredicate(
  scope: Scope,
  filter: Extract<SearchFilter, { kind: "has" }>,
  compile: Compile,
): Predicate {
  const { catalog, store } = scope;
  const sourceType = catalog.findType(store.id, filter.sourceType);
  const key = sourceType === undefined ? undefined : catalog.findParam(sourceType, filter.param.code);
  if (sourceType === undefined || key === undefined) return NEVER;
  const source = allOf(compile({ ...scope, typeName: filter.sourceType, type: sourceType }, [filter.filter]));
  if (source === NEVER) return NEVER;
  return {
    rids: source.rids && pointedTo(scope.type, key, source.rids),
    probe: (hit) => {
      const alias = `row${hit.depth}`;
      return sql`EXISTS (SELECT 1 FROM fhir_reference_rows AS ${rawSql(alias)} WHERE ${rawSql(alias)}.node = ${hit.node}
        AND ${rawSql(alias)}.param = ${key} AND ${source.probe(hitOf(alias, hit.depth + 1))})`;
    },
    isUnique: true,
    isOrdered: false,
    joins: [...(source.joins ?? []), ...(source.rids ? [source.rids] : [])],
  };
}

function pointedTo(type: number, key: number, sources: Sql): Sql {
  return sql`SELECT target.rid FROM (SELECT DISTINCT row.node FROM (${sources}) AS source
    CROSS JOIN fhir_reference_rows AS row INDEXED BY fhir_reference_rows_by_rid ON row.rid = source.rid AND row.param = ${key}) AS pointed
    CROSS JOIN fhir_nodes AS target ON target.node = pointed.node AND target.type = ${type} AND target.rid IS NOT NULL`;
}
