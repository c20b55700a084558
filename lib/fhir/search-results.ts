import { NotUnderstoodError } from "./search-filters.ts";
import { commonSearchParams, searchParams } from "./search-params.ts";
import type { FhirVersion, Include, SearchParam, SearchParamType, SearchQuery } from "./search-types.ts";
import { SearchValueError } from "./search-values.ts";

export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 1000;

/** What the service sorts by (contract section 8.5). */
const SORTABLE: ReadonlySet<SearchParamType> = new Set(["number", "date", "string", "token", "quantity"]);

/** `_count`: 0 asks for the total only; more than 1000 is 1000. */
export function readCount(value: string): number {
  if (!/^\d{1,15}$/u.test(value))
    throw new SearchValueError(`invalid _count "${value}"; expected a number from 0 to ${String(MAX_COUNT)}`);
  return Math.min(Number(value), MAX_COUNT);
}

/** `_sort=-date,name`. */
export function readSort(value: string, types: readonly string[], version: FhirVersion): SearchQuery["sort"] {
  return value
    .split(",")
    .filter((key) => key !== "")
    .map((key) => {
      const descending = key.startsWith("-");
      const code = descending ? key.slice(1) : key;
      if (code === "_lastUpdated" || code === "_id") return { param: code, descending };
      const param = paramOfAll(code, types, version);
      if (!SORTABLE.has(param.type)) throw new NotUnderstoodError(`cannot sort by "${code}" of type ${param.type}`);
      return { param, descending };
    });
}

/** The parameter `code` if all types share it; a search of several types may only use what they have in common. */
export function paramOfAll(code: string, types: readonly string[], version: FhirVersion): SearchParam {
  const [first = "", ...others] = types;
  const common = commonSearchParams().get(code);
  if (common !== undefined) return common;
  const param = searchParams(version, first).get(code);
  if (param === undefined)
    throw new NotUnderstoodError(`unknown search parameter "${code}" for resource type "${first}"`);
  for (const type of others) {
    if (searchParams(version, type).get(code)?.type !== param.type) {
      throw new NotUnderstoodError(`unknown search parameter "${code}" for resource type "${type}"`);
    }
  }
  return param;
}

/** `_include` or `_revinclude`: `Source:param[:Target]`; `*` for every reference of the searched types, forward only. */
export function readInclude(
  name: "_include" | "_revinclude",
  suffix: string | undefined,
  value: string,
  query: { readonly types: readonly string[]; readonly version: FhirVersion },
): Include[] {
  if (suffix !== undefined && suffix !== "iterate" && suffix !== "recurse") {
    throw new SearchValueError(`modifier ":${suffix}" is not supported for ${name}`);
  }
  const iterate = suffix !== undefined;
  if (value === "*" && name === "_include") {
    return query.types.map((sourceType) => ({ sourceType, param: "*", targetType: undefined, iterate }));
  }
  const include = value.split(":");
  const [sourceType = "", param = "", targetType] = include;
  const problem = includeProblem(include, query.version);
  if (problem !== undefined) throw new SearchValueError(`invalid ${name} query: ${value}; ${problem}`);
  return [{ sourceType, param, targetType, iterate }];
}

function includeProblem(
  [sourceType = "", param = "", targetType, ...more]: readonly string[],
  version: FhirVersion,
): string | undefined {
  if (sourceType === "" || param === "" || more.length > 0) return "expected format is [resource_type]:[parameter]";
  const unknownType = [sourceType, targetType].find(
    (type) => type !== undefined && searchParams(version, type).size === 0,
  );
  if (unknownType !== undefined) return `unknown resource type "${unknownType}"`;
  if (param === "*" || searchParams(version, sourceType).get(param)?.type === "reference") return undefined;
  return `"${param}" is not a reference parameter of ${sourceType}`;
}

/** `_summary`; `true` and `count` are not supported by the service and count as not understood. */
export function readSummary(value: string): SearchQuery["summary"] {
  if (value === "text" || value === "data" || value === "false") return value;
  if (value === "true" || value === "count") throw new NotUnderstoodError(`_summary=${value} is not supported`);
  throw new SearchValueError(`invalid _summary "${value}"; expected text, data or false`);
}

/** `_total`, accepted though the total is always there. */
export function readTotal(value: string): SearchQuery["total"] {
  if (value === "none" || value === "estimate" || value === "accurate") return value;
  throw new SearchValueError(`invalid _total "${value}"; expected none, estimate or accurate`);
}
