import type { Finding } from "#lib/deid/info-types.ts";
import { EPONYM_NOUNS, EPONYMS, GIVEN_NAMES, NOT_NAMES, PARTICLES } from "./name-lists.ts";
import { wordsOf, type Word } from "./words.ts";

/** What may stand between the words of a name: a space, a period of an initial, a hyphen, the comma of "Doe, Jane". */
const WITHIN = /^(?:\.?[ \t]+|-|\.)$/;
const WITHIN_LISTED = /^(?:\.?[ \t]+|-|\.|,[ \t]*)$/;

/** Behind one of these stands a name. */
const TITLE =
  /(?:^|[^\p{L}])(?:Drs?|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof(?:essor)?|Sir|Dame|Rev|Nurse|Attorney|Herr|Frau|Señora?|Sra?|M(?:me|lle))\.?[ \t]+$/u;
const LABEL =
  /(?:^|[^\p{L}])(?:patient(?:'s)?(?: name)?|pt|(?:full |first |last |maiden |given |family |legal |preferred )?name|surname|attending|referring(?: (?:physician|provider|doctor))?|ordering(?: (?:physician|provider))?|consultant|physician|provider|surgeon|assistant|anesthesiologist|radiologist|pathologist|clinician|author|dictated by|transcribed by|reported by|interpreted by|read by|reviewed by|verified by|prepared by|performed by|ordered by|signed(?: electronically)?(?: by)?|electronically signed(?: by)?|seen by|referred by|accompanied by|witnessed by|cc|pcp|attn|guardian|next of kin|emergency contact|contact(?: person)?|informant|interpreter|carer|caregiver|employer|mother|father|spouse|guarantor|subscriber|insured)[ \t]*(?::|\bis\b|(?<=by))[ \t]*$/iu;
const RELATIVE =
  /(?:^|[^\p{L}])(?:(?:his|her|their|the|patient's|pt's|my|whose) )?(?:(?:older|younger|elder|twin|late|ex-|former) )?(?:wife|husband|spouse|partner|mother|father|mom|dad|sister|brother|son|daughter|grandson|granddaughter|grandmother|grandfather|aunt|uncle|niece|nephew|cousin|friend|neighbou?r|girlfriend|boyfriend|fianc[ée]e?|roommate|named|called|known as|goes by|née|nee|nicknamed|alias|aka)(?:,| is| was)?[ \t]+$/iu;
/** Behind a name: "Jane Doe, MD". */
const CREDENTIAL =
  /^,?[ \t]+(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|P\.?A\.?(?:-C)?|Ph\.?D\.?|Pharm\.?D\.?|M\.?B\.?B\.?S\.?|FRCS|FACP|FACS|DDS|DPM|LCSW|CNM|CRNA|APRN|FNP|MBChB|MRCP)(?![\p{L}])/u;

/** Names of persons that nobody's record has to tell: behind titles, labels and relatives, before degrees, and well-known given names. */
export function findPersonNames(text: string): Finding[] {
  const words = wordsOf(text);
  const found: Finding[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word || !(isNamelike(word.text) || PARTICLES.has(word.text))) continue;
    const last = nameFrom(text, words, at);
    if (last === undefined) continue;
    found.push({ start: word.start, end: words[last]?.end ?? word.end, infoType: "PERSON_NAME" });
    at = last;
  }
  return found;
}

/** The position of the last word of a name that begins at a word; undefined when none does. */
function nameFrom(text: string, words: readonly Word[], at: number): number | undefined {
  const word = words[at];
  if (!word || NOT_NAMES.has(word.text)) return undefined;
  const before = text.slice(Math.max(0, word.start - LONGEST_CUE), word.start);
  const isLabelled = LABEL.test(before);
  const last = runFrom(text, words, at, isLabelled ? WITHIN_LISTED : WITHIN);
  const final = words[last] ?? word;
  if (isLabelled || TITLE.test(before)) return isNamelike(final.text) ? last : undefined;
  if (!isNamelike(word.text) || isEponym(text, words, at, last)) return undefined;
  if (RELATIVE.test(before)) return last;
  const isAcronym = at === last && isAllCapitals(word.text);
  return !isAcronym && isTold(word, text.slice(final.end, final.end + LONGEST_DEGREE)) ? last : undefined;
}

function isTold({ text }: Word, after: string): boolean {
  return GIVEN_NAMES.has(text) || CREDENTIAL.test(after);
}

const LONGEST_CUE = 60;
const LONGEST_DEGREE = 14;

const MOST_WORDS = 5;

function runFrom(text: string, words: readonly Word[], at: number, within: RegExp): number {
  let last = at;
  for (let next = at + 1; next < words.length && next < at + MOST_WORDS; next += 1) {
    const [previous, word] = [words[next - 1], words[next]];
    if (!previous || !word || !within.test(text.slice(previous.end, word.start))) break;
    if (PARTICLES.has(word.text)) continue;
    if (!isNamelike(word.text) || NOT_NAMES.has(word.text) || CREDENTIAL.test(text.slice(previous.end, word.end + 1)))
      break;
    last = next;
  }
  return last;
}

/** "Parkinson's disease", "Foley catheter", "Bell palsy": what follows names a thing, or the word does so by itself. */
function isEponym(text: string, words: readonly Word[], at: number, last: number): boolean {
  const next = words[last + 1];
  const gap = next ? text.slice(words[last]?.end ?? 0, next.start) : "";
  const isThing = next !== undefined && /^(?:['’]s?)?[ -]+$/.test(gap) && EPONYM_NOUNS.has(next.text.toLowerCase());
  const names = words.slice(at, last + 1);
  return isThing || names.every(({ text: name }) => EPONYMS.has(name.replace(/['’]s$/, "")));
}

/** Capitalised: Anna, O'Brien, McDonald, 'Ana', J. */
function isNamelike(word: string): boolean {
  return /^\p{Lu}[\p{L}'’]*$/u.test(word);
}

function isAllCapitals(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}
