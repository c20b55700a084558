import {
  hasPrefixes,
  MODIFIERS,
  offeredParam,
  PREFIXES,
  type OfferedParam,
  type TypeCapability,
} from "./search-capability.ts";
import { writeSegment, type SearchSegment, type SearchText } from "./search-text.ts";

/**
 * The builder's view of a search text: one row a segment. `index` is the segment's place, so that a change goes back to where it came from.
 * What the builder's fields cannot show without losing something (chains, `_has`, includes, unknown names, text without `=`) is a raw row.
 */
export type SearchRow =
  | {
      readonly kind: "field";
      readonly index: number;
      readonly param: OfferedParam;
      readonly modifier: string | undefined;
      /** Comparison of the value, "" for none. */
      readonly prefix: string;
      /** Without the prefix. */
      readonly value: string;
    }
  | { readonly kind: "raw"; readonly index: number; readonly source: string };

/** The rows of a text; empty segments (`a=1&&b=2`) have none. */
export function searchRows(search: SearchText, capability: TypeCapability | undefined): readonly SearchRow[] {
  return search.segments.flatMap((segment, index) =>
    segment.source === "" ? [] : [toRow(segment, index, capability)],
  );
}

/** A field row back as segment text. */
export function printRow(row: {
  readonly param: OfferedParam;
  readonly modifier: string | undefined;
  readonly prefix: string;
  readonly value: string;
}): string {
  return writeSegment({ name: row.param.name, modifier: row.modifier, value: `${row.prefix}${row.value}` });
}

/** Splits `ge1970` where the parameter's type knows prefixes. A list of alternatives keeps its prefixes in the value: each may have its own. */
export function splitPrefix(value: string, param: OfferedParam, modifier: string | undefined): [string, string] {
  const found = /^([a-z]{2})(?=[-+.\d]|$)/.exec(value)?.[1];
  const splits = found !== undefined && found in PREFIXES && hasPrefixes(param.type) && modifier === undefined;
  return splits && !value.includes(",") ? [found, value.slice(2)] : ["", value];
}

function toRow(segment: SearchSegment, index: number, capability: TypeCapability | undefined): SearchRow {
  const param = offeredParam(capability, segment.name);
  const raw = { kind: "raw", index, source: segment.source } as const;
  if (!param || segment.value === undefined) return raw;
  if (segment.modifier !== undefined && !MODIFIERS[param.type].includes(segment.modifier)) return raw;
  const [prefix, value] = splitPrefix(segment.value, param, segment.modifier);
  return { kind: "field", index, param, modifier: segment.modifier, prefix, value };
}
