import type { KeyedHash } from "./keyed.ts";

/** "Range up to 100 days" (contract 13.6); never zero: a date that stays is no shifted date. */
const MOST_DAYS = 100;
const DAY_MILLISECONDS = 86_400_000;

/** Days that every date of a patient moves by, the same for a key wherever the date is: in FHIR, DICOM and text. */
export function shiftDays(hash: KeyedHash, patient: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = hash("date", patient);
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const days = (number % (2 * MOST_DAYS)) - MOST_DAYS;
  return days >= 0 ? days + 1 : days;
}

/** A day of the calendar as UTC milliseconds; undefined for 30 February. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return year >= 100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : undefined;
}

export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day so many days later; undefined when there is no such day to begin with. */
export function addDays({ year, month, day }: CalendarDay, days: number): CalendarDay | undefined {
  const time = dayOf(year, month, day);
  if (time === undefined) return undefined;
  const shifted = new Date(time + days * DAY_MILLISECONDS);
  const [y, m, d] = [shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, shifted.getUTCDate()];
  return y > 9999 || y < 1 ? undefined : { year: y, month: m, day: d };
}

export function pad(number: number, length = 2): string {
  return String(number).padStart(length, "0");
}

/**
 * A FHIR date, dateTime or instant moved by days; time of day and zone stay. A year stays as it is and a month becomes its year: "keep at
 * most the year" (45 CFR 164.514(b)(2)(i)(C)), as nobody can move a month by days. Undefined for what is no date.
 */
export function shiftFhirDate(text: string, days: number): string | undefined {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/.exec(text);
  if (!parts) return undefined;
  const [, year = "", month, day, time = ""] = parts;
  if (month === undefined || day === undefined) return year;
  const moved = addDays({ year: Number(year), month: Number(month), day: Number(day) }, days);
  return moved && `${pad(moved.year, 4)}-${pad(moved.month)}-${pad(moved.day)}${time}`;
}

/** A DICOM DA or DT value (PS3.5 6.2) moved by days, with the same rule for partial ones; also the old form `1999.12.31`. */
export function shiftDicomDate(text: string, days: number): string | undefined {
  const parts = /^(\d{4})(?:(\.?)(\d{2})(?:\2(\d{2})(\d{2}.*)?)?)?(?:[+-]\d{4})?$/.exec(text.trim());
  if (!parts) return undefined;
  const [, year = "", dot = "", month, day] = parts;
  if (month === undefined || day === undefined) return year;
  const moved = addDays({ year: Number(year), month: Number(month), day: Number(day) }, days);
  const rest = text.trim().slice(8 + 2 * dot.length);
  return moved && `${pad(moved.year, 4)}${dot}${pad(moved.month)}${dot}${pad(moved.day)}${rest}`;
}
