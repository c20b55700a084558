import { searchParams } from "#lib/fhir/search-params.ts";
import type { FhirVersion, IndexValue } from "#lib/fhir/search-types.ts";
import type { Catalog } from "./catalog.ts";
import { interval, MAX_STRING, type Indexed } from "./indexed-values.ts";

/** Columns of fhir_composite_rows in order. */
type CompositeRow = [
  param: number,
  first: number,
  rid: number,
  pair: number,
  second: number | null,
  low: number | null,
  high: number | null,
  unit: number | null,
  folded: string | null,
];
type Second = [
  second: number | null,
  low: number | null,
  high: number | null,
  unit: number | null,
  folded: string | null,
];

/** After a composite's code: the resources whose value is sampled data, which `value-quantity` finds and the composite passes over. */
export const SAMPLED = ":sampled";

/**
 * True for a composite over the resource itself whose components are read as the parameters of their names are, such as `code-value-quantity`: every
 * pair of its components' values belongs together, so searching both parameters says the same and no rows are needed. Not so `code-value-string`,
 * which passes over the texts of concepts that `value-string` finds.
 */
export function isWholeResourceComposite(version: FhirVersion, type: string, code: string): boolean {
  const params = searchParams(version, type);
  const composite = params.get(code);
  return (
    composite?.expression === type &&
    composite.components.every((component) => {
      const own = params.get(component.code)?.expression ?? "";
      const read = branchesOf(component.expression, type);
      return branchesOf(own, type).every((branch) => read.includes(branch) || branch === "value.ofType(SampledData)");
    })
  );
}

/** `(Observation.value.ofType(Quantity)) | …` in parts as a component writes them: `value.ofType(Quantity)`. */
function branchesOf(expression: string, type: string): string[] {
  return expression.split(" | ").map((branch) => branch.replace(/^\((.*)\)$/u, "$1").replace(`${type}.`, ""));
}

/** Emits a row for every pair of values of a two-part composite; returns the next free pair number of the resource. */
export function compositeRow(
  catalog: Catalog,
  indexed: Indexed,
  entry: { readonly code: string; readonly parts: readonly (readonly IndexValue[])[]; readonly pair: number },
  emit: (row: CompositeRow) => void,
): number {
  const [firsts = [], seconds = []] = entry.parts;
  const param = catalog.internParam(indexed.type, entry.code);
  let pair = entry.pair;
  for (const first of firsts) {
    const key = firstColumn(catalog, indexed, first);
    if (key === undefined) continue;
    for (const second of seconds) {
      const columns = secondColumns(catalog, indexed, second);
      if (columns) emit([param, key, indexed.rid, pair++, ...columns]);
    }
  }
  return pair;
}

function firstColumn(catalog: Catalog, { store }: Indexed, value: IndexValue): number | undefined {
  if (value.kind === "token") return catalog.internToken(store.id, value);
  if (value.kind !== "reference") return undefined;
  return catalog.internNode(catalog.internType(store.id, value.type), value.type === "" ? value.url : value.id);
}

function secondColumns(catalog: Catalog, { store }: Indexed, value: IndexValue): Second | undefined {
  switch (value.kind) {
    case "token":
      return [catalog.internToken(store.id, value), null, null, null, null];
    case "date":
      return [null, value.low, value.high, null, null];
    case "number":
      return [null, ...interval(value), 0, null];
    case "quantity":
      return [null, ...interval(value), catalog.internUnit(store.id, value), null];
    case "string":
      return [null, null, null, null, value.normalized.slice(0, MAX_STRING)];
    default:
      return undefined;
  }
}
