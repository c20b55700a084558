import type { Comparison, FilterTerm } from "#lib/contract/list-filter.ts";

/** What `messages.list` can be filtered by (contract section 11.4). */
export interface FilterField {
  /** As the API spells it; `labels` is followed by a key. */
  readonly name: string;
  readonly title: string;
  readonly kind: "text" | "date" | "time" | "patient" | "label";
  readonly detail: string;
}

export const FILTER_FIELDS: readonly FilterField[] = [
  { name: "message_type", title: "Message type", kind: "text", detail: "MSH-9.1, such as ADT" },
  { name: "send_date", title: "Sent on", kind: "date", detail: "day of MSH-7 in the dataset's time zone" },
  { name: "send_time", title: "Sent at", kind: "time", detail: "MSH-7, to the second" },
  { name: "create_time", title: "Stored at", kind: "time", detail: "when the store took it" },
  { name: "send_facility", title: "Facility", kind: "text", detail: "MSH-4, whole" },
  { name: "PatientId", title: "Patient id", kind: "patient", detail: "value and type: PID-2, 3, 4" },
  { name: "labels", title: "Label", kind: "label", detail: 'labels."key"="value" or labels."key":*' },
];

/** The field of a term, undefined for one that messages do not have. The API takes camelCase as well. */
export function filterField(term: FilterTerm): FilterField | undefined {
  const name = (term.field[0] ?? "").replace(/[A-Z]/g, (letter, at: number) =>
    at === 0 ? letter : `_${letter.toLowerCase()}`,
  );
  const field = FILTER_FIELDS.find(
    (each) => each.name === name || (each.kind === "patient" && term.field[0] === "PatientId"),
  );
  const depth = field?.kind === "label" ? 2 : 1;
  return term.field.length === depth ? field : undefined;
}

/** How values of a kind are compared. */
export const COMPARISONS: Readonly<Record<FilterField["kind"], readonly Comparison[]>> = {
  text: ["="],
  date: ["=", "<", "<=", ">", ">="],
  time: ["=", "<", "<=", ">", ">="],
  patient: [],
  label: ["=", ":"],
};

/** `2026-01-31`, a day that exists. */
export function isFilterDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** RFC 3339 with a zone: `2026-01-31T08:00:00-05:00`. */
export function isFilterTime(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}
