import type { Finding } from "#lib/deid/info-types.ts";
import { EPONYM_NOUNS, EPONYMS, GIVEN_NAMES, NOT_NAMES, PARTICLES } from "./name-lists.ts";
import { MORE_GIVEN_NAMES } from "./given-names.ts";
import { foldWord, wordsOf, type Word } from "./words.ts";

/** What may stand between the words of a name: a space, a period of an initial, a hyphen, the comma of "Doe, Jane". */
const WITHIN = /^(?:\.?[ \t]+|-|\.)$/;
const WITHIN_LISTED = /^(?:\.?[ \t]+|-|\.|,[ \t]*)$/;

/** Behind one of these stands a name. */
const TITLE =
  /(?:^|[^\p{L}])(?:Drs?|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof(?:essor)?|Sir|Dame|Rev|Nurse|Attorney|Herr|Frau|Señora?|Sra?|M(?:me|lle))\.?[ \t]+$/u;
const LABEL =
  /(?:^|[^\p{L}])(?:patient(?:'s)?(?: name)?|pt|(?:full |first |last |maiden |given |family |legal |preferred )?name|surname|attending|referring(?: (?:physician|provider|doctor))?|ordering(?: (?:physician|provider))?|consultant|physician|provider|surgeon|assistant|anesthesiologist|radiologist|pathologist|clinician|author|dictated by|transcribed by|reported by|interpreted by|read by|reviewed by|verified by|prepared by|performed by|ordered by|signed(?: electronically)?(?: by)?|electronically signed(?: by)?|seen by|referred by|accompanied by|witnessed by|cc|pcp|attn|guardian|next of kin|emergency contact|contact(?: person)?|informant|interpreter|carer|caregiver|employer|mother|father|spouse|guarantor|subscriber|insured)[ \t]*(?::|\t|\bis\b|(?<=by))[ \t]*\n?$/iu;
/** Labels behind which stands a name and nothing else, also one in small letters. */
const NAME_LABEL =
  /(?:^|[^\p{L}])(?:(?:patient|pt|full|first|last|maiden|given|family|legal|preferred)(?:'s)? name|surname|pcp|attending(?: physician)?|referring (?:physician|provider|doctor)|signed by|dictated by|transcribed by|author|next of kin|emergency contact)[ \t]*:[ \t]*$/iu;
/** Two or three words that end the line or the clause: "kowalczyk, zofia", "zofia kowalczyk". */
const SMALL_NAME =
  /^(?!(?:see|per|as|not|none|no|unknown|on|in|the|to|by|same|with)\b)\p{Ll}[\p{L}'’-]+,? \p{Ll}[\p{L}'’-]+(?: \p{Ll}\.?)?(?=[ \t]*(?:$|[\n;.(]))/u;
/** "Aoife and Orla": another of the same kind. */
const ALSO = /^(?:,|,? (?:and|&))[ \t]+$/;
const RELATIVE =
  /(?:^|[^\p{L}])(?:(?:his|her|their|the|patient's|pt's|my|whose) )?(?:(?:older|younger|elder|twin|late|ex-|former|oldest|youngest) )?(?:step-?|half-?|foster |great-|god)?(?:wife|husband|spouse|partner|mother|father|mom|dad|sister|brother|son|daughter|grandson|granddaughter|grandmother|grandfather|aunt|uncle|niece|nephew|cousin|friend|neighbou?r|girlfriend|boyfriend|fianc[ée]e?|roommate|caregiver|carer|nanny|pastor|rabbi|imam|teacher|landlord|boss|named|called|known as|goes by|née|nee|nicknamed|alias|aka)(?:-in-law)?s?(?:,| is| was)?[ \t]+$/iu;
/** Behind a name: "Jane Doe, MD". */
const CREDENTIAL =
  /^,?[ \t]+(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|P\.?A\.?(?:-C)?|Ph\.?D\.?|Pharm\.?D\.?|M\.?B\.?B\.?S\.?|FRCS|FACP|FACS|DDS|DPM|LCSW|CNM|CRNA|APRN|FNP|MBChB|MRCP)(?![\p{L}])/u;

/** Names of persons that nobody's record has to tell: behind titles, labels and relatives, before degrees, and well-known given names. */
export function findPersonNames(text: string): Finding[] {
  const words = wordsOf(text);
  const found: Finding[] = findSmallNames(text);
  let isOneOfSeveral = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word || !(isNamelike(word.text) || PARTICLES.has(word.text))) continue;
    const last = nameFrom(text, words, at) ?? (isOneOfSeveral ? anotherFrom(text, words, at) : undefined);
    if (last === undefined) continue;
    found.push({ start: word.start, end: words[last]?.end ?? word.end, infoType: "PERSON_NAME" });
    isOneOfSeveral = RELATIVE.test(text.slice(Math.max(0, word.start - LONGEST_CUE), word.start)) || isOneOfSeveral;
    at = last;
  }
  return found;
}

/** Names in small letters, which only their label gives away. */
function findSmallNames(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { index } of text.matchAll(/:[ \t]*(?=\p{Ll})/gu)) {
    const start = index + (/^:[ \t]*/.exec(text.slice(index))?.[0].length ?? 1);
    const [name] = NAME_LABEL.test(text.slice(Math.max(0, start - LONGEST_CUE), start))
      ? (SMALL_NAME.exec(text.slice(start)) ?? [])
      : [];
    if (name !== undefined) found.push({ start, end: start + name.length, infoType: "PERSON_NAME" });
  }
  return found;
}

/** A name behind the name of a relative: "her daughters Aoife and Orla". */
function anotherFrom(text: string, words: readonly Word[], at: number): number | undefined {
  const [before, word] = [words[at - 1], words[at]];
  const isAnd = before && /^(?:and|&)$/.test(before.text);
  const previous = isAnd ? words[at - 2] : before;
  if (!word || !previous || !isNamelike(previous.text) || !isNamelike(word.text) || isNoName(word.text))
    return undefined;
  return ALSO.test(text.slice(previous.end, word.start)) ? runFrom(text, words, at, WITHIN) : undefined;
}

/** The position of the last word of a name that begins at a word; undefined when none does. */
function nameFrom(text: string, words: readonly Word[], at: number): number | undefined {
  const word = words[at];
  if (!word || isNoName(word.text)) return undefined;
  const before = text.slice(Math.max(0, word.start - LONGEST_CUE), word.start);
  const isLabelled = LABEL.test(before);
  const last = runFrom(text, words, at, isLabelled ? WITHIN_LISTED : WITHIN);
  const final = words[last] ?? word;
  if (isLabelled || TITLE.test(before)) return isNamelike(final.text) ? last : undefined;
  if (!isNamelike(word.text) || isEponym(text, words, at, last)) return undefined;
  if (RELATIVE.test(before)) return last;
  const after = text.slice(final.end, final.end + LONGEST_DEGREE);
  return listedGivenName(text, words, last) ?? (isTold(words.slice(at, last + 1), after) ? last : undefined);
}

/** A name by its own words, or by a degree behind it. */
function isTold([first, ...others]: readonly Word[], after: string): boolean {
  if (!first || (others.length === 0 && isAllCapitals(first.text))) return false;
  return isGivenName(first.text, others.length > 0) || CREDENTIAL.test(after);
}

/** @param hasFamily words like a family name follow; without them only the best-known given names count */
function isGivenName(word: string, hasFamily: boolean): boolean {
  return (
    GIVEN_NAMES.has(isAllCapitals(word) ? titleCase(word) : word) || (hasFamily && MORE_GIVEN_NAMES.has(foldWord(word)))
  );
}

/** "KAUFMAN, SCOTT M": a well-known given name behind a comma, as lists of persons have it. Its position. */
function listedGivenName(text: string, words: readonly Word[], last: number): number | undefined {
  const [family, given] = [words[last], words[last + 1]];
  if (!family || !given || family.text.length < 3 || given.text.length < 4) return undefined;
  if (!/^,[ \t]*$/.test(text.slice(family.end, given.start)) || !isNamelike(given.text)) return undefined;
  const isCapital = isAllCapitals(family.text) && isAllCapitals(given.text);
  if (!isCapital && !/(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, family.start - 4), family.start))) return undefined;
  return isGivenName(given.text, true) ? runFrom(text, words, last + 1, WITHIN) : undefined;
}

