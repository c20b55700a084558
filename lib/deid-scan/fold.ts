/**
 * The canonical form that both sides of the search are brought to: compatibility forms (NFKC) undone, accents off, case folded, invisible
 * characters out. What looks alike to a reader is alike afterwards.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .normalize("NFD")
    .replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("æ", "ae");
}

export interface Word {
  readonly folded: string;
  /** Begins with a capital, or has no case. */
  readonly isCapital: boolean;
}

/** Words of letters and digits. */
export function wordsIn(text: string): Word[] {
  const words = text.normalize("NFKC").match(/[\p{L}\p{M}\p{N}\u00ad\u200b-\u200d\u2060]+/gu) ?? [];
  return words.map((word) => ({
    folded: fold(word),
    isCapital: word[0] !== word[0]?.toLowerCase() || !/\p{Ll}/u.test(word),
  }));
}

export function wordsOf(text: string): string[] {
  return wordsIn(text).map(({ folded }) => folded);
}

/** Letters and digits alone, folded: `+1 (555) 010-7788` and `1.555.010.7788` are the same. */
export function squeeze(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, "");
}

export function digitsOf(text: string): string {
  return text.normalize("NFKC").replace(/\D+/g, "");
}
