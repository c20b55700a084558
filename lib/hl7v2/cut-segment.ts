import { isHeaderSegment, type Delimiters } from "./delimiters.ts";
import type { Message, Segment, Span } from "./message.ts";

/** How deep a delimiter divides. */
export const FIELD = 0;
export const REPETITION = 1;
export const COMPONENT = 2;
export const SUBCOMPONENT = 3;

/**
 * Where a segment is cut, in text order: `offset * 4 + depth`. The last cut is the segment's end, so the value between two neighbouring
 * cuts is one leaf of the tree. The first cut stands before field 1; in MSH, FHS and BHS, where field 1 is the separator itself, before
 * field 2, whose encoding characters do not divide. HL7 v2.5.1 §2.15.9.
 */
export type Cuts = Float64Array;

/** The number of the field after the first cut. */
export function firstField(segment: Segment): number {
  return isHeaderSegment(segment.id) ? 2 : 1;
}

const remembered = new WeakMap<Segment, Cuts>();

export function cutSegment(message: Message, segment: Segment): Cuts {
  const known = remembered.get(segment);
  if (known) return known;
  const cuts = scan(message.text, segment, message.delimiters);
  remembered.set(segment, cuts);
  return cuts;
}

let scratch = new Float64Array(1024);

function scan(text: string, segment: Span & { readonly id: string }, delimiters: Delimiters): Cuts {
  const field = delimiters.field.charCodeAt(0);
  const repetition = delimiters.repetition.charCodeAt(0);
  const component = delimiters.component.charCodeAt(0);
  const subcomponent = delimiters.subcomponent.charCodeAt(0);
  let count = 0;
  let from = segment.start + segment.id.length;
  if (isHeaderSegment(segment.id) && text.charCodeAt(from) === field) {
    scratch[count++] = from * 4 + FIELD;
    const second = text.indexOf(delimiters.field, from + 1);
    from = second < 0 || second > segment.end ? segment.end : second;
  }
  for (let offset = from; offset < segment.end; offset++) {
    const code = text.charCodeAt(offset);
    let depth: number;
    if (code === field) depth = FIELD;
    else if (code === component) depth = COMPONENT;
    else if (code === repetition) depth = REPETITION;
    else if (code === subcomponent) depth = SUBCOMPONENT;
    else continue;
    if (count + 2 > scratch.length) scratch = grow(scratch);
    scratch[count++] = offset * 4 + depth;
  }
  scratch[count++] = segment.end * 4 + FIELD;
  return scratch.slice(0, count);
}

function grow(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
