import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { createWorker, OEM, PSM, type Word, type Worker } from "tesseract.js";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { TextWord } from "./text-word.ts";

/** Reads the text in pictures, in threads of its own. */
export interface TextReader {
  /** Every word that looks like one; a word may come twice, as each way of looking has its own. */
  read(image: ScreenImage): Promise<TextWord[]>;
  close(): Promise<void>;
}

/** The language data of the package, as it is packed: nothing is fetched. */
const DATA_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/eng/package.json")),
  "4.0.0_best_int",
);

/** Letters of scanner overlays are some ten pixels high; the reader wants twenty and more. */
const SMALL_PIXELS = 900;
const ENLARGEMENT = 2;

interface Look {
  readonly mode: PSM;
  /** Only what is so much brighter than the picture around it, whatever the picture is. */
  readonly contrast?: number;
  /** Brightness from which a pixel is ink; undefined keeps the greys. */
  readonly threshold?: number;
  /** How far the picture is blurred, in pixels: grain goes, letters stay. */
  readonly blur?: number;
}

/**
 * Overlays are burned in with the brightest values, over anything. What one way of looking loses in a grey background another finds; a box
 * too many costs little, a name too few everything.
 */
const LOOKS: readonly Look[] = [
  { mode: PSM.AUTO },
  { mode: PSM.SPARSE_TEXT, threshold: 140 },
  { mode: PSM.SPARSE_TEXT, threshold: 200 },
  { mode: PSM.SPARSE_TEXT, contrast: 60 },
  { mode: PSM.SPARSE_TEXT, blur: 1 },
];

/** More readers than that wait for memory, not for processors. */
const MOST_READERS = 4;

/** A reader for each processor; each takes about half a second and a hundred megabytes until it is closed. */
export async function openTextReader(): Promise<TextReader> {
  const readers = await Promise.all(
    Array.from({ length: Math.min(MOST_READERS, availableParallelism()) }, openOneReader),
  );
  return {
    read: (image) => readers.reduce((a, b) => (b.waiting() < a.waiting() ? b : a)).read(image),
    close: async () => {
      await Promise.all(readers.map((reader) => reader.close()));
    },
  };
}

interface OneReader extends TextReader {
  /** Pictures that are being read or wait for it. */
  waiting(): number;
}

async function openOneReader(): Promise<OneReader> {
  const worker = await createWorker("eng", OEM.LSTM_ONLY, { langPath: DATA_FOLDER, gzip: true, cacheMethod: "none" });
  await worker.setParameters({ user_defined_dpi: "150", debug_file: "/dev/null" });
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    waiting: () => waiting,
    read: (image) => {
      waiting += 1;
      // The worker has one set of parameters: a picture is looked at in all ways before the next one.
      const words = turn.then(() => readInAllWays(worker, image));
      turn = words
        .catch(() => undefined)
        .finally(() => {
          waiting -= 1;
        });
      return words;
    },
    close: async () => {
      await turn;
      await worker.terminate();
    },
  };
}

async function readInAllWays(worker: Worker, image: ScreenImage): Promise<TextWord[]> {
  const { bytes, width, height, channels } = image;
  const scale = width < SMALL_PIXELS ? ENLARGEMENT : 1;
  const found: TextWord[] = [];
  const grey = sharp(bytes, { raw: { width, height, channels } }).greyscale();
  for (const { mode, ...look } of LOOKS) {
    const picture =
      look.contrast === undefined ? prepared(grey.clone(), look) : (await standingOut(grey, look.contrast)).negate();
    const png = await picture
      .resize(width * scale, height * scale)
      .png({ compressionLevel: 1 })
      .toBuffer();
    await worker.setParameters({ tessedit_pageseg_mode: mode });
    const { data } = await worker.recognize(png, {}, { blocks: true, text: false });
    for (const block of data.blocks ?? [])
      for (const { lines } of block.paragraphs)
        for (const { words } of lines) found.push(...wordsOfLine(words, scale, found.length));
  }
  return found;
}

/** Dark letters on white, which the reader has learned. */
function prepared(picture: Sharp, { threshold, blur }: Omit<Look, "mode">): Sharp {
  const sharpness = blur === undefined ? picture : picture.blur(blur);
  return (threshold === undefined ? sharpness : sharpness.threshold(threshold)).negate();
}

/** Letters are thinner than this, in pixels of the picture. */
const BROADEST_STROKE = 6;

/** White where a pixel is brighter than its surroundings, black elsewhere. */
async function standingOut(grey: Sharp, contrast: number): Promise<Sharp> {
  const { data, info } = await grey.clone().extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const around = await grey.clone().extractChannel(0).blur(BROADEST_STROKE).raw().toBuffer();
  for (const [at, value] of data.entries()) data[at] = value - (around[at] ?? 0) > contrast ? 255 : 0;
  return sharp(data, { raw: { width, height, channels: 1 } });
}

function wordsOfLine(words: readonly Word[], scale: number, line: number): TextWord[] {
  return words.map(({ text, confidence, bbox }) => ({
    text,
    confidence,
    line,
    box: {
      x: bbox.x0 / scale,
      y: bbox.y0 / scale,
      width: (bbox.x1 - bbox.x0) / scale,
      height: (bbox.y1 - bbox.y0) / scale,
    },
  }));
}
