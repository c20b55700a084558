import { leavesOf, positionAt, segmentAt, type Leaf } from "./locate.ts";
import type { Message, Segment } from "./message.ts";
import type { Position } from "./position.ts";

/** A place in a message where a reader stands: a segment as a whole, or one of its leaves. */
export interface Cursor {
  /** Index into `message.segments`. */
  readonly segment: number;
  /** Index into `leavesOf(message, segment)`; undefined for the segment as a whole. */
  readonly leaf: number | undefined;
}

/** Leaves of a segment that hold something, as indexes into all of them. Where nothing does, the first. */
export function valuedLeaves(message: Message, segment: Segment): number[] {
  const all = leavesOf(message, segment);
  const valued = all.flatMap(({ start, end }, index) => (start < end ? [index] : []));
  return valued.length > 0 || all.length === 0 ? valued : [0];
}

/** The cursor at a position: its first leaf. Undefined when the message has no such segment; the segment when it does not reach that far. */
export function cursorAt(message: Message, position: Position): Cursor | undefined {
  const segment = segmentAt(message, position);
  if (!segment) return undefined;
  if (position.field === undefined) return { segment: segment.index, leaf: undefined };
  const leaf = leavesOf(message, segment).findIndex(
    (each) =>
      each.field === position.field &&
      each.repetition === (position.repetition ?? 1) &&
      each.component === (position.component ?? 1) &&
      each.subcomponent === (position.subcomponent ?? 1),
  );
  return { segment: segment.index, leaf: leaf < 0 ? undefined : leaf };
}

/** The cursor at a text offset. */
export function cursorAtOffset(message: Message, offset: number): Cursor | undefined {
  const position = positionAt(message, offset);
  return position && cursorAt(message, position);
}

/** The position of a cursor as people write it: without a component where there is but one, and likewise below. */
export function positionOfCursor(message: Message, cursor: Cursor): Position | undefined {
  const segment = message.segments[cursor.segment];
  if (!segment) return undefined;
  const { id, occurrence } = segment;
  const leaf = cursor.leaf === undefined ? undefined : leavesOf(message, segment)[cursor.leaf];
  return leaf ? shortPosition(message, segment, leaf) : { segment: id, occurrence };
}

/** The shortest position that still names the leaf alone. */
export function shortPosition(message: Message, segment: Segment, leaf: Leaf): Position {
  const { field, repetition, component, subcomponent } = leaf;
  const place: Position = { segment: segment.id, occurrence: segment.occurrence, field, repetition };
  const siblings = leavesOf(message, segment).filter((each) => each.field === field && each.repetition === repetition);
  if (siblings.length === 1) return place;
  const hasSubcomponents = siblings.some((each) => each.component === component && each.subcomponent > 1);
  return hasSubcomponents ? { ...place, component, subcomponent } : { ...place, component };
}

export type Step = "next" | "previous" | "down" | "up" | "first" | "last";

/** Where a step leads: to the next or previous value, or to the same field one segment on. Stays at the ends. */
export function stepCursor(message: Message, cursor: Cursor, step: Step): Cursor {
  const count = message.segments.length;
  if (count === 0) return cursor;
  if (step === "first") return firstIn(message, 0);
  if (step === "last") return lastIn(message, count - 1);
  if (step === "down" || step === "up") return sideways(message, cursor, step === "down" ? 1 : -1);
  const segment = message.segments[cursor.segment];
  const valued = segment ? valuedLeaves(message, segment) : [];
  const here = cursor.leaf ?? -1;
  if (step === "next") {
    const leaf = valued.find((index) => index > here);
    if (leaf !== undefined) return { segment: cursor.segment, leaf };
    return cursor.segment + 1 < count ? firstIn(message, cursor.segment + 1) : cursor;
  }
  const leaf = valued.findLast((index) => index < here);
  if (leaf !== undefined) return { segment: cursor.segment, leaf };
  return cursor.segment > 0 ? lastIn(message, cursor.segment - 1) : cursor;
}

function firstIn(message: Message, index: number): Cursor {
  const segment = message.segments[index];
  return { segment: index, leaf: segment ? valuedLeaves(message, segment)[0] : undefined };
}

function lastIn(message: Message, index: number): Cursor {
  const segment = message.segments[index];
  return { segment: index, leaf: segment ? valuedLeaves(message, segment).at(-1) : undefined };
}

function sideways(message: Message, cursor: Cursor, by: 1 | -1): Cursor {
  const from = message.segments[cursor.segment];
  const to = message.segments[cursor.segment + by];
  if (!from || !to) return cursor;
  const field = cursor.leaf === undefined ? undefined : leavesOf(message, from)[cursor.leaf]?.field;
  if (field === undefined) return { segment: to.index, leaf: undefined };
  const leaf = leavesOf(message, to).findLastIndex((each) => each.field <= field && each.component === 1);
  return { segment: to.index, leaf: leaf < 0 ? undefined : leaf };
}
