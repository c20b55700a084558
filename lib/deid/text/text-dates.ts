import type { Finding } from "#lib/deid/info-types.ts";
import { addDays, dayOf, pad, type CalendarDay } from "#lib/deid/shift-date.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const ANY_MONTH = `(?:${MONTH}|${MONTH.toLowerCase()}|${MONTH.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())})`;
const ORDINAL = "(?:st|nd|rd|th)?";

/** A date as written; a part of it that is missing cannot be moved. */
interface Written extends Partial<CalendarDay> {
  /** Writes another day the same way. */
  readonly write: (day: CalendarDay) => string;
}

interface DateForm {
  readonly pattern: RegExp;
  readonly read: (parts: readonly string[]) => Written;
}

/** How dates stand in clinical text, the longer forms first. */
const FORMS: readonly DateForm[] = [
  {
    pattern: /(?<![\d.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d-]|\.\d)/g,
    read: ([, year, mark = "", month = "", day = ""]) => ({
      ...numbers(year, month, day),
      write: (to) => [pad(to.year, 4), pad(to.month, month.length), pad(to.day, day.length)].join(mark),
    }),
  },
  {
    pattern: /(?<![\d.])((?:19|20)\d{2})(\d{2})(\d{2})(\d{4}(?:\d{2})?)?(?![\d.]\d|\d)/g,
    read: ([, year, month, day, time = ""]) => ({
      ...numbers(year, month, day),
      write: (to) => `${pad(to.year, 4)}${pad(to.month)}${pad(to.day)}${time}`,
    }),
  },
  {
    pattern:
      /(?<![\d./-]|\b(?:apgars?|scores?) )(\d{1,2})([/-]|\.(?=\d{1,2}\.\d{4}))(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)/gi,
    read: ([, first = "", mark = "", second = "", year = ""]) => {
      const isDayFirst = Number(second) <= 12 && (mark === "." || Number(first) > 12);
      const [month, day] = isDayFirst ? [second, first] : [first, second];
      return {
        ...numbers(fullYear(year), month, day),
        write: (to) => {
          const [m, d] = [pad(to.month, month.length), pad(to.day, day.length)];
          return [...(isDayFirst ? [d, m] : [m, d]), pad(to.year, 4).slice(-year.length)].join(mark);
        },
      };
    },
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(${ANY_MONTH})(\\s+)(\\d{1,2})${ORDINAL}((?:\\s*,)?\\s+)(\\d{4})(?!\\d)`,
      "gu",
    ),
    read: ([, month = "", gap = "", day, between = "", year]) => ({
      ...numbers(year, String(monthOf(month)), day),
      write: (to) => `${monthLike(month, to.month)}${gap}${to.day}${between}${pad(to.year, 4)}`,
    }),
  },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(\\d{1,2})${ORDINAL}(\\s+of\\s+|[\\s-]+)(${ANY_MONTH})([\\s,-]+)(\\d{4}|\\d{2}(?!\\d|:))(?!\\d)`,
      "gu",
    ),
    read: ([, day, gap = "", month = "", between = "", year = ""]) => ({
      ...numbers(fullYear(year), String(monthOf(month)), day),
      write: (to) => `${to.day}${gap}${monthLike(month, to.month)}${between}${pad(to.year, 4).slice(-year.length)}`,
    }),
  },
  {
    // Without a day there is only the year to keep.
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:${ANY_MONTH}(?:\\s+of)?[\\s,]+|(?:0?[1-9]|1[0-2])/)((?:19|20)\\d{2})(?![\\d/])`,
      "gu",
    ),
    read: ([, year]) => ({ year: Number(year), write: (to) => pad(to.year, 4) }),
  },
  {
    // Not "(may 10 mg)": without a year the month is written with a capital.
    pattern: new RegExp(`(?<![\\p{L}\\d])(${MONTH})(\\s+)(\\d{1,2})${ORDINAL}(?![\\d./]|\\s?(?:mg|mcg|ml|%))`, "gu"),
    read: ([, month = "", gap = "", day]) => ({
      ...numbers("2001", String(monthOf(month)), day),
      write: (to) => `${monthLike(month, to.month)}${gap}${to.day}`,
    }),
  },
  {
    pattern: new RegExp(`(?<![\\p{L}\\d./-])(\\d{1,2})${ORDINAL}(\\s+of\\s+|[\\s-]+)(${MONTH})(?![\\p{L}\\d])`, "gu"),
    read: ([, day, gap = "", month = ""]) => ({
      ...numbers("2001", String(monthOf(month)), day),
      write: (to) => `${to.day}${gap}${monthLike(month, to.month)}`,
    }),
  },
  {
    // 4/10 is pain, 5/5 strength: a day and month alone need a word before them.
    pattern: /(?<=\b(?:on|since|dated|until|from|seen|due)\s)(\d{1,2})\/(\d{1,2})(?![\d/]|\s*(?:strength|pain|mm))/gi,
    read: ([, month, day]) => ({ ...numbers("2001", month, day), write: (to) => `${to.month}/${to.day}` }),
  },
];

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

function numbers(year = "", month = "", day = ""): CalendarDay {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** Two digits mean this century up to 49, as POSIX has it at 69: records reach back, not forward. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return `${Number(year) < 50 ? "20" : "19"}${year}`;
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
}

/** Another month, short or long and in the letters of the one that is written. */
function monthLike(written: string, month: number): string {
  const bare = written.replace(/\.$/, "");
  const full = MONTHS[month - 1] ?? "";
  const name = bare.length <= 4 && MONTHS[monthOf(bare) - 1] !== bare ? full.slice(0, 3) : full;
  if (bare === bare.toUpperCase()) return name.toUpperCase();
  return bare === bare.toLowerCase() ? name.toLowerCase() : name;
}
