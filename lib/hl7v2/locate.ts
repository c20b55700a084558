import { COMPONENT, cutSegment, firstField, REPETITION, SUBCOMPONENT } from "./cut-segment.ts";
import { isHeaderSegment } from "./delimiters.ts";
import type { Message, Segment, Span } from "./message.ts";
import type { Position } from "./position.ts";

/** The smallest part of a segment, with its full address. */
export interface Leaf extends Span {
  readonly field: number;
  readonly repetition: number;
  readonly component: number;
  readonly subcomponent: number;
}

/** All leaves of a segment in text order, empty ones included. */
export function leavesOf(message: Message, segment: Segment): Leaf[] {
  const cuts = cutSegment(message, segment);
  const leaves: Leaf[] = [];
  if (isHeaderSegment(segment.id) && cuts.length > 1) {
    leaves.push({
      field: 1,
      repetition: 1,
      component: 1,
      subcomponent: 1,
      start: segment.start + 3,
      end: segment.start + 4,
    });
  }
  const at: [number, number, number, number] = [firstField(segment) - 1, 1, 1, 1];
  for (let index = 0; index + 1 < cuts.length; index++) {
    const cut = cuts[index] ?? 0;
    step(at, cut % 4);
    const [field, repetition, component, subcomponent] = at;
    leaves.push({
      field,
      repetition,
      component,
      subcomponent,
      start: Math.floor(cut / 4) + 1,
      end: Math.floor((cuts[index + 1] ?? 0) / 4),
    });
  }
  return leaves;
}

/** Counts on at the depth of the delimiter (FIELD is 0, the first place); everything deeper starts again at 1. */
function step(at: [number, number, number, number], depth: number): void {
  at[depth as 0 | 1 | 2 | 3] += 1;
  if (depth < REPETITION) at[1] = 1;
  if (depth < COMPONENT) at[2] = 1;
  if (depth < SUBCOMPONENT) at[3] = 1;
}

/** The segment a position names, or undefined when the message has none such. */
export function segmentAt(message: Message, position: Position): Segment | undefined {
  return message.segments.find(({ id, occurrence }) => id === position.segment && occurrence === position.occurrence);
}

/**
 * The span of a position: a field's span covers all of one repetition, a component's its subcomponents.
 * Undefined when the message does not reach that far.
 */
export function spanOf(message: Message, position: Position): Span | undefined {
  const segment = segmentAt(message, position);
  if (!segment || position.field === undefined) return segment && { start: segment.start, end: segment.end };
  const inside = leavesOf(message, segment).filter(
    (leaf) =>
      leaf.field === position.field &&
      leaf.repetition === (position.repetition ?? 1) &&
      (position.component === undefined || leaf.component === position.component) &&
      (position.subcomponent === undefined || leaf.subcomponent === position.subcomponent),
  );
  const [first] = inside;
  const last = inside.at(-1);
  return first && last && { start: first.start, end: last.end };
}

/** The text at a position as it stands in the message, escapes and all; empty when it is not there. */
export function rawValue(message: Message, position: Position): string {
  const span = spanOf(message, position);
  return span ? message.text.slice(span.start, span.end) : "";
}

/** The deepest position at a text offset; on a delimiter, the part before it. Undefined before the first segment. */
export function positionAt(message: Message, offset: number): Position | undefined {
  const segment = message.segments.findLast(({ start }) => start <= offset);
  if (!segment) return undefined;
  const leaf = leavesOf(message, segment).findLast(({ start }) => start <= offset);
  const { id, occurrence } = segment;
  if (!leaf) return { segment: id, occurrence };
  const { field, repetition, component, subcomponent } = leaf;
  return { segment: id, occurrence, field, repetition, component, subcomponent };
}
