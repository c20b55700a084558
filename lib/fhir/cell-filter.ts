import { elementPaths } from "./element-paths.ts";
import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import type { ResultColumn } from "./result-column.ts";
import { plainText, select } from "./result-text.ts";
import { hasPrefixes, type OfferedParam, type TypeCapability } from "./search-capability.ts";
import { escapeSearch } from "./search-escapes.ts";
import { seenTokens } from "./seen-tokens.ts";

/** A parameter that finds resources with the value of a cell. */
export interface CellFilter {
  readonly name: string;
  readonly modifier: string | undefined;
  readonly value: string;
}

/** What finds the cell's value, and what finds everything else where the standard can say so (`:not` for codes, `ne` for dates and numbers). */
export interface CellFilters {
  readonly only: CellFilter;
  readonly without: CellFilter | undefined;
}

/**
 * The search that finds what says the same in a column as a resource does; undefined where the server has no parameter for the element, or the cell is
 * empty.
 * @param expressions of the type's search parameters, by code
 */
export function cellFilter(
  column: ResultColumn,
  resource: JsonObject,
  {
    capability,
    expressions,
  }: { readonly capability: TypeCapability | undefined; readonly expressions: Readonly<Record<string, string>> },
): CellFilters | undefined {
  for (const path of column.key.split("|")) {
    const values = select(resource, path);
    if (path === "" || values.length === 0) continue;
    for (const param of paramsAt(path, column, { capability, expressions })) {
      const found = valueOf(param, { values, resource, path });
      if (found !== undefined && found !== "") return filtersOf(param, found);
    }
  }
  return undefined;
}

function filtersOf({ name, type }: OfferedParam, value: string): CellFilters {
  const only = { name, modifier: undefined, value };
  if (type === "token") return { only, without: { ...only, modifier: "not" } };
  return { only, without: hasPrefixes(type) ? { ...only, value: `ne${value}` } : undefined };
}

/** Parameters that read exactly this element, the column's own first. */
function paramsAt(
  path: string,
  column: ResultColumn,
  known: { readonly capability: TypeCapability | undefined; readonly expressions: Readonly<Record<string, string>> },
): OfferedParam[] {
  const reads = (param: OfferedParam): boolean =>
    elementPaths(known.expressions[param.name] ?? "").some((read) => isAt(path, read));
  // `subject` before `patient`, which reads the same element but leaves some of its values out.
  const isFiltered = (param: OfferedParam): boolean => (known.expressions[param.name] ?? "").includes("where(");
  const rank = (param: OfferedParam): number => Number(param.name !== column.sortBy) * (1 + Number(isFiltered(param)));
  return (known.capability?.params ?? [])
    .filter((param) => param.name === column.sortBy || reads(param))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** `onset` in an expression stands for `onsetDateTime` in a resource; `period` for `period.start`. */
function isAt(path: string, read: string): boolean {
  const rest = path.startsWith(read) ? path.slice(read.length) : undefined;
  return rest !== undefined && (rest === "" || /^(?:[A-Z]\w*|\.(?:start|end|value))$/.test(rest));
}

interface CellValue {
  readonly values: readonly JsonValue[];
  readonly resource: JsonObject;
  readonly path: string;
}

function valueOf(param: OfferedParam, cell: CellValue): string | undefined {
  return READERS[param.type]?.(cell);
}

const READERS: Readonly<Partial<Record<OfferedParam["type"], (cell: CellValue) => string | undefined>>> = {
  token: ({ resource, path }) => seenTokens([resource], [path])[0]?.token,
  reference: ({ values }) => textAt(values, "reference"),
  date: ({ values }) => /^\d{4}(?:-\d{2}){0,2}/.exec(firstText(values, ["", "start"]))?.[0],
  string: ({ values }) => escapeSearch(firstText(values, ["", "family", "city", "text"])),
  number: ({ values }) => numberAt(values),
  quantity: ({ values }) => numberAt(values),
  uri: ({ values }) => textAt(values, ""),
};

/** The first of some members that says something; "" for none. */
function firstText(values: readonly JsonValue[], members: readonly string[]): string {
  return members.map((member) => textAt(values, member) ?? "").find((text) => text !== "") ?? "";
}

function textAt(values: readonly JsonValue[], member: string): string | undefined {
  const texts = values.flatMap((value) => {
    if (typeof value === "string" || typeof value === "boolean") return member === "" ? [String(value)] : [];
    return isJsonObject(value) && member !== "" ? [plainText(select(value, member).slice(0, 1))] : [];
  });
  return texts.find((text) => text !== "");
}

function numberAt(values: readonly JsonValue[]): string | undefined {
  const [number] = values.flatMap((value) => (isJsonObject(value) ? select(value, "value") : [value]));
  if (isRawNumber(number)) return number.rawJSON;
  return typeof number === "number" ? String(number) : undefined;
}
