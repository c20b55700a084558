import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { createWorker, OEM, PSM, type Worker } from "tesseract.js";
import type { ScannedLine } from "#lib/deid-scan/scan-output.ts";

/** Reads the letters in pictures for the second look: none of this is shared with the engine that paints them over. */
export interface PictureReader {
  /** Every line, also what was read unsurely: a name that is half read is still looked for. @param picture PNG or JPEG */
  read(picture: Buffer): Promise<readonly ScannedLine[]>;
  close(): Promise<void>;
}

/** The language data of the package, as it is packed: nothing is fetched. */
const LANGUAGE = join(
  dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/eng/package.json")),
  "4.0.0_best_int",
);
/** Overlays are small; letters of twice their size are read better. */
const WIDTH = 1600;
const MOST_ENLARGED = 3;
/** Per cent. */
const SURE = 75;
/** Letters are thinner than this, in pixels after enlarging; what is wider is the picture. */
const STROKE = 10;
/** How much brighter or darker than its surroundings ink is. */
const CONTRAST = 50;

/** Starts one; it takes about half a second and a hundred megabytes until it is closed. */
export async function openPictureReader(): Promise<PictureReader> {
  const worker = await createWorker("eng", OEM.LSTM_ONLY, { langPath: LANGUAGE, gzip: true, cacheMethod: "none" });
  await worker.setParameters({ user_defined_dpi: "150", debug_file: "/dev/null" });
  return {
    read: (picture) => readInAllWays(worker, picture),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** As it is, then only what stands out brightly from its surroundings, then only what does so darkly. */
async function readInAllWays(worker: Worker, picture: Buffer): Promise<readonly ScannedLine[]> {
  const { width } = await sharp(picture).metadata();
  const scale = Math.min(MOST_ENLARGED, Math.max(1, WIDTH / width));
  const grey = await sharp(picture)
    .greyscale()
    .resize({ width: Math.round(width * scale), kernel: "cubic" })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const lines = await linesIn(worker, grey, PSM.AUTO);
  for (const sign of [1, -1]) lines.push(...(await linesIn(worker, await ink(grey, sign), PSM.SPARSE_TEXT)));
  return lines;
}

/** Black on white: what is brighter (1) or darker (-1) than the blurred picture. */
async function ink(picture: Buffer, sign: number): Promise<Buffer> {
  const raw = (image: Sharp) => image.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const [{ data, info }, { data: around }] = await Promise.all([raw(sharp(picture)), raw(sharp(picture).blur(STROKE))]);
  const page = Buffer.alloc(data.length, 255);
  for (const [at, value] of data.entries()) if (sign * (value - (around[at] ?? 0)) > CONTRAST) page[at] = 0;
  const { width, height } = info;
  return sharp(page, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

async function linesIn(worker: Worker, page: Buffer, mode: PSM): Promise<ScannedLine[]> {
  await worker.setParameters({ tessedit_pageseg_mode: mode });
  const { data } = await worker.recognize(page, {}, { blocks: true, text: false });
  return (data.blocks ?? []).flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ lines }) =>
      lines.map(({ words }) => ({
        text: words.map(({ text }) => text).join(" "),
        sure: words.flatMap(({ text, confidence }) => (confidence >= SURE ? [text] : [])).join(" "),
      })),
    ),
  );
}
