import type { Finding } from "#lib/deid/info-types.ts";
import { addDays, dayOf } from "#lib/deid/shift-date.ts";
import { FORMS } from "./date-forms.ts";

/** Every date in a text, also those that overlap. */
export function findDates(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { pattern, read } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const { year, month = 1, day = 1 } = read(match);
      if (year === undefined || dayOf(year, month, day) === undefined) continue;
      found.push({ start: match.index, end: match.index + match[0].length, infoType: "DATE" });
    }
  }
  return found;
}

/** A date as it stands in a text, moved by days and written the same way; a month without a day becomes its year. Undefined for no date. */
export function shiftTextDate(text: string, days: number): string | undefined {
  for (const { pattern, read } of FORMS) {
    const match = new RegExp(pattern.source.replace(/^\(\?<=.*?\\s\)/, ""), pattern.flags).exec(text);
    if (!match || match[0].length !== text.length) continue;
    const { year, month, day, write } = read(match);
    if (year === undefined) continue;
    if (month === undefined || day === undefined) return write({ year, month: 1, day: 1 });
    const moved = addDays({ year, month, day }, days);
    if (moved) return write(moved);
  }
  return undefined;
}
