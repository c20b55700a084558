import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { dcmtkPicture, hasDcmtkPictures, PICTURE_TOLERANCE, type ReferencePicture } from "#scripts/dcmtk-picture.ts";
import { write } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

/**
 * Real images as the viewer paints them against what DCMTK makes of them: one of each kind that the manifest tells apart, or all of them
 * with EVERY_IMAGE=1, which takes minutes. Copies get UIDs of one study, so that one page shows them all.
 */

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
const STORES = "projects/demo-hospital/locations/us-central1/datasets/sandbox/dicomStores";
const PARTS = 4;

/** What is not shown, and the words for it. */
const NOT_SHOWN: Readonly<Record<string, RegExp>> = {
  "cornerstone3D/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm":
    /no decoder of the console reads/,
  "cornerstone3D/CTImage.dcm_JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53.dcm":
    /no decoder of the console reads/,
  "gcp-adapter/example3.dcm": /holds no codestream of/,
  "pydicom/JPEG2000-embedded-sequence-delimiter.dcm": /the attributes say 256×1024×1/,
};

/** Of 255 levels, and why. */
const LOOSER: Readonly<Record<string, number>> = {
  // Another decoder of 12 bits, whose cosine transform rounds otherwise, under a narrow window.
  "cornerstone3D/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm": 3,
  // Pixels that are not square: their middles lie between pixels of the screen.
  "highdicom/dx_image.dcm": 15,
};

/** Shown otherwise on purpose: an image of one level, without a window, is of no particular brightness. */
const ONE_LEVEL: ReadonlySet<string> = new Set([
  "highdicom/sm_image_grayscale.dcm",
  "highdicom/sm_image_grayscale_reversed.dcm",
  "highdicom/seg_image_sm_control_labelmap.dcm",
]);

/** Copies that the store refuses. */
const BROKEN: ReadonlySet<string> = new Set(["pydicom/rtdose_rle.dcm"]);

const imageSchema = z.looseObject({
  file: z.string(),
  dicm: z.boolean(),
  has_pixels: z.boolean(),
  ts: z.string().nullable(),
  storable: z.boolean(),
  rows: z.string().nullable(),
  cols: z.string().nullable(),
  frames: z.string().nullable(),
});
type ManifestImage = z.infer<typeof imageSchema>;

const isEvery = process.env["EVERY_IMAGE"] === "1";
const images = existsSync(FOLDER) ? readImages() : [];
const scratch = mkdtempSync(join(tmpdir(), "viewer-pictures-"));
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.describe.configure({ timeout: isEvery ? 1_200_000 : 300_000 });

for (let part = 0; part < PARTS; part += 1) {
  test(`pictures are painted as DCMTK reads them, ${part + 1} of ${PARTS}`, async ({ page }) => {
    test.skip(images.length === 0, "SHARED_DATA holds no images");
    test.skip(!hasDcmtkPictures, "dcmj2pnm (Debian package dcmtk) is not installed");
    await signInAs(page, "admin");
    const store = `pictures-${Date.now()}-${part}`;
    await write(page, `${STORES}?dicomStoreId=${store}`, "POST", "{}", "application/json");
    const mine = images.filter((_, index) => index % PARTS === part);
    const sent: Sent[] = [];
    const refused: string[] = [];
    for (const [index, image] of mine.entries()) {
      const copy = renamed(image, `2.25.${part + 1}`, index + 1);
      if (!copy || (!copy.reference && !NOT_SHOWN[image.file])) continue;
      const studies = `${STORES}/${store}/dicomWeb/studies`;
      const answer = await write(page, studies, "POST", readFileSync(copy.path), "application/dicom").catch(String);
      if (answer.includes("FailedSOPSequence")) refused.push(image.file);
      else sent.push(copy);
    }
    const address = `/${STORES}/${store}/dicomWeb/studies/2.25.${part + 1}`;
    await page.goto(address);
    const faults: string[] = [];
    let compared = 0;
    for (const one of sent) {
      const found = await look(page, address, one);
      if (found === "compared") compared += 1;
      else if (found !== undefined) faults.push(`${one.image.file}: ${found}`);
    }
    expect(faults).toEqual([]);
    expect(refused.filter((file) => !BROKEN.has(file))).toEqual([]);
    expect(compared).toBeGreaterThan(mine.length / 3);
  });
}

interface Sent {
  readonly image: ManifestImage;
  readonly path: string;
  readonly series: string;
  /** Undefined for what DCMTK cannot decode. */
  readonly reference: ReferencePicture | undefined;
  /** Series Description. */
  readonly title: string;
}

/** A copy in a series of its own; undefined where DCMTK cannot write it again. */
function renamed(image: ManifestImage, study: string, number: number): Sent | undefined {
  const series = `${study}.${number}`;
  const title = `Picture ${number}`;
  const path = join(scratch, `${series}.dcm`);
  copyFileSync(join(FOLDER, image.file), path);
  const told = { "0020,000d": study, "0020,000e": series, "0008,0018": `${series}.1`, "0008,103e": title, "0020,0011": String(number) }; // prettier-ignore
  const inserts = Object.entries(told).flatMap(([tag, value]) => ["-i", `(${tag})=${value}`]);
  if (spawnSync("dcmodify", ["-q", "-nb", ...inserts, path]).status !== 0) return undefined;
  return { image, path, series, title, reference: dcmtkPicture(path, join(scratch, `${series}.pnm`)) };
}

