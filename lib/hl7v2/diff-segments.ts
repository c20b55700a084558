import { unescapeText } from "./escape.ts";
import { isHeaderSegment } from "./delimiters.ts";
import { leavesOf, type Leaf } from "./locate.ts";
import type { Message, Segment, Span } from "./message.ts";
import type { Position } from "./position.ts";

/** One value that differs. */
export interface ValueDifference {
  /** In the second message, or in the first for what is gone. */
  readonly position: Position;
  readonly before: PlacedValue | undefined;
  readonly after: PlacedValue | undefined;
}

/** A value as people read it, and where it stands. */
export interface PlacedValue {
  readonly position: Position;
  readonly text: string;
  readonly span: Span;
}

/** A segment in its message. */
export interface PlacedSegment {
  readonly message: Message;
  readonly segment: Segment;
}

/** The values of two segments that differ, by place. Empty and absent are the same; deleted (`""`) is a value. */
export function diffSegments(before: PlacedSegment, after: PlacedSegment): ValueDifference[] {
  const left = valuesByPlace(before);
  const right = valuesByPlace(after);
  const places = new Set([...left.keys(), ...right.keys()]);
  return [...places]
    .filter((place) => left.get(place)?.text !== right.get(place)?.text)
    .map((place): ValueDifference => {
      const [old, fresh] = [left.get(place), right.get(place)];
      return { position: (fresh ?? old)?.position ?? { segment: "", occurrence: 1 }, before: old, after: fresh };
    })
    .toSorted((a, b) => compare(a.position, b.position));
}

function valuesByPlace({ message, segment }: PlacedSegment): Map<string, PlacedValue> {
  const values = new Map<string, PlacedValue>();
  for (const leaf of leavesOf(message, segment)) {
    // MSH-1 and MSH-2 are notation: values are compared by what they mean under it.
    if (leaf.start === leaf.end || (isHeaderSegment(segment.id) && leaf.field < 3)) continue;
    const text = unescapeText(message.text.slice(leaf.start, leaf.end), message.delimiters);
    values.set(placeOf(leaf), { position: positionOf(segment, leaf), text, span: leaf });
  }
  return values;
}

function placeOf({ field, repetition, component, subcomponent }: Leaf): string {
  return `${field}[${repetition}].${component}.${subcomponent}`;
}

function positionOf({ id, occurrence }: Segment, leaf: Leaf): Position {
  const { field, repetition, component, subcomponent } = leaf;
  return { segment: id, occurrence, field, repetition, component, subcomponent };
}

function compare(a: Position, b: Position): number {
  const steps = (position: Position) => [
    position.field ?? 0,
    position.repetition ?? 1,
    position.component ?? 1,
    position.subcomponent ?? 1,
  ];
  const [left, right] = [steps(a), steps(b)];
  const at = left.findIndex((step, index) => step !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
