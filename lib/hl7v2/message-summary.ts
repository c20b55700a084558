import { unescapeText } from "./escape.ts";
import { joinField } from "./message-facts.ts";
import { parseMessage, type Message } from "./message.ts";
import { componentText, nestedFields, type Field } from "./nested-fields.ts";

/** What a list shows of a message beyond the fields that the API gives. Empty text for what the message does not say. */
export interface MessageSummary {
  /** MSH-9.2 */
  readonly event: string;
  /** MSH-10 */
  readonly controlId: string;
  /** MSH-12.1 */
  readonly version: string;
  /** MSH-3 */
  readonly application: string;
  /** MSH-5 and MSH-6, `HUB · HOSP`. */
  readonly receiver: string;
  /** PID-5 of the first PID, first repetition: "Okafor, Amara N". */
  readonly patientName: string;
  readonly segmentCount: number;
}

/** Reads a message for a list: its header and its first patient. Never throws. */
export function summariseMessage(text: string): MessageSummary {
  const message = parseMessage(text);
  const header = fieldsOf(message, "MSH");
  const whole = (number: number): string =>
    unescapeText(joinField(header[number - 1], message.delimiters), message.delimiters);
  return {
    event: componentText(header[8]?.[0], 2),
    controlId: whole(10),
    version: componentText(header[11]?.[0], 1),
    application: whole(3),
    receiver: [whole(5), whole(6)].filter(Boolean).join(" · "),
    patientName: personName(fieldsOf(message, "PID")[4], message),
    segmentCount: message.segments.length,
  };
}

function fieldsOf(message: Message, id: string): readonly Field[] {
  const segment = message.segments.find((each) => each.id === id);
  return segment ? nestedFields(message, segment) : [];
}

/** XPN: family, given, further given names. HL7 v2.5.1 §2.A.88. */
function personName(field: Field | undefined, { delimiters }: Message): string {
  const [family = "", given = "", further = ""] = [1, 2, 3].map((part) =>
    unescapeText(componentText(field?.[0], part), delimiters),
  );
  const first = [given, further].filter(Boolean).join(" ");
  return [family, first].filter(Boolean).join(", ");
}
