import type { FeedMessage } from "./desk.ts";

/**
 * Messages that an interface engine has set aside: each is stored, and each has something wrong or odd that a steward should find. `reason`
 * says what, as a label. The people are those of the feed.
 * @param messages the feed of a few patients, to spoil
 */
export function quarantine(messages: readonly FeedMessage[]): FeedMessage[] {
  return SPOILERS.flatMap(({ reason, event, spoil }) => {
    const found = messages.find(({ text }) => text.includes(event));
    return found ? [{ text: spoil(found.text), labels: { reason, system: found.labels["system"] ?? "" } }] : [];
  });
}

interface Spoiler {
  readonly reason: string;
  /** Text that the message to spoil holds. */
  readonly event: string;
  readonly spoil: (text: string) => string;
}

/** The field of a segment, by number as in the standard except in MSH, where it is one less. */
function withField(text: string, id: string, field: number, change: (value: string) => string): string {
  return text
    .split("\r")
    .map((line) => {
      if (!line.startsWith(`${id}|`)) return line;
      const fields = line.split("|");
      fields[field] = change(fields[field] ?? "");
      return fields.join("|");
    })
    .join("\r");
}

const dropSegment = (text: string, id: string): string =>
  text
    .split("\r")
    .filter((line) => !line.startsWith(`${id}|`))
    .join("\r");

/** The header, then everything else from the end. */
function shuffled(text: string): string {
  const [header = "", ...others] = text.split("\r").filter((line) => line !== "");
  return [header, ...others.toReversed()].map((line) => `${line}\r`).join("");
}

const SPOILERS: readonly Spoiler[] = [
  { reason: "no-send-time", event: "ADT^A04", spoil: (text) => withField(text, "MSH", 6, () => "") },
  {
    reason: "impossible-send-time",
    event: "ADT^A08",
    spoil: (text) => withField(text, "MSH", 6, () => "20260231250000"),
  },
  { reason: "no-message-type", event: "ORU^R01", spoil: (text) => withField(text, "MSH", 8, () => "") },
  { reason: "unknown-trigger", event: "ADT^A03", spoil: (text) => withField(text, "MSH", 8, () => "ADT^Z99") },
  { reason: "unknown-version", event: "ADT^A31", spoil: (text) => withField(text, "MSH", 11, () => "9.9") },
  { reason: "no-patient", event: "OML^O21", spoil: (text) => dropSegment(text, "PID") },
  { reason: "no-record-number", event: "VXU^V04", spoil: (text) => withField(text, "PID", 3, () => "") },
  { reason: "impossible-birth-date", event: "SIU^S12", spoil: (text) => withField(text, "PID", 7, () => "19891332") },
  { reason: "unknown-sex", event: "ADT^A01", spoil: (text) => withField(text, "PID", 8, () => "X") },
  { reason: "text-as-number", event: "ORU^R01", spoil: (text) => withField(text, "OBX", 5, () => "see comment") },
  {
    reason: "unescaped-delimiter",
    event: "ORU^R01",
    spoil: (text) => withField(text, "NTE", 3, () => "Sodium & potassium | repeat ~ soon"),
  },
  { reason: "lone-escape", event: "ADT^A04", spoil: (text) => withField(text, "PV2", 3, () => "^C:\\import\\new") },
  { reason: "segments-out-of-order", event: "ADT^A04", spoil: (text) => shuffled(text) },
  { reason: "odd-delimiters", event: "ADT^A04", spoil: (text) => text.replaceAll("|", "#").replaceAll("^", "!") },
  { reason: "truncated", event: "MDM^T02", spoil: (text) => text.slice(0, Math.floor(text.length * 0.6)) },
  {
    reason: "control-characters",
    event: "ADT^A08",
    spoil: (text) => withField(text, "PID", 5, (name) => name.replace("^", "\u0002^")),
  },
  {
    reason: "text-with-line-feeds",
    event: "ORU^R01",
    spoil: (text) => withField(text, "NTE", 3, (note) => `${note}\nCalled to the ward.\nRead back.`),
  },
  {
    reason: "trailing-delimiters",
    event: "SIU^S12",
    spoil: (text) => text.replaceAll("\r", "||||\r").replace("||||\r", "\r"),
  },
];
