import type { TextProblem } from "#lib/contract/query-text.ts";
import { leavesOf } from "./locate.ts";
import { parseMessage, type Message, type Segment } from "./message.ts";
import { formatPosition } from "./position.ts";

/** Header fields that HL7 v2.5.1 §2.14.9 requires. */
const REQUIRED: readonly (readonly [field: number, name: string])[] = [
  [9, "message type"],
  [10, "message control id"],
  [11, "processing id"],
  [12, "version"],
];

const UTF8_NAMES = new Set(["", '""', "ASCII", "UTF-8", "UTF8", "UNICODE", "UNICODE UTF-8"]);

/** What a store would refuse in a message, and what of its header is missing; each at its place in the text. */
export function checkDraft(text: string): readonly TextProblem[] {
  if (text.trim() === "") return [];
  const message = parseMessage(text);
  return [...misread(message), ...badSegments(message), ...headerGaps(message)].toSorted((a, b) => a.start - b.start);
}

function misread({ problems }: Message): TextProblem[] {
  return problems.map(({ start, end, expected, found }) => error(start, end, `Expected ${expected}, found ${found}.`));
}

function badSegments({ segments, delimiters, text }: Message): TextProblem[] {
  return segments.flatMap(({ id, occurrence, start, end }) => {
    if (id === "MSH" && occurrence > 1)
      return [error(start, end, "A second message begins here. Messages are sent one by one.")];
    const isCut = /^[A-Z][A-Z0-9]{2}$/.test(id) && start + 3 < end && text.charAt(start + 3) !== delimiters.field;
    return isCut
      ? [error(start, Math.min(end, start + 4), `A ${delimiters.field} belongs behind the segment id.`)]
      : [];
  });
}

function headerGaps(message: Message): TextProblem[] {
  const header = message.segments.find(({ id }) => id === "MSH");
  if (!header) return [];
  const gaps = REQUIRED.flatMap(([field, name]) => {
    const { start, end, text } = fieldOf(message, header, field);
    const position = formatPosition({ segment: "MSH", occurrence: 1, field });
    return text === ""
      ? [{ start, end, severity: "warning", message: `${position}, the ${name}, is empty.` } as const]
      : [];
  });
  const set = fieldOf(message, header, 18);
  const isOther = !UTF8_NAMES.has((set.text.split(message.delimiters.repetition, 1)[0] ?? "").trim().toUpperCase());
  return isOther
    ? [
        ...gaps,
        error(
          set.start,
          set.end,
          `MSH-18 says ${set.text}, but messages are sent as UTF-8 and stores take no other. Write UNICODE UTF-8.`,
        ),
      ]
    : gaps;
}

interface FieldText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A whole field; one that is not there is the end of its segment. */
function fieldOf(message: Message, segment: Segment, field: number): FieldText {
  const leaves = leavesOf(message, segment).filter((leaf) => leaf.field === field);
  const start = leaves[0]?.start ?? segment.end;
  const end = leaves.at(-1)?.end ?? segment.end;
  return { start, end, text: message.text.slice(start, end) };
}

/** The same message with MSH-18 saying that it is UTF-8; fields up to it are filled up with separators. */
export function declareUtf8(text: string): string {
  const message = parseMessage(text);
  const header = message.segments.find(({ id }) => id === "MSH");
  if (!header) return text;
  const { field } = message.delimiters;
  const parts = text.slice(header.start, header.end).split(field);
  // parts[0] is the id, parts[1] is MSH-2: MSH-1 is the separator itself.
  while (parts.length < 18) parts.push("");
  parts[17] = "UNICODE UTF-8";
  return text.slice(0, header.start) + parts.join(field) + text.slice(header.end);
}

function error(start: number, end: number, message: string): TextProblem {
  return { start, end, severity: "error", message };
}
