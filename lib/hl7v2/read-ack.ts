import { unescapeText } from "./escape.ts";
import { spanOf } from "./locate.ts";
import { parseMessage, type Message, type Segment, type Span } from "./message.ts";
import { componentText, nestedFields, type Field } from "./nested-fields.ts";
import type { Position } from "./position.ts";

/** An acknowledgement as people read it. HL7 v2.5.1 §2.9.2, §2.14.5 (ERR), §2.14.8 (MSA). */
export interface Acknowledgement {
  readonly message: Message;
  /** MSA-1 as written. */
  readonly code: string;
  readonly meaning: string;
  readonly isAccepted: boolean;
  /** MSA-2: the control id of the message that is answered. */
  readonly controlId: string;
  /** MSA-3, unescaped. */
  readonly text: string;
  readonly errors: readonly AckError[];
}

/** What an ERR segment complains about. */
export interface AckError {
  /** Where the ERR segment stands in the acknowledgement. */
  readonly span: Span;
  /** Where it points to in the message that was sent; undefined when it names no place. */
  readonly position: Position | undefined;
  readonly text: string;
}

/** HL7 table 0008. */
const CODES: Readonly<Record<string, string>> = {
  AA: "Application accept: the store has the message",
  AE: "Application error: the message was not taken",
  AR: "Application reject: the message was not taken",
  CA: "Commit accept: the receiver has the message safe",
  CE: "Commit error: the receiver could not keep the message",
  CR: "Commit reject: the receiver does not take such messages",
};

/** Reads an ACK or NACK; undefined for a message without MSA. */
export function readAck(text: string): Acknowledgement | undefined {
  const message = parseMessage(text);
  const segment = message.segments.find(({ id }) => id === "MSA");
  if (!segment) return undefined;
  const fields = nestedFields(message, segment);
  const code = componentText(fields[0]?.[0], 1);
  return {
    message,
    code,
    meaning: CODES[code] ?? "An acknowledgement code that HL7 table 0008 does not have",
    isAccepted: code === "AA" || code === "CA",
    controlId: componentText(fields[1]?.[0], 1),
    text: unescapeText(componentText(fields[2]?.[0], 1), message.delimiters),
    errors: message.segments.filter(({ id }) => id === "ERR").flatMap((each) => errorsIn(message, each)),
  };
}

/** Where an error of an acknowledgement points to in the message it is about. A place that is not there is its segment. */
export function errorSpan(sent: Message, { position }: AckError): Span | undefined {
  if (!position) return undefined;
  const { segment, occurrence } = position;
  return spanOf(sent, position) ?? spanOf(sent, { segment, occurrence });
}

/** ERR-1 up to 2.4 (ELD: segment, sequence, field, error), ERR-2 to 8 from 2.5 on (ERL, CWE, severity, …, user message). */
function errorsIn(message: Message, segment: Segment): AckError[] {
  const fields = nestedFields(message, segment);
  const old = repetitionsOf(fields[0]).map((parts): AckError => ({
    span: segment,
    position: positionOf(parts.slice(0, 3)),
    text: words(message, parts.slice(3)),
  }));
  const texts = [fields[2], fields[6], fields[7]].flatMap(repetitionsOf).map((parts) => words(message, parts));
  const text = [...new Set(texts.filter(Boolean))].join(". ");
  const places = repetitionsOf(fields[1]);
  const fresh = places.map((parts): AckError => ({ span: segment, position: positionOf(parts), text }));
  if (fresh.length === 0 && text !== "") fresh.push({ span: segment, position: undefined, text });
  return [...old, ...fresh];
}

/** Components of each repetition that says anything. */
function repetitionsOf(field: Field | undefined): readonly (readonly string[])[] {
  return (field ?? [])
    .map((repetition) => repetition.map((component) => component.join(" ").trim()))
    .filter((parts) => parts.some((part) => part !== ""));
}

/** ERL: segment id, sequence, field, repetition, component, subcomponent. HL7 v2.5.1 §2.A.28. */
function positionOf(parts: readonly string[]): Position | undefined {
  const [segment = "", ...numbers] = parts;
  if (!/^[A-Z][A-Z0-9]{2}$/.test(segment)) return undefined;
  const [occurrence, field, repetition, component, subcomponent] = numbers.map(
    (part) => Number.parseInt(part, 10) || undefined,
  );
  return {
    segment,
    occurrence: occurrence ?? 1,
    ...(field === undefined ? {} : { field, repetition: repetition ?? 1 }),
    ...(field === undefined || component === undefined ? {} : { component }),
    ...(component === undefined || subcomponent === undefined ? {} : { subcomponent }),
  };
}

function words({ delimiters }: Message, parts: readonly string[]): string {
  return unescapeText(parts.filter(Boolean).slice(0, 2).join(" "), delimiters);
}
