import { isHeaderSegment, readDelimiters, STANDARD_DELIMITERS, type Delimiters } from "./delimiters.ts";

/** Half-open range of UTF-16 offsets into the message's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Segment extends Span {
  /** Three characters as written; shorter when the line is. */
  readonly id: string;
  /** Position in the message, from 0. */
  readonly index: number;
  /** Which segment of this id, from 1. */
  readonly occurrence: number;
  /** `\r`, `\n`, `\r\n` or empty for a last segment without one. */
  readonly terminator: string;
}

/** Something wrong that does not stop the reading: the rest of the message is there all the same. */
export interface MessageProblem extends Span {
  readonly expected: string;
  readonly found: string;
}

/**
 * One HL7v2 message over its own text: nothing is copied, so what is not edited stays byte-identical.
 * Fields are cut on demand (cutSegment) and remembered.
 */
export interface Message {
  readonly text: string;
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
  readonly problems: readonly MessageProblem[];
}

const SEGMENT_ID = /^[A-Z][A-Z0-9]{2}$/;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/**
 * Reads a message. Segments end with CR (HL7 v2.5.1 §2.5.1); LF and CRLF are understood too and kept as `terminator`.
 * A message without a header is read with the standard delimiters and says so in `problems`. Never throws.
 * @param text the message, decoded; a byte order mark before the header is kept but belongs to no segment.
 */
export function parseMessage(text: string): Message {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const delimiters = isHeaderSegment(text.slice(start, start + 3)) ? readDelimiters(text, start) : undefined;
  const segments = cutLines(text, start);
  const problems = segments.filter(({ id }) => !SEGMENT_ID.test(id)).map((segment) => misnamed(text, segment));
  if (!delimiters) problems.unshift(headless(text, start));
  return { text, delimiters: delimiters ?? STANDARD_DELIMITERS, segments, problems };
}

function cutLines(text: string, start: number): Segment[] {
  const segments: Segment[] = [];
  const seen = new Map<string, number>();
  const nextTerminator = terminatorFinder(text);
  for (let from = start; from < text.length;) {
    const end = nextTerminator(from);
    const isCrLf = text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED;
    const terminator = isCrLf ? "\r\n" : text.charAt(end);
    if (end > from) {
      const id = text.slice(from, Math.min(from + 3, end));
      const occurrence = (seen.get(id) ?? 0) + 1;
      seen.set(id, occurrence);
      segments.push({ id, index: segments.length, occurrence, start: from, end, terminator });
    }
    from = end + Math.max(terminator.length, 1);
  }
  return segments;
}

/** The nearest CR or LF at or after an offset; each kind is looked for again only once it has been passed, so the text is scanned once. */
function terminatorFinder(text: string): (from: number) => number {
  let carriageReturn = -1;
  let lineFeed = -1;
  const next = (character: string, from: number): number => {
    const found = text.indexOf(character, from);
    return found < 0 ? text.length : found;
  };
  return (from) => {
    if (carriageReturn < from) carriageReturn = next("\r", from);
    if (lineFeed < from) lineFeed = next("\n", from);
    return Math.min(carriageReturn, lineFeed);
  };
}

function misnamed(text: string, segment: Segment): MessageProblem {
  return {
    start: segment.start,
    end: segment.start + segment.id.length,
    expected: "a segment id of three capitals or digits",
    found: JSON.stringify(text.slice(segment.start, segment.start + 3)),
  };
}

function headless(text: string, start: number): MessageProblem {
  return {
    start,
    end: Math.min(start + 4, text.length),
    expected: "MSH and a field separator",
    found: JSON.stringify(text.slice(start, start + 4)),
  };
}
