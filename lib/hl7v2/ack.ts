import { escapeText } from "./escape.ts";
import type { Message } from "./message.ts";
import { wholeField } from "./message-facts.ts";

/** What the receiver adds to an acknowledgement. */
export interface AckStamp {
  /** MSH-10 of the acknowledgement itself. */
  readonly controlId: string;
  /** Milliseconds since 1970; written in UTC. */
  readonly time: number;
}

/** "Application accept": the message is stored (contract 11.7). Segments are parted by `\r`, without one at the end. */
export function ackText(message: Message, stamp: AckStamp): string {
  return `${header(message, stamp)}\r${reply(message, "AA")}`;
}

/** "Application error": the message is refused and why. Works for anything, also for what has no header at all. */
export function nackText(message: Message, stamp: AckStamp, reason: string): string {
  return `${header(message, stamp)}\r${reply(message, "AE")}${message.delimiters.field}${escapeText(reason, message.delimiters)}`;
}

/** Sender and receiver change places. The delimiters are the message's own, so values of it can be quoted as they are. */
function header(message: Message, { controlId, time }: AckStamp): string {
  const from = (field: number): string => headerField(message, field);
  const fields = [
    "MSH",
    from(2) || "^~\\&",
    from(5),
    from(6),
    from(3),
    from(4),
    new Date(time).toISOString().replace(/[-:T]/g, "").slice(0, 14),
    "",
    "ACK",
    controlId,
    from(11) || "P",
    from(12) || "2.3",
  ];
  return fields.join(message.delimiters.field);
}

function reply(message: Message, code: "AA" | "AE"): string {
  return ["MSA", code, headerField(message, 10)].join(message.delimiters.field);
}

/** The longest header value that is quoted: a message that is one endless line must not come back whole. */
const LONGEST_QUOTE = 250;

function headerField(message: Message, field: number): string {
  const segment = message.segments.find(({ id }) => id === "MSH");
  const text = segment ? wholeField(message, segment, field) : "";
  return text.length > LONGEST_QUOTE || /[\r\n]/.test(text) ? "" : text;
}
