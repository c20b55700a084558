import { createHash, randomUUID } from "node:crypto";
import { isAscii } from "node:buffer";
import { nackText } from "#lib/hl7v2/ack.ts";
import { readDelimiters } from "#lib/hl7v2/delimiters.ts";
import { messageFacts, type MessageFacts } from "#lib/hl7v2/message-facts.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import { schematize } from "#lib/hl7v2/schematize.ts";
import { parseTerminated } from "#lib/hl7v2/terminated.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";

/** Contract section 18. */
export const LARGEST_MESSAGE_BYTES = 10 * 1024 * 1024;

/** A message that a store takes. */
export interface AcceptedMessage {
  /** SHA-256 of the bytes: the same bytes are the same message (contract section 23). */
  readonly id: Buffer;
  readonly data: Uint8Array;
  readonly message: Message;
  readonly facts: MessageFacts;
}

/** Why a store does not take a message; `nack` is the text for the sender. */
export class MessageRefused extends Error {
  readonly nack: string;
  readonly isDuplicate: boolean;
  constructor(reason: string, nack: string, isDuplicate = false) {
    super(reason);
    this.name = "MessageRefused";
    this.nack = nack;
    this.isDuplicate = isDuplicate;
  }
}

/**
 * Reads the bytes of a message as the store's parser does.
 * @param now milliseconds since 1970, for the NACK
 * @throws MessageRefused when the bytes are no message for this store: too large, not UTF-8, no header, other line ends, against the schema
 */
export function acceptMessage(store: Hl7v2Store, data: Uint8Array, now: number): AcceptedMessage {
  const readable = data.length > LARGEST_MESSAGE_BYTES ? data.subarray(0, 4096) : data;
  const text = decode(readable);
  const message = parseTerminated(text ?? "", store.segmentTerminator);
  const facts = messageFacts(message, store.timeZone);
  const reason = text === undefined ? UNSUPPORTED_ENCODING : whyRefused(store, data, message, facts);
  if (reason !== undefined) throw refusal(message, now, reason);
  return { id: createHash("sha256").update(data).digest(), data, message, facts };
}

/** A refusal with the NACK that tells the sender so. */
export function refusal(message: Message, now: number, reason: string, isDuplicate = false): MessageRefused {
  return new MessageRefused(reason, nackText(message, { controlId: randomUUID(), time: now }, reason), isDuplicate);
}

const UNSUPPORTED_ENCODING = "unsupported encoding in message, only ASCII and UTF-8 are supported";

function decode(bytes: Uint8Array): string | undefined {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function whyRefused(store: Hl7v2Store, data: Uint8Array, message: Message, facts: MessageFacts): string | undefined {
  if (data.length === 0) return "the message is empty";
  if (data.length > LARGEST_MESSAGE_BYTES)
    return `the message has ${data.length} bytes, at most ${LARGEST_MESSAGE_BYTES} are supported`;
  return (
    headerProblem(store, message) ??
    terminatorProblem(store, message) ??
    encodingProblem(facts) ??
    segmentProblem(message) ??
    schemaProblem(store, message)
  );
}

function headerProblem({ allowNullHeader }: Hl7v2Store, { text }: Message): string | undefined {
  const start = text.slice(0, 3);
  if (start === "MSH")
    return readDelimiters(text, 0) ? undefined : "invalid message header: no field separator follows MSH";
  if (allowNullHeader) return undefined;
  if (text.startsWith("\ufeff"))
    return "invalid message header: a byte order mark stands before MSH, send the message without it";
  return start === "FHS" || start === "BHS"
    ? `invalid message header: ${start} begins a batch file, send its messages one by one`
    : "invalid message header: the message does not begin with MSH";
}

/** The commonest mistake: a file with other line ends would be one long MSH segment. */
function terminatorProblem({ segmentTerminator }: Hl7v2Store, { text }: Message): string | undefined {
  const other = /(\r\n|\n|\r)(?:[A-Z][A-Z0-9]{2}[^\p{L}\p{N}\s]|$)/u.exec(text)?.[1];
  if (other === undefined || segmentTerminator.includes(other)) return undefined;
  return `the segments of the message end with ${JSON.stringify(other)}, the segment terminator of this HL7v2 store is ${JSON.stringify(segmentTerminator)}`;
}

const CHARACTER_SETS: ReadonlySet<string> = new Set(["", '""', "ASCII", "UTF-8", "UTF8", "UNICODE", "UNICODE UTF-8"]);

function encodingProblem({ characterSet }: MessageFacts): string | undefined {
  return CHARACTER_SETS.has(characterSet.trim().toUpperCase()) ? undefined : UNSUPPORTED_ENCODING;
}

function segmentProblem({ text, segments, delimiters }: Message): string | undefined {
  for (const { id, index, start, end, occurrence } of segments) {
    const isNamed = /^[A-Za-z][A-Za-z0-9]{2}$/.test(id);
    if (!isNamed || (start + 3 < end && text.charAt(start + 3) !== delimiters.field))
      return `invalid segment at index ${index}: expected a segment id of three letters or digits and ${JSON.stringify(delimiters.field)}, found ${JSON.stringify(text.slice(start, Math.min(end, start + 4)))}`;
    if (id === "MSH" && occurrence > 1) return "the data holds more than one message, send them one by one";
  }
  return segments.length === 0 ? "the message has no segments" : undefined;
}

function schemaProblem({ schema, version }: Hl7v2Store, message: Message): string | undefined {
  if (schema?.schematizedParsingType !== "HARD_FAIL") return undefined;
  const result = schematize(message, schema, version);
  return "error" in result ? `the message does not fit the schema of the store: ${result.error}` : undefined;
}
