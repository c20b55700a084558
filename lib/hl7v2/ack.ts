import { escapeText } from "./escape.ts";
import type { Message } from "./message.ts";
import { joinField } from "./message-facts.ts";
import { nestedFields } from "./nested-fields.ts";

/** What the receiver adds to an acknowledgement. */
export interface AckStamp {
  /** MSH-10 of the acknowledgement itself. */
  readonly controlId: string;
  /** Milliseconds since 1970; written in UTC. */
  readonly time: number;
}

/** "Application accept": the message is stored (contract 11.7). Segments are parted by `\r`, without one at the end. */
export function ackText(message: Message, stamp: AckStamp): string {
  return answer(message, stamp, ["AA"]);
}

/** "Application error": the message is refused and why. Works for anything, also for what has no header at all. */
export function nackText(message: Message, stamp: AckStamp, reason: string): string {
  return answer(message, stamp, ["AE", escapeText(reason, message.delimiters)]);
}

/** Sender and receiver change places. The delimiters are the message's own, so values of it can be quoted as they are. */
function answer(message: Message, { controlId, time }: AckStamp, [code, ...reason]: readonly string[]): string {
  const { delimiters } = message;
  const from = headerReader(message);
  const stamp = new Date(time).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const receiver = [from(5), from(6), from(3), from(4)];
  const header = [
    "MSH",
    from(2) || "^~\\&",
    ...receiver,
    stamp,
    "",
    "ACK",
    controlId,
    from(11) || "P",
    from(12) || "2.3",
  ];
  const reply = ["MSA", code, from(10), ...reason];
  return `${header.join(delimiters.field)}\r${reply.join(delimiters.field)}`;
}

/** The longest header value that is quoted: a message that is one endless line must not come back whole. */
const LONGEST_QUOTE = 250;

/** Fields of the message's header as written; empty for what cannot be quoted. */
function headerReader(message: Message): (field: number) => string {
  const segment = message.segments.find(({ id }) => id === "MSH");
  const fields = segment ? nestedFields(message, segment) : [];
  return (field) => {
    const text = joinField(fields[field - 1], message.delimiters);
    return text.length > LONGEST_QUOTE || /[\r\n]/.test(text) ? "" : text;
  };
}
