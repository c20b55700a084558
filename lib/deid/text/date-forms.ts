import { pad } from "#lib/deid/shift-date.ts";
import { fullYear, numbers, type DateForm } from "./date-form.ts";
import { RANGES } from "./date-ranges.ts";
import {
  ANY_MONTH,
  FOREIGN_MONTH,
  MONTH,
  monthLike,
  monthOf,
  ORDINAL,
  ROMAN,
  romanLike,
  romanOf,
} from "./month-names.ts";

/** How dates stand in clinical text, the longer forms first. */
export const FORMS: readonly DateForm[] = [
  ...RANGES,
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
      `(?<![\\p{L}\\d])(${ANY_MONTH})(\\s+|-)(\\d{1,2})${ORDINAL}((?:\\s*,)?\\s+'?|-)(\\d{4}|(?<=')\\d{2})(?!\\d)`,
      "gu",
    ),
    read: ([, month = "", gap = "", day, between = "", year = ""]) => ({
      ...numbers(fullYear(year), String(monthOf(month)), day),
      write: (to) => `${monthLike(month, to.month)}${gap}${to.day}${between}${pad(to.year, 4).slice(-year.length)}`,
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
    // 28feb1931
    pattern: new RegExp(`(?<![\\p{L}\\d])(\\d{1,2})(${ANY_MONTH})(\\d{4}|\\d{2})(?![\\p{L}\\d])`, "gu"),
    read: ([, day, month = "", year = ""]) => ({
      ...numbers(fullYear(year), String(monthOf(month)), day),
      write: (to) => `${pad(to.day)}${monthLike(month, to.month)}${pad(to.year, 4).slice(-year.length)}`,
    }),
  },
  {
    // 28 de febrero de 1931, 1er mars 1931, 28. Februar 1931
    pattern: new RegExp(
      `(?<![\\p{L}\\d.])(\\d{1,2})(\\.|er|º|°)?(\\s+(?:de\\s+|di\\s+)?)(${FOREIGN_MONTH})(,?\\s+(?:del?\\s+)?)(\\d{4})(?!\\d)`,
      "gu",
    ),
    read: ([, day, dot = "", gap = "", month = "", between = "", year]) => ({
      ...numbers(year, String(monthOf(month)), day),
      write: (to) =>
        `${to.day}${dot === "er" ? "" : dot}${gap}${monthLike(month, to.month)}${between}${pad(to.year, 4)}`,
    }),
  },
  {
    // 28/II/1931
    pattern: new RegExp(`(?<![\\w.])(\\d{1,2})([/.-] ?)(${ROMAN})\\2(\\d{4})(?!\\d)`, "g"),
    read: ([, day, mark = "", month = "", year]) => ({
      ...numbers(year, String(romanOf(month)), day),
      write: (to) => [to.day, romanLike(to.month), pad(to.year, 4)].join(mark),
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
    pattern:
      /(?<=\b(?:on|since|dated|until|till|through|thru|from|seen|due|week of|admitted|discharged|born|dos|dob:?)\s)(\d{1,2})\/(\d{1,2})(?![\d/]|\s*(?:strength|pain|scale|of\b|mm))/gi,
    read: ([, month, day]) => ({ ...numbers("2001", month, day), write: (to) => `${to.month}/${to.day}` }),
  },
];