function titleCase(word: string): string {
  return word.charAt(0) + word.slice(1).toLowerCase();
}

/** Endings that names of diseases, procedures and drugs have, and hardly a person. */
const CLINICAL =
  /(?:itis|osis|emia|aemia|pathy|tension|algia|uria|ectomy|otomy|plasty|graphy|scopy|sclerosis|trophy|plasia|penia|rrhea|rrhoea|cancer|disease|stroke|asthma|diabetes|dementia|lupus|gout|psoriasis|epilepsy|migraine|glaucoma|obesity|depression|anxiety|phrenia|autism|melanoma|lymphoma|carcinoma|arrest|failure|cillin|statin|pril|olol|azole|mycin|parin|formin)$/i;

/** A word of every record, whatever stands before it. */
function isNoName(word: string): boolean {
  return NOT_NAMES.has(word) || CLINICAL.test(word);
}

const LONGEST_CUE = 60;
const LONGEST_DEGREE = 14;

const MOST_WORDS = 5;

/** A period ends a sentence, unless what stands before it is an initial or "St". */
function isSameRun({ text }: Word, gap: string, within: RegExp): boolean {
  return within.test(gap) && !(gap.startsWith(".") && text.length > 2);
}

function runFrom(text: string, words: readonly Word[], at: number, within: RegExp): number {
  let last = at;
  for (let next = at + 1; next < words.length && next < at + MOST_WORDS; next += 1) {
    const [previous, word] = [words[next - 1], words[next]];
    if (!previous || !word || !isSameRun(previous, text.slice(previous.end, word.start), within)) break;
    if (PARTICLES.has(word.text)) continue;
    if (!isNamelike(word.text) || isNoName(word.text) || CREDENTIAL.test(text.slice(previous.end, word.end + 1))) break;
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
