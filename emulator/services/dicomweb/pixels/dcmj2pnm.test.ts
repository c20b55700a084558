import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { afterAll, expect, it } from "vitest";
import { openImagingPool } from "#emulator/services/dicomweb/imaging/imaging-pool.ts";
import { dcmtkPicture, hasDcmtkPictures, PICTURE_TOLERANCE, type ReferencePicture } from "#scripts/dcmtk-picture.ts";

/**
 * Real images against what another decoder (dcmj2pnm of DCMTK) makes of them with the same window: one of each kind that the manifest tells
 * apart, or all of them with EVERY_IMAGE=1, which takes minutes.
 */

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
if (!hasDcmtkPictures)
  process.stderr.write("dcmj2pnm (Debian package dcmtk) is not installed: pictures are not compared with it.\n");

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
    const reference =
      hasDcmtkPictures && !OTHERWISE.has(file) ? dcmtkPicture(path, join(scratch, "reference.pnm")) : undefined;
    if (!reference) continue;
    compared += 1;
    expect([reference.width, reference.height], file).toEqual([shown.width, shown.height]);
    expect(largestDifference(shown, reference), file).toBeLessThanOrEqual(PICTURE_TOLERANCE);
  }
  if (hasDcmtkPictures) expect(compared).toBeGreaterThan(isEvery ? 130 : 40);
});

const isEvery = process.env["EVERY_IMAGE"] === "1";

function kindOf(image: Readonly<Record<string, unknown>>): string {
  return ["ts", "pi", "bits_alloc", "bits_stored", "signed", "spp", "planar"].map((key) => image[key]).join();
}

function largestDifference(a: ReferencePicture, b: ReferencePicture): number {
  const level = ({ bytes, channels }: ReferencePicture, pixel: number, channel: number): number =>
    bytes[channels === 1 ? pixel : pixel * 3 + channel] ?? -1;
  let largest = 0;
  for (let pixel = 0; pixel < a.width * a.height; pixel += 1) {
    for (const channel of [0, 1, 2])
      largest = Math.max(largest, Math.abs(level(a, pixel, channel) - level(b, pixel, channel)));
  }
  return largest;
}
