import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Box, FrameBoxes } from "#emulator/services/deid/dicom/redacted-pixels.ts";
import { brightnessAt } from "./brightness.ts";
import type { TextBox } from "./text-boxes.ts";
import { wholeLine } from "./whole-lines.ts";

/** A frame and the text that was found in it. */
export interface FrameText {
  readonly image: ScreenImage;
  readonly boxes: readonly TextBox[];
}

/** Breadth of a letter's stroke, pixels. */
const STROKE = 2;
/** How alike a place has to be in another frame to show the same. */
const ALIKE = 0.4;
/** In all the other frames on average: what is written over moving grain is less alike, but never chance. */
const ALIKE_ON_AVERAGE = 0.2;

/**
 * What is blacked out in each frame, the first at 0. Clear text is blacked out in all: no frame may be the one where the reader missed it.
 * What may be noise is blacked out where it was read and where the same is to be seen: overlays stay in their place, grain does not.
 */
export function boxesByFrame(frames: readonly FrameText[]): FrameBoxes {
  const painted: Box[][] = frames.map(() => []);
  for (const [read, { image, boxes }] of frames.entries())
    for (const text of boxes) {
      const line = text.isLine ? wholeLine(image, text.box) : text.box;
      for (const frame of framesOf(text, read, frames)) painted[frame]?.push(line);
    }
  return painted;
}

function framesOf({ box, isClear }: TextBox, read: number, frames: readonly FrameText[]): number[] {
  const all = [...frames.keys()];
  const image = frames[read]?.image;
  if (isClear || frames.length === 1 || image === undefined) return all;
  const here = strokesIn(image, box);
  const alike = frames.map((frame, at) => (at === read ? 0 : likeness(here, strokesIn(frame.image, box))));
  const average = alike.reduce((sum, each) => sum + each, 0) / (frames.length - 1);
  return average >= ALIKE_ON_AVERAGE ? all : all.filter((at) => at === read || (alike[at] ?? 0) >= ALIKE);
}

/** How much brighter pixels are than those a stroke before them: what letters have, and broad shades of the picture have not. */
function strokesIn(image: ScreenImage, { x, y, width, height }: Box): number[] {
  const values: number[] = [];
  const right = Math.min(image.width, x + width);
  for (let row = Math.max(0, y); row < Math.min(image.height, y + height); row += 1)
    for (let column = Math.max(STROKE, x); column < right; column += 1)
      values.push(brightnessAt(image, column, row) - brightnessAt(image, column - STROKE, row));
  return values;
}

/** Pearson's correlation; 1 where a side is flat, as then nothing speaks against it. */
function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanOfA, meanOfB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const [fromA, fromB] = [value - meanOfA, (b[at] ?? 0) - meanOfB];
    both += fromA * fromB;
    ofA += fromA * fromA;
    ofB += fromB * fromB;
  }
  return ofA === 0 || ofB === 0 ? 1 : both / Math.sqrt(ofA * ofB);
}
