import type { InfoType } from "#lib/deid/info-types.ts";
import { findIdentifiers } from "#lib/deid/text/find-identifiers.ts";
import { prepareKnown, type KnownValue } from "#lib/deid/text/known-values.ts";
import { foldWord, wordsOf } from "#lib/deid/text/words.ts";
import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";
import { isLoose, signsOf, type TextWord } from "./text-word.ts";

/** A box of text that was read. */
export interface TextBox {
  readonly box: Box;
  /** It was read so well that noise is never read like it. */
  readonly isClear: boolean;
  /** The box is as high as its line: in its rows the rest of the line can be looked for. */
  readonly isLine: boolean;
}

/**
 * Least letters and digits of a word, and the confidence from which on it is text more often than noise. Grain is read as short words, and
 * hardly ever as a long one: a long one counts also when it was read badly.
 */
const SURE_FROM: readonly (readonly [signs: number, confidence: number])[] = [
  [2, 55],
  [4, 50],
  [5, 30],
];
/** From these on a word is clear. */
const CLEAR_CONFIDENCE = 70;
const CLEAR_SIGNS = 4;
/** Below this, a box is no better than the word that was read in it. */
const LEAST_BESIDE = 20;
/** Letters reach beyond what the reader takes for their box. */
const MARGIN = 0.25;
const LEAST_MARGIN = 2;

/** Boxes of all text: every sure word, with its whole line, also what was hardly legible there. */
export function boxesOfAllText(words: readonly TextWord[]): TextBox[] {
  return linesOf(words).flatMap((line) => {
    const sure = line.filter(isSure);
    const isClear = line.some(isClearWord);
    const top = Math.min(...sure.map(({ box }) => box.y));
    const bottom = Math.max(...sure.map(({ box }) => box.y + box.height));
    const sharing = line
      .filter((word) => sure.length > 0 && signsOf(word) > 0)
      .map((word) => ({ word, box: rowsOf(word, top, bottom) }));
    return sharing
      .filter(({ box }) => box.height > 0)
      .map(({ word, box }) => ({ box: widened(box), isClear, isLine: !isLoose({ ...word, box }) }));
  });
}

/** What was hardly legible has no more rows than the sure words of its line. */
function rowsOf({ confidence, box }: TextWord, top: number, bottom: number): Box {
  return confidence < LEAST_BESIDE ? rowsWithin(box, top, bottom) : box;
}

function rowsWithin(box: Box, top: number, bottom: number): Box {
  const y = Math.max(box.y, top);
  return { ...box, y, height: Math.min(box.y + box.height, bottom) - y };
}

/**
 * Boxes of the words that identify somebody: by the same rules as text, and what comes near to a name or number of the file's header.
 * @param isSought which kinds count
 */
export function boxesOfSensitiveText(
  words: readonly TextWord[],
  all: readonly KnownValue[],
  isSought: (infoType: InfoType) => boolean = () => true,
): Box[] {
  const values = all.filter(({ infoType }) => isSought(infoType));
  const known = [prepareKnown(values)];
  const near = nearMatcher(values);
  return linesOf(words).flatMap((line) => {
    const spans: { readonly word: TextWord; readonly start: number; readonly end: number }[] = [];
    let text = "";
    for (const word of line) {
      if (text !== "") text += " ";
      spans.push({ word, start: text.length, end: text.length + word.text.length });
      text += word.text;
    }
    const findings = [...findIdentifiers(text, known), ...findIdentifiers(titleCase(text), known)].filter(
      ({ infoType }) => isSought(infoType),
    );
    const isIdentifying = (start: number, end: number): boolean =>
      findings.some((finding) => finding.start < end && start < finding.end);
    return spans
      .filter(
        ({ word, start, end }) => near(word.text) || (word.confidence >= LEAST_BESIDE && isIdentifying(start, end)),
      )
      .map(({ word }) => widened(word.box));
  });
}

function linesOf(words: readonly TextWord[]): TextWord[][] {
  return [...Map.groupBy(words, ({ line }) => line).values()];
}

/** Two letters or digits at least: noise is read as single signs. */
function isSure(word: TextWord): boolean {
  const signs = signsOf(word);
  return SURE_FROM.some(([least, confidence]) => signs >= least && word.confidence >= confidence);
}

function isClearWord(word: TextWord): boolean {
  return word.confidence >= CLEAR_CONFIDENCE && signsOf(word) >= CLEAR_SIGNS;
}

function widened(box: Box): Box {
  const margin = Math.max(LEAST_MARGIN, box.height * MARGIN);
  const [x, y] = [Math.floor(box.x - margin), Math.floor(box.y - margin)];
  return { x, y, width: Math.ceil(box.x + box.width + margin) - x, height: Math.ceil(box.y + box.height + margin) - y };
}

/** Overlays are written in capitals, by which no name is known. "KAUFMAN SCOTT" → "Kaufman Scott", letter by letter in its place. */
function titleCase(text: string): string {
  return text.replaceAll(/\p{Lu}{2,}/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase());
}

/** Words as short as these are near to everything. */
const SHORTEST_NEAR = 4;
const MOST_DIFFERENT = 0.3;

/** True for a word that is a known word but for what a reader mistakes: one letter in four. */
function nearMatcher(values: readonly KnownValue[]): (word: string) => boolean {
  const known = values
    .flatMap(({ value }) => wordsOf(value).map(({ text }) => foldWord(text)))
    .filter((word) => word.length >= SHORTEST_NEAR);
  return (word) => {
    const folded = foldWord(word.replaceAll(/[^\p{L}\p{N}]/gu, ""));
    return (
      folded.length >= SHORTEST_NEAR &&
      known.some((other) => distance(folded, other) <= Math.floor(other.length * MOST_DIFFERENT))
    );
  };
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > Math.ceil(b.length * MOST_DIFFERENT)) return b.length;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
