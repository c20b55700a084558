import { cursorAt, positionOfCursor } from "#lib/hl7v2/cursor.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";
import type { ParsedView } from "#lib/queries/hl7v2-message.ts";
import { identifiersByOffset } from "./masking.ts";

/** One entry of the API's `parsedData`, tied to its place in the message. */
export interface ParsedRow {
  readonly segment: string;
  /** As the API names it: `3[0].1`. */
  readonly key: string;
  readonly value: string;
  /** The same place as the workbench writes it: `PID-3.1`. */
  readonly written: string;
  /** True also where the place cannot be told: what is unknown stays covered. */
  readonly isIdentifying: boolean;
}

/** The entries of all segments in their order; `0`, the name of the segment, is left out. */
export function parsedRows(message: Message, parsed: ParsedView): ParsedRow[] {
  return parsed.flatMap(({ segmentId, fields }, index) => {
    const segment = message.segments[index]?.id === segmentId ? message.segments[index] : undefined;
    return Object.entries(fields)
      .filter(([key]) => key !== "0")
      .map(([key, value]): ParsedRow => {
        const match = /^(\d+)(?:\[(\d+)\])?(?:\.(\d+))?(?:\.(\d+))?$/.exec(key);
        if (!segment || !match) return { segment: segmentId, key, value, written: "", isIdentifying: true };
        const [, field = "1", repetition = "0", component = "1", subcomponent = "1"] = match;
        const cursor = cursorAt(message, {
          segment: segment.id,
          occurrence: segment.occurrence,
          field: Number(field),
          repetition: Number(repetition) + 1,
          component: Number(component),
          subcomponent: Number(subcomponent),
        });
        const position = cursor && positionOfCursor(message, cursor);
        const leaf = cursor?.leaf === undefined ? undefined : leavesOf(message, segment)[cursor.leaf];
        return {
          segment: segmentId,
          key,
          value,
          written: position ? formatPosition(position) : "",
          isIdentifying: leaf === undefined || identifiersByOffset(message, segment).has(leaf.start),
        };
      });
  });
}
