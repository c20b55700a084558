import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { afterAll, expect, it } from "vitest";
import { openFileSource } from "#emulator/services/dicomweb/imaging/file-source.ts";
import { openImagingPool } from "#emulator/services/dicomweb/imaging/imaging-pool.ts";
import { readBody, readFileMeta } from "#lib/dicom/read-part10.ts";
import { findElement } from "#lib/dicom/data-set.ts";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";

/**
 * Real images against what another decoder (dcmj2pnm of DCMTK) makes of them with the same window: one of each kind that the manifest tells
 * apart, or all of them with EVERY_IMAGE=1, which takes minutes.
 */

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
const hasDcmtk = spawnSync("dcmj2pnm", ["--version"]).status === 0;
if (!hasDcmtk)
  process.stderr.write("dcmj2pnm (Debian package dcmtk) is not installed: pictures are not compared with it.\n");

/** Of 255 levels: rounding, and inverse cosine transforms that differ in the last bit. */
const TOLERANCE = 2;

/** What we cannot show, and why; the viewer says the same. */
const NOT_SHOWN: Readonly<Record<string, RegExp>> = {
  "cornerstone3D/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm":
    /with 12 bits cannot be decoded/,
  "cornerstone3D/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm": /with 12 bits cannot be decoded/,
  "cornerstone3D/CTImage.dcm_JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53.dcm": /with 12 bits cannot be decoded/,
  "ms-anonymizer/I290.dcm": /with 12 bits cannot be decoded/,
  "pydicom/JPEG-lossy.dcm": /with 12 bits cannot be decoded/,
  "gcp-adapter/example3.dcm": /holds no codestream/,
  "pydicom/JPEG2000-embedded-sequence-delimiter.dcm": /the attributes say 256×1024×1/,
  "pydicom/MR_truncated.dcm": /no frames/,
  "pydicom/nested_priv_SQ.dcm": /no frames/,
  "pydicom-data/liver_rle.dcm": /single bits/,
  "pydicom-data/liver_nonbyte_aligned_rle.dcm": /single bits/,
};
/** What we show otherwise on purpose: without a window we leave padding out, and an image of one level is in the middle of the range. */
const OTHERWISE = new Set(["highdicom/seg_image_sm_control_labelmap.dcm", "highdicom/sm_image_grayscale_reversed.dcm"]);

const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
let files = 0;
const pool = openImagingPool(() => join(scratch, String(++files)));
afterAll(async () => {
  await pool.close();
  rmSync(scratch, { recursive: true });
});

it.skipIf(!existsSync(FOLDER))("shows every image like dcmj2pnm, or says why not", { timeout: 240_000 }, async () => {
  const manifest = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as unknown;
  const images = z
    .array(z.looseObject({ file: z.string(), dicm: z.boolean(), has_pixels: z.boolean(), ts: z.string().nullable() }))
    .parse(manifest)
    .filter(({ dicm, has_pixels, ts }) => dicm && has_pixels && ts !== null)
    .filter((image, index, all) => isEvery || all.findIndex((other) => kindOf(other) === kindOf(image)) === index);
  let compared = 0;
  for (const { file } of images) {
    const path = join(FOLDER, file);
    const reason = NOT_SHOWN[file];
    if (reason) {
      await expect(pool.render(path, 1), file).rejects.toThrow(reason);
      continue;
    }
    const shown = await pool.render(path, 1);
    const reference = hasDcmtk && !OTHERWISE.has(file) ? dcmtkPicture(path) : undefined;
    if (!reference) continue;
    compared += 1;
    expect([reference.width, reference.height], file).toEqual([shown.width, shown.height]);
    expect(largestDifference(shown, reference), file).toBeLessThanOrEqual(TOLERANCE);
  }
  if (hasDcmtk) expect(compared).toBeGreaterThan(isEvery ? 130 : 40);
});

const isEvery = process.env["EVERY_IMAGE"] === "1";

function kindOf(image: Readonly<Record<string, unknown>>): string {
  return ["ts", "pi", "bits_alloc", "bits_stored", "signed", "spp", "planar"].map((key) => image[key]).join();
}

/** Undefined for what DCMTK cannot decode: JPEG 2000, and some classes of images. */
function dcmtkPicture(path: string): ScreenImage | undefined {
  const target = join(scratch, "reference.pnm");
  const window = hasWindow(path) ? ["+Wi", "1"] : ["+Wm"];
  const run = spawnSync("dcmj2pnm", ["-q", "--no-overlays", ...window, "+F", "1", "+op", path, target]);
  if (run.status !== 0) return undefined;
  const bytes = readFileSync(target);
  const head = /^(P[56])\s+(?:#.*\n)?\s*(\d+)\s+(\d+)\s+\d+\s/.exec(bytes.subarray(0, 200).toString("latin1"));
  if (!head) throw new Error("dcmj2pnm wrote no PNM");
  return {
    channels: head[1] === "P5" ? 1 : 3,
    width: Number(head[2]),
    height: Number(head[3]),
    bytes: bytes.subarray(head[0].length),
  };
}

function hasWindow(path: string): boolean {
  const source = openFileSource(path);
  try {
    const head = readFileMeta(source);
    if (head.transferSyntax.isDeflated) return true;
    const dataSet = readBody(head, source, head.dataSetOffset);
    return ["00281050", "00283010"].some((tag) => (findElement(dataSet, tag)?.length ?? 0) > 0);
  } finally {
    source.close();
  }
}

function largestDifference(a: ScreenImage, b: ScreenImage): number {
  const level = ({ bytes, channels }: ScreenImage, pixel: number, channel: number): number =>
    bytes[channels === 1 ? pixel : pixel * 3 + channel] ?? -1;
  let largest = 0;
  for (let pixel = 0; pixel < a.width * a.height; pixel += 1) {
    for (const channel of [0, 1, 2])
      largest = Math.max(largest, Math.abs(level(a, pixel, channel) - level(b, pixel, channel)));
  }
  return largest;
}
