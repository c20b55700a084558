import type { Cursor } from "#lib/hl7v2/cursor.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import type { Marks } from "./use-marks.ts";

/** The next or previous value that a layer marks; undefined when there is none that way. */
export function nextMark(message: Message, from: Cursor, by: 1 | -1, marks: Marks): Cursor | undefined {
  for (let index = from.segment; index >= 0 && index < message.segments.length; index += by) {
    const segment = message.segments[index];
    if (!segment) return undefined;
    const leaves = leavesOf(message, segment);
    const isHere = index === from.segment;
    const start = firstLeaf(isHere ? from.leaf : undefined, { by, isHere, count: leaves.length });
    for (let leaf = start; leaf >= 0 && leaf < leaves.length; leaf += by) {
      const at = leaves[leaf];
      if (at && marks.isMarked(segment, at.start, at.end)) return { segment: index, leaf };
    }
  }
  return undefined;
}

function firstLeaf(
  leaf: number | undefined,
  { by, isHere, count }: { readonly by: 1 | -1; readonly isHere: boolean; readonly count: number },
): number {
  if (leaf !== undefined) return leaf + by;
  if (by > 0) return 0;
  return isHere ? -1 : count - 1;
}
