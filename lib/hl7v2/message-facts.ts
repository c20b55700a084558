import type { Delimiters } from "./delimiters.ts";
import type { Message, Segment } from "./message.ts";
import { componentText, nestedFields, type Field } from "./nested-fields.ts";
import { parseHl7Time } from "./send-time.ts";

export interface PatientIdentifier {
  readonly value: string;
  /** CX-5; absent when the message gives none. */
  readonly type?: string;
}

/** What an HL7v2 store knows of a message beside its bytes (contract 11.2). Empty text for what the message does not say. */
export interface MessageFacts {
  /** MSH-9.1 */
  readonly messageType: string;
  /** MSH-9.2 */
  readonly triggerEvent: string;
  /** MSH-4 as written. */
  readonly sendFacility: string;
  /** MSH-7 in microseconds since 1970; undefined when it is none. */
  readonly sendTime: number | undefined;
  /** MSH-18, first repetition. */
  readonly characterSet: string;
  /** PID-2, 3 and 4 of every PID, in that order, each once. */
  readonly patientIds: readonly PatientIdentifier[];
}

/** @param timeZone IANA name for an MSH-7 without an offset; empty is UTC */
export function messageFacts(message: Message, timeZone: string): MessageFacts {
  const header = message.segments.find(({ id }) => id === "MSH");
  const fields = header ? nestedFields(message, header) : [];
  return {
    messageType: componentText(fields[8]?.[0], 1),
    triggerEvent: componentText(fields[8]?.[0], 2),
    sendFacility: joinField(fields[3], message.delimiters),
    sendTime: parseHl7Time(componentText(fields[6]?.[0], 1), timeZone),
    characterSet: componentText(fields[17]?.[0], 1),
    patientIds: message.segments.filter(({ id }) => id === "PID").flatMap((segment) => identifiersIn(message, segment)),
  };
}

/** A whole field with its components and repetitions as written. */
export function joinField(field: Field | undefined, delimiters: Delimiters): string {
  return (field ?? [])
    .map((repetition) =>
      repetition.map((component) => component.join(delimiters.subcomponent)).join(delimiters.component),
    )
    .join(delimiters.repetition);
}

function identifiersIn(message: Message, segment: Segment): PatientIdentifier[] {
  const fields = nestedFields(message, segment);
  const seen = new Map<string, PatientIdentifier>();
  for (const field of [fields[1], fields[2], fields[3]])
    for (const id of identifiersOf(field)) seen.set(JSON.stringify(id), id);
  return [...seen.values()];
}

function identifiersOf(field: Field | undefined): PatientIdentifier[] {
  return (field ?? []).flatMap((repetition) => {
    const value = componentText(repetition, 1);
    const type = componentText(repetition, 5);
    return value === "" ? [] : [{ value, ...(type === "" ? {} : { type }) }];
  });
}
