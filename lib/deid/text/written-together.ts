import { foldWord } from "./words.ts";

/** Shorter ones are words of any text. */
const SHORTEST = 5;

/**
 * How user and file names, mail addresses and signatures write a person: `zofiakowalczyk`, `kowalczykzofia`, `zkowalczyk`, `kowalczykz`; the
 * whole family name and each of its parts. And the initials with their periods: `Z.M.K.`
 */
export function writtenTogether(given: readonly string[], family: readonly string[]): string[] {
  const [first] = given.map(plain);
  if (first === undefined || first === "" || family.length === 0) return [];
  const names = new Set([family.map(plain).join(""), ...family.map(plain)]);
  const joined = [...names].flatMap((last) =>
    last.length < 2 ? [] : [first + last, last + first, first.charAt(0) + last, last + first.charAt(0)],
  );
  return [...joined.filter((name) => name.length >= SHORTEST), ...initialsOf(given, family)];
}

/** First and last, and all of them: `Z.K.`, `Z.M.K.` */
function initialsOf(given: readonly string[], family: readonly string[]): string[] {
  const letters = (words: readonly string[]): string[] => words.map((word) => plain(word).charAt(0).toUpperCase());
  const [first = "", ...others] = letters(given);
  const [last = "", ...more] = letters(family);
  const all = [
    [first, last],
    [first, ...others, last],
    [first, ...others, last, ...more],
  ];
  return [...new Set(all.map((each) => `${each.join(".")}.`))];
}

function plain(word: string): string {
  return foldWord(word).replaceAll(/[^\p{L}\p{N}]/gu, "");
}
