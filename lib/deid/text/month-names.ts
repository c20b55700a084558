/** Months as they are written in dates, here and abroad. */

const MONTHS = "January February March April May June July August September October November December".split(" ");
export const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
export const ANY_MONTH = `(?:${MONTH}|${MONTH.toLowerCase()}|${MONTH.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())})`;
export const ORDINAL = "(?:st|nd|rd|th)?";

/** Spanish, French, German, Italian, Portuguese and Dutch, in the order of the year. */
const FOREIGN: readonly (readonly string[])[] = [
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
  "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
  "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
  "januari februari maart april mei juni juli augustus september oktober november december",
].map((words) => words.split(" "));
const CAPITAL = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
export const FOREIGN_MONTH = `(?:${[...new Set(FOREIGN.flat().flatMap((word) => [word, CAPITAL(word)]))]
  .toSorted((a, b) => b.length - a.length)
  .join("|")})`;

const ROMANS = "I II III IV V VI VII VIII IX X XI XII".split(" ");
export const ROMAN = "(?:VIII|VII|III|XII|IX|IV|VI|XI|II|X|V|I)";

/** 1 to 12; 0 for no month. */
export function monthOf(name: string): number {
  const short = name.slice(0, 3).toLowerCase();
  const english = MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === short) + 1;
  return english > 0 && FOREIGN.every((words) => !words.includes(name)) ? english : foreignOf(name);
}

function foreignOf(name: string): number {
  const small = name.toLowerCase();
  for (const words of FOREIGN) {
    const at = words.findIndex((word) => word.toLowerCase() === small);
    if (at >= 0) return at + 1;
  }
  return 0;
}

/** Another month, in the language, length and letters of the one that is written. */
export function monthLike(written: string, month: number): string {
  const bare = written.replace(/\.$/, "");
  const foreign = MONTHS.some((name) => name.toLowerCase().startsWith(bare.toLowerCase()))
    ? undefined
    : FOREIGN.find((words) => words.some((word) => word.toLowerCase() === bare.toLowerCase()));
  const full = (foreign ?? MONTHS)[month - 1] ?? "";
  const isShort = !foreign && bare.length <= 4 && MONTHS[monthOf(bare) - 1]?.toLowerCase() !== bare.toLowerCase();
  const name = isShort ? full.slice(0, 3) : full;
  if (bare.length > 1 && bare === bare.toUpperCase()) return name.toUpperCase();
  return bare === bare.toLowerCase() ? name.toLowerCase() : CAPITAL(name);
}

export function romanOf(roman: string): number {
  return ROMANS.indexOf(roman) + 1;
}

export function romanLike(month: number): string {
  return ROMANS[month - 1] ?? "";
}
