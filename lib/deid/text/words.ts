/** A word and where it is. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** The words of a text in order; an apostrophe within belongs to the word, a possessive 's does not. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: whole, index } of text.matchAll(WORD)) {
    const bare = whole.replace(/['’]s$/, "");
    words.push({ text: bare, start: index, end: index + bare.length });
  }
  return words;
}

/** Letters that are no base letter with a mark, as keyboards without them write them. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  "’": "'",
};

/** A word as it is compared: small letters without marks. */
export function foldWord(word: string): string {
  const small = word.toLowerCase();
  // oxlint-disable-next-line no-control-regex -- most words are ASCII and need no more
  if (/^[\u0000-\u007f]*$/.test(small)) return small;
  return small
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[łøđðħıßæœþ’]/g, (letter) => PLAIN[letter] ?? letter);
}
