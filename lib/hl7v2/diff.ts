import { diffSegments, type ValueDifference } from "./diff-segments.ts";
import { isIgnored } from "./diff-ignore.ts";
import { componentText, nestedFields } from "./nested-fields.ts";
import type { Message, Segment } from "./message.ts";
import type { Position } from "./position.ts";

/** What two messages say differently, segment by segment in the order of the second, with what is gone where it stood. */
export type SegmentDifference =
  | {
      readonly kind: "same" | "changed";
      readonly before: Segment;
      readonly after: Segment;
      /** It stands elsewhere among the others than it did. */
      readonly isMoved: boolean;
      readonly values: readonly ValueDifference[];
      /** Differences that the ignore list leaves out. */
      readonly ignored: number;
    }
  | { readonly kind: "removed"; readonly before: Segment }
  | { readonly kind: "added"; readonly after: Segment };

/** Places whose differences say nothing about content: when and under which number the message was sent. */
export const USUALLY_IGNORED = ["MSH-7", "MSH-10", "MSH-13"] as const;

/**
 * Compares by meaning: segments by what they are about and which repetition, values unescaped, each message by its own delimiters; delimiters
 * at the end of a segment, field or component make no difference.
 * @param ignore positions without occurrence (`MSH-7`, `OBX-14`, `PID-3.1`, `ZPI`)
 */
export function diffMessages(before: Message, after: Message, ignore: readonly Position[]): SegmentDifference[] {
  const partners = pairSegments(before, after);
  const moved = movedSegments(before.segments.flatMap((segment) => partners.get(segment) ?? []));
  const isPaired = new Set(partners.values());
  const partnerOf = new Map([...partners].map(([from, to]) => [to, from]));
  const rows: SegmentDifference[] = [];
  const gone = before.segments.filter((segment) => !partners.has(segment) && !isIgnored(ignore, segment.id));
  let told = 0;
  const flush = (upTo: number): void => {
    for (let next = gone[told]; next && next.index < upTo; next = gone[++told])
      rows.push({ kind: "removed", before: next });
  };
  for (const segment of after.segments) {
    const old = partnerOf.get(segment);
    if (old) {
      if (!moved.has(segment)) flush(old.index);
      const values = diffSegments({ message: before, segment: old }, { message: after, segment });
      const shown = values.filter(({ position }) => !isIgnored(ignore, position.segment, position));
      rows.push({
        kind: shown.length > 0 ? "changed" : "same",
        before: old,
        after: segment,
        isMoved: moved.has(segment),
        values: shown,
        ignored: values.length - shown.length,
      });
    } else if (!isPaired.has(segment) && !isIgnored(ignore, segment.id)) rows.push({ kind: "added", after: segment });
  }
  flush(Infinity);
  return rows;
}

/** Which segment of the second message is which of the first. */
function pairSegments(before: Message, after: Message): Map<Segment, Segment> {
  const pairs = new Map<Segment, Segment>();
  const taken = new Set<Segment>();
  // First by what they are about, then in order: a changed code is still the second of its kind.
  for (const keyOf of [identityOf, (_: Message, { id }: Segment) => id]) {
    const waiting = new Map<string, Segment[]>();
    for (const segment of after.segments) {
      if (taken.has(segment)) continue;
      const key = keyOf(after, segment);
      const list = waiting.get(key);
      if (list) list.push(segment);
      else waiting.set(key, [segment]);
    }
    for (const list of waiting.values()) list.reverse();
    for (const segment of before.segments) {
      if (pairs.has(segment)) continue;
      const partner = waiting.get(keyOf(before, segment))?.pop();
      if (!partner) continue;
      pairs.set(segment, partner);
      taken.add(partner);
    }
  }
  return pairs;
}

/** The fields that say what a repeating segment is about. */
const IDENTITY: Readonly<Record<string, readonly number[]>> = {
  AL1: [3],
  DG1: [3],
  FT1: [7],
  GT1: [3],
  IAM: [3],
  IN1: [2, 3],
  NK1: [2],
  OBR: [4],
  OBX: [3, 4],
  ORC: [2, 3],
  PR1: [3],
  RXA: [5],
  ROL: [3, 4],
};

function identityOf(message: Message, segment: Segment): string {
  const numbers = IDENTITY[segment.id];
  if (!numbers) return segment.id;
  const fields = nestedFields(message, segment);
  return [segment.id, ...numbers.map((number) => componentText(fields[number - 1]?.[0], 1))].join("\u0000");
}

/** The fewest segments to move so that the others stand in order: all but a longest increasing run. */
function movedSegments(partners: readonly Segment[]): ReadonlySet<Segment> {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  partners.forEach(({ index }, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((partners[ends[middle] ?? 0]?.index ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    previous[at] = ends[low - 1];
    ends[low] = at;
  });
  const inOrder = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) inOrder.add(at);
  return new Set(partners.filter((_, at) => !inOrder.has(at)));
}
