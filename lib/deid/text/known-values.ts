import type { Finding, InfoType } from "#lib/deid/info-types.ts";
import { EPONYM_NOUNS, EPONYMS, NOT_NAMES, WORD_NAMES } from "./name-lists.ts";
import { foldWord, wordsOf, type Word } from "./words.ts";

/** A value that a record says is an identifier: it is one wherever it stands in that person's texts. */
export interface KnownValue {
  readonly infoType: InfoType;
  readonly value: string;
}

/** Known values made ready for search. */
export interface KnownValues {
  /** First folded word → the phrases that begin with it. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Identifiers without marks between their letters and digits. */
  readonly codes: ReadonlyMap<string, InfoType>;
  /** Initials of a person, as capitals without their periods. */
  readonly initials: ReadonlySet<string>;
  /** Names in scripts that put no spaces between words. */
  readonly unspaced: readonly KnownValue[];
}

interface Phrase {
  readonly words: readonly string[];
  readonly infoType: InfoType;
  /** Also a word of the language: only with a capital. */
  readonly isAmbiguous: boolean;
}

const SHORTEST_CODE = 4;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Hangul}]/u;

/** Prepares values. Every part of a name counts alone, any other value only as a whole. */
export function prepareKnown(values: readonly KnownValue[]): KnownValues {
  const phrases = new Map<string, Phrase[]>();
  const codes = new Map<string, InfoType>();
  const initials = new Set<string>();
  const unspaced: KnownValue[] = [];
  const add = (text: string, infoType: InfoType): void => {
    const words = wordsOf(text).map(({ text: word }) => foldWord(word));
    const [first] = words;
    if (first === undefined || (words.length === 1 && first.length < 2)) return;
    const isAmbiguous = words.every((word) => WORD_NAMES.has(word) || word.length < 3);
    const known = phrases.get(first) ?? [];
    if (known.length === 0) phrases.set(first, known);
    if (!known.some(({ words: others }) => others.join(" ") === words.join(" ")))
      known.push({ words, infoType, isAmbiguous });
  };
  for (const known of values) {
    const { infoType, value } = known;
    if (UNSPACED.test(value))
      unspaced.push(
        known,
        ...value
          .split(/\s+/)
          .filter((part) => part.length > 1)
          .map((part) => ({ infoType, value: part })),
      );
    else if (INITIALS.test(value)) initials.add(value.replaceAll(".", ""));
    else if (infoType === "PERSON_NAME") for (const word of namesIn(value)) add(word, infoType);
    else if (/\d/.test(value)) addCode(codes, value, infoType);
    if (infoType !== "PERSON_NAME" && !UNSPACED.test(value)) add(value, infoType);
  }
  return { phrases, codes, initials, unspaced: unspaced.toSorted((a, b) => b.value.length - a.value.length) };
}

/** "Dr. Anna de la Cruz" → Anna, Cruz: what is small, or a word of every record, tells nobody's name. */
function namesIn(value: string): string[] {
  const hasCapitals = /\p{Lu}/u.test(value);
  return wordsOf(value)
    .map(({ text }) => text)
    .filter((word) => !NOT_NAMES.has(word) && !TITLE.test(word) && (!hasCapitals || /^\p{Lu}/u.test(word)));
}

const TITLE = /^(?:Drs?|Mr|Mrs|Ms|Miss|Mx|Prof(?:essor)?|Sir|Rev|Jr|Sr|II|III|IV|MD|DO|RN|NP|PhD)$/i;

function addCode(codes: Map<string, InfoType>, value: string, infoType: InfoType): void {
  const code = bareCode(value);
  if (code.length >= SHORTEST_CODE && !/^(?:19|20)\d\d$/.test(code)) codes.set(code, infoType);
  // A number of North America with and without its country.
  if (infoType === "PHONE_NUMBER" && /^1\d{10}$/.test(code)) codes.set(code.slice(1), infoType);
}

