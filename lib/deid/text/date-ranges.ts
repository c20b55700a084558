import { addDays, dayOf, pad, type CalendarDay } from "#lib/deid/shift-date.ts";
import { fullYear, numbers, type DateForm, type Written } from "./date-form.ts";
import { ANY_MONTH, monthLike, monthOf } from "./month-names.ts";

const DASH = "\\s?[-–—]\\s?|\\s+(?:to|through|until)\\s+";
const DAY = 86_400_000;

/** Both ends of a range move by the same days; `write` gets both. */
function range(from: CalendarDay, to: CalendarDay, write: (from: CalendarDay, to: CalendarDay) => string): Written {
  const [first, last] = [from, to].map(({ year, month, day }) => dayOf(year, month, day));
  const days = first === undefined || last === undefined ? 0 : Math.round((last - first) / DAY);
  return { ...from, write: (moved) => write(moved, addDays(moved, days) ?? moved) };
}

const HOLIDAYS =
  "Christmas(?: Day| Eve)?|Thanksgiving(?: Day)?|Easter(?: Sunday)?|New Year['’]?s(?: Day| Eve)?|Halloween|Independence Day|Memorial Day|Labor Day|Valentine['’]?s Day|Fourth of July|Ramadan|Diwali|Hanukkah|Passover";

/** Days of which the first or last lacks its month or year, and days that are known by a name. */
export const RANGES: readonly DateForm[] = [
  {
    // June 3-5, 2022
    pattern: new RegExp(`(?<![\\p{L}\\d])(${ANY_MONTH})\\s+(\\d{1,2})(${DASH})(\\d{1,2})(,?\\s+)(\\d{4})(?!\\d)`, "gu"),
    read: ([, month = "", first, dash = "", last, gap = "", year]) => {
      const from = numbers(year, String(monthOf(month)), first);
      return range(from, { ...from, day: Number(last) }, (a, b) =>
        [a, b].map((day) => `${monthLike(month, day.month)} ${day.day}${gap}${pad(day.year, 4)}`).join(dash),
      );
    },
  },
  {
    // 3-5 June 2022
    pattern: new RegExp(
      `(?<![\\p{L}\\d.])(\\d{1,2})(${DASH})(\\d{1,2})\\s+(${ANY_MONTH})(,?\\s+)(\\d{4})(?!\\d)`,
      "gu",
    ),
    read: ([, first, dash = "", last, month = "", gap = "", year]) => {
      const to = numbers(year, String(monthOf(month)), last);
      return range({ ...to, day: Number(first) }, to, (a, b) =>
        [a, b].map((day) => `${day.day} ${monthLike(month, day.month)}${gap}${pad(day.year, 4)}`).join(dash),
      );
    },
  },
  {
    // 6/3-6/5/2022, and with both years
    pattern: new RegExp(
      `(?<![\\d./-])(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?(${DASH})(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})(?![\\d/-])`,
      "g",
    ),
    read: ([, month, day, firstYear, dash = "", lastMonth, lastDay, year = ""]) => {
      const to = numbers(fullYear(year), lastMonth, lastDay);
      return range(numbers(fullYear(firstYear ?? year), month, day), to, (a, b) =>
        [a, b].map((each) => `${each.month}/${each.day}/${pad(each.year, 4).slice(-year.length)}`).join(dash),
      );
    },
  },
  {
    // Of a holiday nothing but its year can stay.
    pattern: new RegExp(`(?<![\\p{L}])(?:${HOLIDAYS})(?:,? (?:of |in )?((?:19|20)\\d{2}))?(?![\\p{L}\\d])`, "gu"),
    read: ([, year]) => ({ year: Number(year ?? "2001"), write: () => year ?? "" }),
  },
];
