import type { RecordEvent } from "./patient-record.ts";

/** What a timeline draws in one lane: stretches, and moments gathered where they would cover each other. */
export interface Lane {
  readonly type: string;
  readonly count: number;
  readonly marks: readonly Mark[];
}

export interface Mark {
  /** Share of the width, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Resources that the mark stands for. */
  readonly count: number;
  /** Of the first of them. */
  readonly event: RecordEvent;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Places on a lane: more than the pixels of a screen say nothing. */
const CELLS = 240;
const YEAR = 365.25 * 86_400_000;

/** From the first to the last time in the record; stretches that last end at `now`. Undefined without any time. */
export function wholeWindow(events: readonly RecordEvent[], now: number): Window | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { type, start, end } of events) {
    if (start === undefined || type === "Patient") continue;
    from = Math.min(from, start);
    to = Math.max(to, end === Number.POSITIVE_INFINITY ? now : (end ?? start));
  }
  if (from > to) return undefined;
  const margin = Math.max((to - from) * 0.01, 86_400_000);
  return { from: from - margin, to: to + margin };
}

/** A lane for every type with a time in the window, in the order of LANES, then by count. The work is one pass over the events. */
export function lanesOf(events: readonly RecordEvent[], window: Window, now: number): readonly Lane[] {
  const cells = new Map<string, Map<string, { count: number; event: RecordEvent; from: number; to: number }>>();
  const width = window.to - window.from;
  for (const event of events) {
    if (event.start === undefined) continue;
    const end = Math.min(event.end ?? event.start, now);
    if (event.start > window.to || end < window.from) continue;
    const from = (Math.max(event.start, window.from) - window.from) / width;
    const to = Math.max(from, (Math.min(end, window.to) - window.from) / width);
    const lane =
      cells.get(event.type) ?? new Map<string, { count: number; event: RecordEvent; from: number; to: number }>();
    cells.set(event.type, lane);
    const key = `${Math.floor(from * CELLS)} ${Math.floor(to * CELLS)}`;
    const known = lane.get(key);
    if (known) known.count += 1;
    else lane.set(key, { count: 1, event, from, to });
  }
  return [...cells]
    .map(([type, lane]) => ({
      type,
      count: [...lane.values()].reduce((sum, { count }) => sum + count, 0),
      marks: [...lane.values()],
    }))
    .toSorted((a, b) => rank(a.type) - rank(b.type) || b.count - a.count);
}

const LANES = [
  "Encounter",
  "Condition",
  "Procedure",
  "MedicationRequest",
  "Immunization",
  "DiagnosticReport",
  "Observation",
];

function rank(type: string): number {
  const at = LANES.indexOf(type);
  return at < 0 ? LANES.length : at;
}

/** Years, or months where the window is short, with their place from 0 to 1. */
export function ticksOf({ from, to }: Window): readonly { readonly at: number; readonly label: string }[] {
  const years = (to - from) / YEAR;
  const isMonths = years < 2;
  const step = isMonths ? Math.max(1, Math.ceil((years * 12) / 8)) : Math.max(1, Math.ceil(years / 8));
  const ticks: { at: number; label: string }[] = [];
  const date = new Date(from);
  let year = date.getUTCFullYear();
  let month = isMonths ? date.getUTCMonth() : 0;
  if (!isMonths) year = Math.ceil(year / step) * step;
  for (let time = Date.UTC(year, month); time <= to; time = Date.UTC(year, month)) {
    const label = new Date(time).toISOString().slice(0, isMonths ? 7 : 4);
    if (time >= from) ticks.push({ at: (time - from) / (to - from), label });
    if (isMonths) month += step;
    else year += step;
  }
  return ticks;
}
