import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";

/** Gap between words that still belong to one line, in heights of the line. */
const WIDEST_GAP = 1.3;
/** Part of the brightest pixels of a word that are its letters. */
const INK_PART = 0.08;
/** Letters fill less of a line's height than a bone or a table does. */
const FULLEST_COLUMN = 0.85;

/**
 * Boxes of words, each drawn out along its line as far as there is ink like its own: what the reader did not recognise beside a word that it did
 * is text too, and mostly the rest of the name.
 */
export function wholeLines(image: ScreenImage, boxes: readonly Box[]): Box[] {
  return boxes.map((box) => drawnOut(image, box));
}

function drawnOut(image: ScreenImage, box: Box): Box {
  const band = { top: Math.max(0, box.y), bottom: Math.min(image.height, box.y + box.height) };
  const ink = inkOf(image, box, band);
  if (ink === undefined) return box;
  const left = edge(image, band, ink, { from: box.x, step: -1 });
  const right = edge(image, band, ink, { from: box.x + box.width, step: 1 });
  const margin = Math.ceil(box.height / 6);
  const x = left < box.x ? Math.max(0, left - margin) : box.x;
  const end = right > box.x + box.width ? Math.min(image.width, right + margin) : box.x + box.width;
  return { ...box, x, width: end - x };
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** The least brightness of the word's letters; undefined where letters are not brighter than what is around them. */
function inkOf(image: ScreenImage, { x, width }: Box, { top, bottom }: Band): number | undefined {
  const values: number[] = [];
  for (let row = top; row < bottom; row += 1)
    for (let column = Math.max(0, x); column < Math.min(image.width, x + width); column += 1)
      values.push(brightness(image, column, row));
  values.sort((a, b) => b - a);
  const ink = values[Math.floor(values.length * INK_PART)] ?? 0;
  const ground = values[Math.floor(values.length / 2)] ?? 0;
  return ink - ground >= 40 ? ink - (ink - ground) / 4 : undefined;
}

/** The last column with ink, going on from a box until nothing follows for too long. */
function edge(
  image: ScreenImage,
  band: Band,
  ink: number,
  { from, step }: { readonly from: number; readonly step: 1 | -1 },
): number {
  const height = band.bottom - band.top;
  let [last, full] = [from, 0];
  for (let x = from; x >= 0 && x < image.width; x += step) {
    let count = 0;
    for (let row = band.top; row < band.bottom; row += 1) if (brightness(image, x, row) >= ink) count += 1;
    full = count > height * FULLEST_COLUMN ? full + 1 : 0;
    if (full > height / 2) return last;
    if (count > 0) last = x;
    else if (Math.abs(x - last) > height * WIDEST_GAP) break;
  }
  return last;
}

function brightness({ bytes, width, channels }: ScreenImage, x: number, y: number): number {
  return bytes[(y * width + x) * channels] ?? 0;
}
