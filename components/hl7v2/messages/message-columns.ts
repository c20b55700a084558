import { formatBytes } from "#components/ui/quantity.ts";
import { formatMoment } from "#components/ui/moment.ts";
import { printRow } from "#lib/hl7v2/filter-rows.ts";
import { FILTER_FIELDS, type FilterField } from "#lib/hl7v2/filter-fields.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";

export interface MessageColumn {
  readonly key: string;
  readonly title: string;
  /** CSS grid track. */
  readonly track: string;
  readonly text: (message: StoredMessage) => string;
  /** What sorting the page compares, where that is not the text. */
  readonly rank?: (message: StoredMessage) => number;
  readonly isMono?: true;
  /** Names a patient: the identity mask covers it. */
  readonly isIdentity?: true;
  /** Conditions that pick out messages with a value of this cell. */
  readonly conditions?: (message: StoredMessage, timeZone: string) => readonly Condition[];
}

/** One part of a filter, ready to be added. */
export interface Condition {
  readonly words: string;
  readonly source: string;
  readonly isIdentity?: true;
}

/** Every column of a message list, in order. */
export const MESSAGE_COLUMNS: readonly MessageColumn[] = [
  {
    key: "type",
    title: "Type",
    track: "minmax(92px, 0.8fr)",
    isMono: true,
    text: ({ messageType, summary }) => [messageType, summary.event].filter(Boolean).join("^"),
    conditions: ({ messageType }) => is("message_type", messageType),
  },
  {
    key: "controlId",
    title: "Control id",
    track: "minmax(110px, 1.2fr)",
    isMono: true,
    text: ({ summary }) => summary.controlId,
  },
  {
    key: "sent",
    title: "Sent",
    track: "minmax(170px, 1.1fr)",
    text: ({ sendTime }) => formatMoment(sendTime),
    rank: ({ sendTime }) => Date.parse(sendTime) || 0,
    conditions: ({ sendTime }, timeZone) => onDay(sendTime, timeZone),
  },
  {
    key: "facility",
    title: "Facility",
    track: "minmax(110px, 1.1fr)",
    text: ({ sendFacility }) => sendFacility,
    conditions: ({ sendFacility }) => is("send_facility", sendFacility),
  },
  {
    key: "patientName",
    title: "Patient",
    track: "minmax(120px, 1.2fr)",
    isIdentity: true,
    text: ({ summary }) => summary.patientName,
  },
  {
    key: "patientIds",
    title: "Patient ids",
    track: "minmax(130px, 1.6fr)",
    isMono: true,
    isIdentity: true,
    text: ({ patientIds }) => patientIds.map(({ type, value }) => [type, value].filter(Boolean).join(" ")).join(", "),
    conditions: ({ patientIds }) => patientIds.map(({ type, value }) => patientCondition(value, type)),
  },
  {
    key: "labels",
    title: "Labels",
    track: "minmax(90px, 1fr)",
    text: ({ labels }) =>
      Object.entries(labels)
        .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
        .join(", "),
    conditions: ({ labels }) =>
      Object.entries(labels).map(([name, value]) => ({
        words: `${name} is ${value}`,
        source: write("labels", { name, value }),
      })),
  },
  { key: "application", title: "Application", track: "minmax(110px, 1fr)", text: ({ summary }) => summary.application },
  { key: "receiver", title: "Receiver", track: "minmax(120px, 1fr)", text: ({ summary }) => summary.receiver },
  { key: "version", title: "Version", track: "72px", isMono: true, text: ({ summary }) => summary.version },
  {
    key: "segments",
    title: "Segments",
    track: "84px",
    text: ({ summary }) => String(summary.segmentCount),
    rank: ({ summary }) => summary.segmentCount,
  },
  {
    key: "stored",
    title: "Stored",
    track: "minmax(170px, 1.1fr)",
    text: ({ createTime }) => formatMoment(createTime),
    rank: ({ createTime }) => Date.parse(createTime) || 0,
  },
  {
    key: "size",
    title: "Size",
    track: "76px",
    text: ({ byteLength }) => formatBytes(byteLength),
    rank: ({ byteLength }) => byteLength,
  },
];

/** Columns that nobody sees before they choose them. */
export const HIDDEN_AT_FIRST: readonly string[] = ["application", "receiver", "version", "segments", "stored"];

function is(fieldName: string, value: string): readonly Condition[] {
  return value === ""
    ? []
    : [{ words: `${fieldNamed(fieldName).title} is ${value}`, source: write(fieldName, { value }) }];
}

function patientCondition(value: string, type: string): Condition {
  return {
    words: `Patient id is ${[type, value].join(" ").trim()}`,
    source: write("PatientId", { value, name: type }),
    isIdentity: true,
  };
}

/** The day in the dataset's zone, as the API counts days. */
function onDay(sendTime: string, timeZone: string): readonly Condition[] {
  const time = new Date(sendTime);
  if (Number.isNaN(time.getTime())) return [];
  const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(time);
  return [{ words: `Sent on ${day}`, source: write("send_date", { value: day }) }];
}

function write(fieldName: string, { value, name = "" }: { readonly value: string; readonly name?: string }): string {
  return printRow({ field: fieldNamed(fieldName), isNot: false, operator: "=", value, name });
}

function fieldNamed(name: string): FilterField {
  const field = FILTER_FIELDS.find((each) => each.name === name);
  if (!field) throw new Error(`No filter field ${name}`);
  return field;
}
