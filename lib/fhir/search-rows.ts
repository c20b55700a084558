import {
  hasPrefixes,
  MODIFIERS,
  PREFIXES,
  RESULT_PARAMETERS,
  type OfferedParam,
  type SearchCapability,
} from "./search-capability.ts";
import { splitEscaped } from "./search-escapes.ts";
import { printSearchPath, readSearchPath, type PathStep } from "./search-path.ts";
import { fullName, writeSegment, type SearchSegment, type SearchText } from "./search-text.ts";

/** One alternative of a value: `ge1970` is `{ prefix: "ge", value: "1970" }`. Escapes (`\,`) stay as written. */
export interface RowValue {
  /** Comparison, "" for none. */
  readonly prefix: string;
  readonly value: string;
}

export interface FieldRow {
  readonly kind: "field";
  readonly index: number;
  /** Hops to another type before the parameter; none for one of the searched type. */
  readonly steps: readonly PathStep[];
  readonly param: OfferedParam;
  readonly modifier: string | undefined;
  /** Any of them suffices. Never empty. */
  readonly values: readonly RowValue[];
}

/**
 * The builder's view of a search text: one row a segment. `index` is the segment's place, so that a change goes back to where it came from.
 * What the builder's fields cannot show without losing something (unknown names, text without `=`) is a raw row.
 */
export type SearchRow =
  | FieldRow
  /** `_include`, `_sort`, `_count` and the like; `name` with its `:iterate`. */
  | {
      readonly kind: "result";
      readonly index: number;
      readonly name: ResultName;
      readonly isIterate: boolean;
      readonly value: string;
    }
  | { readonly kind: "raw"; readonly index: number; readonly source: string };

export type ResultName = Exclude<keyof typeof RESULT_PARAMETERS, "_has">;

/** The rows of a text; empty segments (`a=1&&b=2`) have none. */
export function searchRows(search: SearchText, capability: SearchCapability): readonly SearchRow[] {
  return search.segments.flatMap((segment, index) =>
    segment.source === "" ? [] : [toRow(segment, index, { type: search.type, capability })],
  );
}

/** A field row back as segment text. */
export function printRow(row: Pick<FieldRow, "steps" | "param" | "modifier" | "values">): string {
  const path = printSearchPath({ steps: row.steps, param: row.param.name, modifier: row.modifier });
  return writeNamed(path, row.values.map(({ prefix, value }) => `${prefix}${value}`).join(","));
}

/** A result row back as segment text. */
export function printResultRow(row: {
  readonly name: ResultName;
  readonly isIterate: boolean;
  readonly value: string;
}): string {
  return writeNamed(row.isIterate ? `${row.name}:iterate` : row.name, row.value);
}

/** Splits `ge1970` where the parameter's type knows prefixes. */
export function splitPrefix(value: string, param: OfferedParam, modifier: string | undefined): [string, string] {
  const found = /^([a-z]{2})(?=[-+.\d]|$)/.exec(value)?.[1];
  const splits = found !== undefined && found in PREFIXES && hasPrefixes(param.type) && modifier === undefined;
  return splits ? [found, value.slice(2)] : ["", value];
}

/** Whether a parameter takes a modifier; a reference's may be a target type. */
export function takesModifier(param: OfferedParam, modifier: string): boolean {
  return MODIFIERS[param.type].includes(modifier) || (param.type === "reference" && /^[A-Z]\w+$/.test(modifier));
}

function toRow(
  segment: SearchSegment,
  index: number,
  from: { readonly type: string; readonly capability: SearchCapability },
): SearchRow {
  const raw = { kind: "raw", index, source: segment.source } as const;
  if (segment.value === undefined) return raw;
  const name = resultName(segment);
  if (name) return { kind: "result", index, name, isIterate: segment.modifier === "iterate", value: segment.value };
  const path = readSearchPath(fullName(segment), from.type, from.capability);
  if (!path || (path.modifier !== undefined && !takesModifier(path.param, path.modifier))) return raw;
  const values = splitEscaped(segment.value, ",").map((alternative) => {
    const [prefix, value] = splitPrefix(alternative, path.param, path.modifier);
    return { prefix, value };
  });
  return { kind: "field", index, ...path, values };
}

function resultName({ name, modifier }: SearchSegment): ResultName | undefined {
  if (name === "_has" || !Object.hasOwn(RESULT_PARAMETERS, name)) return undefined;
  const isInclude = name === "_include" || name === "_revinclude";
  return modifier === undefined || (isInclude && modifier === "iterate") ? (name as ResultName) : undefined;
}

function writeNamed(fullName: string, value: string): string {
  const colon = fullName.indexOf(":");
  return colon < 0
    ? writeSegment({ name: fullName, modifier: undefined, value })
    : writeSegment({ name: fullName.slice(0, colon), modifier: fullName.slice(colon + 1), value });
}
