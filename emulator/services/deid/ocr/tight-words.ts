import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import { foldWord } from "#lib/deid/text/words.ts";
import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";
import { brightnessAt } from "./brightness.ts";
import { isLoose, type TextWord } from "./text-word.ts";

/** Part of the pixels of a word that are its letters, at the least. */
const INK_PART = 0.03;
/** Letters that differ less from their ground are not told from it. */
const LEAST_CONTRAST = 25;
/** A row at the edge with less of the ink than the fullest row has, is not of the letters. */
const EMPTY_ROW = 0.15;

/** How sure a reading is whose rows are taken for those of another. */
const SURE = 70;
/** Part of a word's width that such a reading has to cover. */
const MOST_OF = 0.7;

/**
 * Words in boxes as high as their letters. The reader takes specks near a word for parts of it: where a box is higher than such letters can
 * be, it gets the rows of a tighter reading of the same word, or rows without letters are taken off. What cannot be told from its ground stays.
 */
export function tightWords(image: ScreenImage, words: readonly TextWord[]): TextWord[] {
  const tight = words.filter((word) => !isLoose(word) && word.confidence >= SURE);
  return words.map((word) => {
    if (!isLoose(word)) return word;
    const same = tight.find((other) => isReadingOf(other, word));
    const { y, height } = same?.box ?? tightRows(image, word.box);
    return { ...word, box: { ...word.box, y, height } };
  });
}

/** True for the same letters in the same place. */
function isReadingOf(other: TextWord, { text, box }: TextWord): boolean {
  const middle = other.box.y + other.box.height / 2;
  const shared = Math.min(other.box.x + other.box.width, box.x + box.width) - Math.max(other.box.x, box.x);
  return (
    middle > box.y &&
    middle < box.y + box.height &&
    other.box.height < box.height &&
    shared >= box.width * MOST_OF &&
    foldWord(other.text).includes(foldWord(text))
  );
}

function tightRows(image: ScreenImage, box: Box): Pick<Box, "y" | "height"> {
  const top = Math.max(0, Math.floor(box.y));
  const rows = rowsOf(image, box, top);
  const counts = inkOfRows(rows);
  const fullest = Math.max(...counts);
  const isEmpty = (count: number): boolean => count <= fullest * EMPTY_ROW;
  const first = counts.findIndex((count) => !isEmpty(count));
  const last = counts.findLastIndex((count) => !isEmpty(count));
  return first === -1 ? box : { y: top + first, height: last + 1 - first };
}

/** How bright the pixels of a box are, row by row. */
function rowsOf(image: ScreenImage, { x, y, width, height }: Box, top: number): number[][] {
  const rows: number[][] = [];
  const right = Math.min(image.width, Math.ceil(x + width));
  for (let row = top; row < Math.min(image.height, Math.ceil(y + height)); row += 1) {
    const values: number[] = [];
    for (let column = Math.max(0, Math.floor(x)); column < right; column += 1)
      values.push(brightnessAt(image, column, row));
    rows.push(values);
  }
  return rows;
}

/** Pixels of letters in each row, whether they are brighter or darker than the ground; noughts where they do not stand out. */
function inkOfRows(rows: readonly (readonly number[])[]): number[] {
  const sorted = rows.flat().toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  const ground = at(0.5);
  const [dark, bright] = [at(INK_PART), at(1 - INK_PART)];
  const ink = bright - ground >= ground - dark ? bright : dark;
  if (Math.abs(ink - ground) < LEAST_CONTRAST) return rows.map(() => 0);
  const limit = (ink + ground) / 2;
  return rows.map((row) => row.filter((value) => (ink > ground ? value >= limit : value <= limit)).length);
}
