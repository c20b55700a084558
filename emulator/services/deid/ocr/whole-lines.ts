import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";
import { brightnessAt } from "./brightness.ts";

/** Gap between words that still belong to one line, in heights of the line. */
const WIDEST_GAP = 1.3;
/** Part of the brightest pixels of a word that are its letters. */
const INK_PART = 0.08;
/** Letters fill less of a line's height than a bone or a table does. */
const FULLEST_COLUMN = 0.85;
/** Rows above and below a line that are looked at, in heights of the line. */
const FLANK = 0.5;
/** A line has this much less ink above and below than in itself; grain has as much. */
const QUIETEST = 0.6;
/** Letters fill at least this part of their line; single specks do not. */
const THINNEST = 0.06;

/**
 * A word's box, drawn out along its line as far as there is ink like its own: what the reader did not recognise beside a word that it did
 * is text too, and mostly the rest of the name. Where there is as much ink above and below, as in the grain of an ultrasound, the line has ended.
 */
export function wholeLine(image: ScreenImage, box: Box): Box {
  const band = { top: Math.max(0, box.y), bottom: Math.min(image.height, box.y + box.height) };
  const isInk = inkOf(image, box, band);
  if (isInk === undefined) return box;
  const left = edge(image, band, isInk, { from: box.x, step: -1 });
  const right = edge(image, band, isInk, { from: box.x + box.width, step: 1 });
  const margin = Math.ceil(box.height / 6);
  const x = left < box.x ? Math.max(0, left - margin) : box.x;
  const end = right > box.x + box.width ? Math.min(image.width, right + margin) : box.x + box.width;
  return { ...box, x, width: end - x };
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

type IsInk = (x: number, y: number) => boolean;

/** What is as bright as the word's letters; undefined where letters are not brighter than what is around them. */
function inkOf(image: ScreenImage, { x, width }: Box, { top, bottom }: Band): IsInk | undefined {
  const values: number[] = [];
  for (let row = top; row < bottom; row += 1)
    for (let column = Math.max(0, x); column < Math.min(image.width, x + width); column += 1)
      values.push(brightnessAt(image, column, row));
  values.sort((a, b) => b - a);
  const ink = values[Math.floor(values.length * INK_PART)] ?? 0;
  const ground = values[Math.floor(values.length / 2)] ?? 0;
  const least = ink - (ink - ground) / 4;
  return ink - ground >= 40 ? (column, row) => brightnessAt(image, column, row) >= least : undefined;
}

/** The last column with ink, going on from a box until nothing follows for too long, or no line is to be told from what is around it. */
function edge(
  image: ScreenImage,
  band: Band,
  isInk: IsInk,
  { from, step }: { readonly from: number; readonly step: 1 | -1 },
): number {
  const height = band.bottom - band.top;
  const isLine = lineTest(image, band, isInk);
  let [last, full] = [from, 0];
  for (let x = from; x >= 0 && x < image.width; x += step) {
    const count = inkIn(isInk, x, band);
    full = count > height * FULLEST_COLUMN ? full + 1 : 0;
    if (full > height / 2) return last;
    if (count > 0 && isLine(x)) last = x;
    else if (Math.abs(x - last) > height * WIDEST_GAP) break;
  }
  return last;
}

/** True for a column around which, a letter to either side, there is more ink in the band than above and below. */
function lineTest(image: ScreenImage, { top, bottom }: Band, isInk: IsInk): (x: number) => boolean {
  const height = bottom - top;
  const flank = Math.max(2, Math.round(height * FLANK));
  const [above, below] = [
    { top: Math.max(0, top - flank), bottom: top },
    { top: bottom, bottom: Math.min(image.height, bottom + flank) },
  ];
  const around = Math.max(1, above.bottom - above.top + below.bottom - below.top);
  const columns = Array.from({ length: image.width }, (_, x) => ({
    inside: inkIn(isInk, x, { top, bottom }),
    outside: inkIn(isInk, x, above) + inkIn(isInk, x, below),
  }));
  return (x) => {
    let [inside, outside] = [0, 0];
    for (const column of columns.slice(Math.max(0, x - height), x + height + 1)) {
      inside += column.inside;
      outside += column.outside;
    }
    const fill = inside / height / Math.min(2 * height + 1, image.width);
    return fill >= THINNEST && outside * height < inside * around * QUIETEST;
  };
}

function inkIn(isInk: IsInk, x: number, { top, bottom }: Band): number {
  let count = 0;
  for (let row = top; row < bottom; row += 1) if (isInk(x, row)) count += 1;
  return count;
}
