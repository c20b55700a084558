import { readDelimiters } from "./delimiters.ts";
import { parseMessage } from "./message.ts";

/** How segments end. */
export type Terminator = "\r" | "\n" | "\r\n";

export const TERMINATOR_NAMES: Readonly<Record<Terminator, string>> = { "\r": "CR", "\n": "LF", "\r\n": "CRLF" };

/** Something about how a text came in that its sender should know. */
export interface DraftNote {
  readonly severity: "info" | "warning";
  readonly text: string;
}

/** A message as it can be edited: framing taken off, lines instead of terminators. */
export interface InspectedDraft {
  /** One segment a line, parted by `\n`. */
  readonly text: string;
  /** How segments ended; undefined when there is only one without an end. */
  readonly terminator: Terminator | undefined;
  readonly notes: readonly DraftNote[];
}

const START_BLOCK = "\u000b";
const END_BLOCK = "\u001c";
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Looks at pasted or dropped text: byte order mark, MLLP framing, terminators, envelopes, how many messages. Nothing is lost but what the
 * notes say is taken off. The default terminator of an HL7v2 store is CR (contract section 11.6); files from an editor mostly have LF.
 * @param encoding how the bytes were read, when they were bytes
 */
export function inspectDraft(raw: string, encoding: string | undefined): InspectedDraft {
  const notes: DraftNote[] = [];
  const withoutMark = raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(1) : raw;
  if (withoutMark !== raw)
    notes.push(info("It began with a byte order mark, which is taken off: a store looks for MSH at the first byte."));
  const unframed = takeFrame(withoutMark, notes);
  const terminator = dominantTerminator(unframed);
  const lines = unframed.replace(/\r\n|\r|\n/g, "\n");
  if (encoding !== undefined) notes.push(...encodingNotes(lines, encoding));
  notes.push(...contentNotes(lines));
  return { text: lines.replace(/\n+$/, "\n"), terminator, notes };
}

/** Whether a text begins a message or batch file, framing and byte order mark aside. */
export function looksLikeMessage(text: string): boolean {
  return /^(?:MSH|FHS|BHS)/.test(text.replace(BYTE_ORDER_MARK, "").replace(START_BLOCK, ""));
}

/** The message as it is sent: each line a segment with its terminator; empty lines are none. UTF-8. */
export function draftBytes(text: string, terminator: Terminator): Uint8Array<ArrayBuffer> {
  const segments = text.split("\n").filter((line) => line !== "");
  return new TextEncoder().encode(segments.map((segment) => segment + terminator).join(""));
}

/** VT before, FS and CR behind a message. HL7 v2.5.1 appendix C.4. */
function takeFrame(text: string, notes: DraftNote[]): string {
  const hasStart = text.includes(START_BLOCK);
  const hasEnd = text.includes(END_BLOCK);
  if (!hasStart && !hasEnd) return text;
  const blocks = [...(hasStart ? ["start block (VT)"] : []), ...(hasEnd ? ["end block (FS)"] : [])].join(" and ");
  notes.push(info(`It came in MLLP framing: ${blocks} taken off.`));
  return text.replaceAll(START_BLOCK, "").replaceAll(`${END_BLOCK}\r`, "").replaceAll(END_BLOCK, "");
}

function dominantTerminator(text: string): Terminator | undefined {
  const counts: readonly (readonly [Terminator, number])[] = [
    ["\r\n", text.match(/\r\n/g)?.length ?? 0],
    ["\r", text.match(/\r(?!\n)/g)?.length ?? 0],
    ["\n", text.match(/(?<!\r)\n/g)?.length ?? 0],
  ];
  const [first] = counts.filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
  return first?.[0];
}

/** MSH-18 says how the bytes are meant (HL7 table 0211); the store takes ASCII and UTF-8 only (contract section 11.2). */
function encodingNotes(text: string, encoding: string): DraftNote[] {
  const declared = declaredSet(text);
  const isUtf8 = encoding === "UTF-8";
  if (!isUtf8)
    return [
      warning(`Its bytes are no UTF-8; they were read as ${encoding} and are sent as UTF-8.${declaredWords(declared)}`),
    ];
  return declared !== "" && !/^(?:ASCII|UNICODE UTF-8)$/i.test(declared) && /\P{ASCII}/u.test(text)
    ? [
        warning(
          `MSH-18 says ${declared}, the bytes are UTF-8. Set MSH-18 to UNICODE UTF-8, or receivers may misread it.`,
        ),
      ]
    : [];
}

function declaredWords(declared: string): string {
  return declared === "" ? "" : ` MSH-18 still says ${declared}: set it to UNICODE UTF-8.`;
}

function declaredSet(text: string): string {
  const start = text.indexOf("MSH");
  const delimiters = start < 0 ? undefined : readDelimiters(text, start);
  if (!delimiters) return "";
  const [header = ""] = text.slice(start).split("\n", 1);
  return (header.split(delimiters.field)[17] ?? "").split(delimiters.repetition, 1)[0] ?? "";
}

function contentNotes(text: string): DraftNote[] {
  const { segments } = parseMessage(text);
  const count = segments.filter(({ id }) => id === "MSH").length;
  const envelope = segments.filter(({ id }) => /^(?:FHS|BHS|BTS|FTS)$/.test(id)).length;
  const notes: DraftNote[] = [];
  if (count > 1)
    notes.push(warning(`There are ${count} messages. One is sent at a time here; “Add data” sends them all.`));
  if (envelope > 0)
    notes.push(
      warning(`There are ${envelope} batch envelope segments (FHS, BHS, BTS, FTS), which are no part of a message.`),
    );
  return notes;
}

function info(text: string): DraftNote {
  return { severity: "info", text };
}

function warning(text: string): DraftNote {
  return { severity: "warning", text };
}
