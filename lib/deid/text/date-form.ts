import type { CalendarDay } from "#lib/deid/shift-date.ts";

/** A date as written; a part of it that is missing cannot be moved. */
export interface Written extends Partial<CalendarDay> {
  /** Writes another day the same way. */
  readonly write: (day: CalendarDay) => string;
}

export interface DateForm {
  readonly pattern: RegExp;
  readonly read: (parts: readonly string[]) => Written;
}

export function numbers(year = "", month = "", day = ""): CalendarDay {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** Two digits mean this century up to 49, as POSIX has it at 69: records reach back, not forward. */
export function fullYear(year: string): string {
  if (year.length === 4) return year;
  return `${Number(year) < 50 ? "20" : "19"}${year}`;
}
