import type { InfoType } from "#lib/deid/info-types.ts";
import { findIdentifiers } from "#lib/deid/text/find-identifiers.ts";
import { prepareKnown, type KnownValue } from "#lib/deid/text/known-values.ts";
import { foldWord, wordsOf } from "#lib/deid/text/words.ts";
import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";

/** A word in a picture. */
export interface TextWord {
  readonly text: string;
  /** 0 to 100. */
  readonly confidence: number;
  /** Words of one line have the same number. */
  readonly line: number;
  readonly box: Box;
}

/** Below it what was read is noise more often than text. */
const LEAST_CONFIDENCE = 55;
/** Beside a sure word, also what was hardly legible. */
const LEAST_BESIDE = 20;
/** Letters reach beyond what the reader takes for their box. */
const MARGIN = 0.25;
const LEAST_MARGIN = 2;

/** Boxes of all text: every sure word, with its whole line. */
export function boxesOfAllText(words: readonly TextWord[]): Box[] {
  return linesOf(words).flatMap((line) => {
    if (!line.some(isSure)) return [];
    return line.filter(({ confidence, text }) => confidence >= LEAST_BESIDE && /[\p{L}\p{N}]/u.test(text)).map(widened);
  });
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
      .map(({ word }) => widened(word));
  });
}

function linesOf(words: readonly TextWord[]): TextWord[][] {
  return [...Map.groupBy(words, ({ line }) => line).values()];
}

/** Two letters or digits at least: noise is read as single signs. */
function isSure({ text, confidence }: TextWord): boolean {
  return confidence >= LEAST_CONFIDENCE && /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text);
}

function widened({ box }: TextWord): Box {
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
