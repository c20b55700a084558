import { shortPosition } from "#lib/hl7v2/cursor.ts";
import { describePosition, meaningOf, type Description } from "#lib/hl7v2/dictionary/describe.ts";
import type { Dictionary } from "#lib/hl7v2/dictionary/dictionary.ts";
import { unescapeText } from "#lib/hl7v2/escape.ts";
import { leavesOf, type Leaf } from "#lib/hl7v2/locate.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";
import { readableTime } from "./readable-time.ts";

/** One value of a segment as the table shows it. */
export interface SegmentRow {
  /** Index of the leaf in the segment. */
  readonly leaf: number;
  readonly span: Leaf;
  readonly written: string;
  readonly name: string;
  readonly type: string;
  /** `Female`, or a date in words; empty when there is nothing to say. */
  readonly meaning: string;
}

/** What a leaf is called, of what type it is and what it means. */
export function rowOf(
  message: Message,
  segment: Segment,
  index: number,
  dictionary: Dictionary | undefined,
): SegmentRow {
  const leaf = leavesOf(message, segment)[index] ?? EMPTY;
  const position = shortPosition(message, segment, leaf);
  const described = dictionary && describePosition(dictionary, message, position);
  return {
    leaf: index,
    span: leaf,
    written: formatPosition(position),
    name: nameOf(described, dictionary),
    type: described?.kind === "part" ? described.definition.type : "",
    meaning: described?.kind === "part" ? meaningText(message, leaf, described, dictionary) : "",
  };
}

const EMPTY: Leaf = { field: 1, repetition: 1, component: 1, subcomponent: 1, start: 0, end: 0 };

function nameOf(described: Description | undefined, dictionary: Dictionary | undefined): string {
  if (!described || !dictionary) return "";
  if (described.kind === "part") return described.names.at(-1) ?? "";
  if (described.kind === "segment") return described.name;
  if (described.kind === "local") return "Local field";
  return `Not in ${dictionary.version}`;
}

function meaningText(
  message: Message,
  leaf: Leaf,
  { definition }: Extract<Description, { kind: "part" }>,
  dictionary: Dictionary | undefined,
): string {
  const raw = message.text.slice(leaf.start, Math.min(leaf.end, leaf.start + 200));
  if (raw === '""') return "deleted (null)";
  const found = dictionary && meaningOf(dictionary, definition, unescapeText(raw, message.delimiters));
  if (found?.meaning !== undefined) return `${found.meaning} · table ${String(found.number).padStart(4, "0")}`;
  return readableTime(definition.type, raw) ?? "";
}
