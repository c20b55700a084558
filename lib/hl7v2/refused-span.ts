import { spanOf } from "./locate.ts";
import type { Message, Span } from "./message.ts";
import { parsePosition } from "./position.ts";

/** The part of a message that a refusal's words are about: a segment by its index, a position such as `PID-3`, the header, MSH-18. */
export function refusedSpan(sent: Message, words: string): Span | undefined {
  const index = /segment at index (\d+)/.exec(words)?.[1];
  if (index !== undefined) return sent.segments[Number(index)];
  if (/encoding/.test(words)) return spanOf(sent, { segment: "MSH", occurrence: 1, field: 18, repetition: 1 });
  if (/header|begin with MSH/.test(words)) return sent.segments[0];
  const written = /\b[A-Z][A-Z0-9]{2}(?:\[\d+\])?-\d+(?:\[\d+\])?(?:\.\d+){0,2}/.exec(words)?.[0];
  const position = written === undefined ? undefined : parsePosition(written);
  return position && spanOf(sent, position);
}
