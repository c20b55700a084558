import { isHeaderSegment, readDelimiters, STANDARD_DELIMITERS } from "./delimiters.ts";
import type { Message, Segment } from "./message.ts";

/**
 * Reads a message whose segments end with exactly one known terminator, as an HL7v2 store does: another line end is part of the value it
 * stands in. `parseMessage` instead understands every line end. Empty lines are no segments; `problems` stays empty. Never throws.
 * @param terminator usually `\r`
 */
export function parseTerminated(text: string, terminator: string): Message {
  const delimiters = isHeaderSegment(text.slice(0, 3)) ? readDelimiters(text, 0) : undefined;
  const segments: Segment[] = [];
  const seen = new Map<string, number>();
  for (let start = 0; start < text.length;) {
    const found = text.indexOf(terminator, start);
    const end = found < 0 ? text.length : found;
    if (end > start) {
      const id = text.slice(start, Math.min(start + 3, end));
      const occurrence = (seen.get(id) ?? 0) + 1;
      seen.set(id, occurrence);
      segments.push({ id, index: segments.length, occurrence, start, end, terminator: found < 0 ? "" : terminator });
    }
    start = end + terminator.length;
  }
  return { text, delimiters: delimiters ?? STANDARD_DELIMITERS, segments, problems: [] };
}