/** "compared", undefined for what there is no reference of, or what is wrong. */
async function look(
  page: Page,
  address: string,
  { image, title, series, reference }: Sent,
): Promise<string | undefined> {
  // Stacks of slices begin in their middle; the reference is the first frame of the file.
  if (Number(image.frames ?? 1) > 1) await page.goto(`${address}?series=${series}&instance=${series}.1`);
  else {
    const card = page.getByRole("navigation", { name: "Series" }).locator("[aria-pressed]");
    await card.filter({ has: page.getByText(title, { exact: true }) }).click();
  }
  const cell = page.getByRole("region", { name: `View 1, ${title}`, exact: true });
  const view = cell.getByTestId("view-canvas");
  await expect(view).not.toHaveAttribute("data-status", "opening", { timeout: 30_000 });
  const words = NOT_SHOWN[image.file];
  if (words) return words.test(await cell.getByRole("alert").innerText()) ? undefined : "it is not said why it is not shown"; // prettier-ignore
  if ((await view.getAttribute("data-status")) !== "ready") return await cell.getByRole("alert").innerText();
  if (!reference || ONE_LEVEL.has(image.file)) return undefined;
  const times = magnification(Math.max(reference.width, reference.height));
  const tolerance = LOOSER[image.file] ?? PICTURE_TOLERANCE;
  let worst = Infinity;
  let size = "";
  for (let tries = 0; tries < 30 && worst > tolerance; tries += 1) {
    if (tries > 0) await page.waitForTimeout(100);
    await fit(page, reference.width * times, reference.height * times);
    const shown = await painted(page, reference);
    size = `${shown.width}×${shown.height}`;
    worst = largestDifference(shown.middles, reference);
  }
  return worst > tolerance ? `a pixel of ${size} is ${worst} of 255 levels off` : "compared";
}

/** Odd, so that the middle of each pixel of the picture falls on a pixel of the screen. */
function magnification(size: number): number {
  const times = Math.max(1, Math.ceil(400 / size));
  return times % 2 === 0 ? times + 1 : times;
}

/** Makes the window so large that the view has this size. */
async function fit(page: Page, width: number, height: number): Promise<void> {
  const box = await page.getByTestId("view-canvas").boundingBox();
  const window = page.viewportSize();
  if (!box || !window) throw new Error("The view is not on screen.");
  const [across, down] = [width - Math.round(box.width), height - Math.round(box.height)];
  if (across !== 0 || down !== 0)
    await page.setViewportSize({ width: window.width + across, height: window.height + down });
}

interface Painted {
  /** Of the canvas. */
  readonly width: number;
  readonly height: number;
  /** What the canvas shows at the middle of every pixel of the picture: red, green and blue. */
  readonly middles: Buffer;
}

async function painted(page: Page, { width: columns, height: rows }: ReferencePicture): Promise<Painted> {
  const view = page.getByTestId("view-canvas").locator("canvas").first();
  const { width, height, url } = await view.evaluate(readMiddles, { columns, rows });
  return { width, height, middles: Buffer.from(url.slice(url.indexOf(",") + 1), "base64") };
}

/** Runs in the page. Only what is compared leaves it: whole canvases took longer to send than to paint. */
async function readMiddles(canvas: HTMLCanvasElement, { columns, rows }: { columns: number; rows: number }) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
  const middles = new Uint8Array(columns * rows * 3);
  for (let y = 0; y < rows; y += 1) {
    const down = Math.floor(((y + 0.5) * height) / rows) * width;
    for (let x = 0; x < columns; x += 1) {
      const at = (down + Math.floor(((x + 0.5) * width) / columns)) * 4;
      for (let channel = 0; channel < 3; channel += 1)
        middles[(y * columns + x) * 3 + channel] = data[at + channel] ?? 0;
    }
  }
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(new Blob([middles]));
  await read;
  return { width, height, url: String(reader.result) };
}

function largestDifference(middles: Buffer, { bytes, channels, width, height }: ReferencePicture): number {
  let largest = middles.length === width * height * 3 ? 0 : Infinity;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const wanted = bytes[pixel * channels + (channels === 1 ? 0 : channel)] ?? -1000;
      largest = Math.max(largest, Math.abs((middles[pixel * 3 + channel] ?? -1000) - wanted));
    }
  }
  return largest;
}

function readImages(): readonly ManifestImage[] {
  const manifest = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as unknown;
  return z
    .array(imageSchema)
    .parse(manifest)
    .filter(({ dicm, has_pixels, ts, storable }) => dicm && has_pixels && ts !== null && storable)
    .filter((image, index, all) => isEvery || all.findIndex((other) => kindOf(other) === kindOf(image)) === index)
    .toSorted((a, b) => Number(a.rows) - Number(b.rows) || Number(a.cols) - Number(b.cols));
}

function kindOf(image: Readonly<Record<string, unknown>>): string {
  return ["ts", "pi", "bits_alloc", "bits_stored", "signed", "spp", "planar"].map((key) => image[key]).join();
}