/** Every place in a text where a known value stands, in any spelling of capitals, accents and separators. */
export function findKnown(text: string, knowns: readonly KnownValues[]): Finding[] {
  const found: Finding[] = [];
  const words = wordsOf(text);
  for (const known of knowns) {
    for (const [at, word] of words.entries()) {
      for (const phrase of known.phrases.get(foldWord(word.text)) ?? []) {
        const last = matchPhrase(words, at, phrase);
        if (last) found.push({ start: word.start, end: last.end, infoType: phrase.infoType });
      }
      if (isFamily(known, word)) found.push({ start: word.start, end: word.end, infoType: "PERSON_NAME" });
    }
    for (const { infoType, value } of known.unspaced)
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
        found.push({ start: at, end: at + value.length, infoType });
    if (known.codes.size > 0) found.push(...findCodes(text, known.codes));
    if (known.initials.size > 0) found.push(...findInitials(text, known.initials));
  }
  return found;
}

/** "the O'Callaghans": a name of the person in the plural. */
function isFamily({ phrases }: KnownValues, { text }: Word): boolean {
  if (text.length < 5 || !text.endsWith("s") || !/^\p{Lu}/u.test(text)) return false;
  const one = phrases.get(foldWord(text.slice(0, -1))) ?? [];
  return one.some(
    ({ words, infoType, isAmbiguous }) => words.length === 1 && infoType === "PERSON_NAME" && !isAmbiguous,
  );
}

function matchPhrase(words: readonly Word[], at: number, phrase: Phrase): Word | undefined {
  const run = words.slice(at, at + phrase.words.length);
  if (run.length < phrase.words.length) return undefined;
  if (!phrase.words.every((word, index) => word === foldWord(run[index]?.text ?? ""))) return undefined;
  const next = words[at + phrase.words.length]?.text.toLowerCase() ?? "";
  if (phrase.infoType === "PERSON_NAME" && EPONYM_NOUNS.has(next) && EPONYMS.has(run[0]?.text ?? "")) return undefined;
  if (phrase.isAmbiguous && !run.every(({ text }) => /^[\p{Lu}\p{N}]/u.test(text))) return undefined;
  return run.at(-1);
}

/** Runs of letters and digits with separators of one character, as numbers are grouped. */
const CODE = /[\p{L}\p{N}+(](?:[\p{L}\p{N}]|[-./ ()](?=[\p{L}\p{N}(])|\) (?=\d))*/gu;

function findCodes(text: string, codes: ReadonlyMap<string, InfoType>): Finding[] {
  if (!/\d/.test(text)) return [];
  const found: Finding[] = [];
  for (const { 0: run, index } of text.matchAll(CODE)) {
    if (!/\d/.test(run)) continue;
    const parts = [...run.matchAll(/[\p{L}\p{N}]+/gu)];
    for (const [from, part] of parts.entries()) {
      let code = "";
      for (const next of parts.slice(from, from + 6)) {
        code += next[0].toLowerCase();
        const infoType = codes.get(code);
        if (infoType) found.push({ start: index + part.index, end: index + next.index + next[0].length, infoType });
      }
    }
  }
  return found;
}

const INITIALS = /^(?:\p{Lu}\.){2,}$/u;

/** "S.M.N." and "S. M. N." of somebody of these initials. */
function findInitials(text: string, initials: ReadonlySet<string>): Finding[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}.])(?:\p{Lu}\.[ -]?){2,5}(?!\p{L})/gu)].flatMap(({ 0: run, index }) => {
    const letters = run
      .replaceAll(/[^\p{L}]/gu, "")
      .normalize("NFD")
      .replaceAll(/\p{M}/gu, "");
    return initials.has(letters)
      ? [{ start: index, end: index + run.trimEnd().length, infoType: "PERSON_NAME" as const }]
      : [];
  });
}

function bareCode(value: string): string {
  return value.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}
