import { expect, type Locator, type Page } from "@playwright/test";
import { write } from "./gateway.ts";
import { BLOCK, PHANTOM, phantomFiles, placeOf, SPOTS } from "./phantom.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

test.describe.configure({ timeout: 240_000 });

const SANDBOX = "projects/demo-hospital/locations/us-central1/datasets/sandbox/dicomStores/practice-images";

async function storePhantom(page: Page, study: string): Promise<void> {
  const store = `${SANDBOX}/dicomWeb/studies`;
  await Promise.all(phantomFiles(study).map((file) => write(page, store, "POST", file, "application/dicom")));
}

test("lengths, angles and areas on a stack are those of the phantom", async ({ page }) => {
  await signInAs(page, "imaging");
  const study = `2.25.${Date.now()}1`;
  await storePhantom(page, study);
  const address = (slice: number) => `/${SANDBOX}/dicomWeb/studies/${study}?instance=${study}.1.${slice + 1}&panel=measurements`; // prettier-ignore
  await page.goto(address(SPOTS.a[2]));
  const view = page.getByTestId("view-canvas");
  await expect(view).toHaveAttribute("data-status", "ready", { timeout: 60_000 });
  await expect(page.getByTestId("slice")).toContainText(`${SPOTS.a[2] + 1} / ${PHANTOM.slices}`);
  await expect.poll(async () => (await spotsOf(view)).length, { timeout: 30_000 }).toBe(3);
  const [a, c, b] = await spotsOf(view);
  if (!a || !b || !c) throw new Error("The three spots of the phantom are not on the view.");

  const figure = (name: string) => page.getByRole("button", { name: new RegExp(`^Go to ${name}`) });
  await page.locator("[data-view]").focus();
  await page.keyboard.press("l");
  await draw(page, [a, b]);
  await expect(figure("Length 1")).toHaveText(/mm$/, { timeout: 20_000 });
  await expectSoonNear(() => valueOf(figure("Length 1")), distance(SPOTS.a, SPOTS.b), 0.5 * Math.hypot(0.8, 1.2));
  await draw(page, [c, b]);
  await expect(figure("Length 2")).toHaveText(/mm$/);
  await expectSoonNear(() => valueOf(figure("Length 2")), distance(SPOTS.c, SPOTS.b), 0.5 * 0.8);

  // Their ends would be taken hold of in the place of a new angle.
  for (const name of ["Length 2", "Length 1"]) await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.locator("[data-view]").focus();
  await page.keyboard.press("a");
  await draw(page, [a, c]);
  await click(page, b);
  // Right, whatever the distances of rows and columns.
  await expect.poll(async () => Math.abs((await valueOf(figure("Angle 1"))) - 90)).toBeLessThan(2);
});

test("a region holds the values and the area of the phantom", async ({ page }) => {
  await signInAs(page, "imaging");
  const study = `2.25.${Date.now()}2`;
  await storePhantom(page, study);
  await page.goto(
    `/${SANDBOX}/dicomWeb/studies/${study}?instance=${study}.1.${BLOCK.slice + 1}&panel=measurements&window=100%2C${(PHANTOM.block + PHANTOM.around) / 2}`,
  );
  const view = page.getByTestId("view-canvas");
  await expect(view).toHaveAttribute("data-status", "ready", { timeout: 60_000 });
  await expect.poll(async () => (await brightBox(view)).right, { timeout: 30_000 }).toBeGreaterThan(0);
  const box = await brightBox(view);
  await page.locator("[data-view]").focus();
  await page.keyboard.press("r");
  await drag(page, [box.left, box.top], [box.right, box.bottom]);
  const region = page.getByRole("button", { name: /^Go to Rectangle 1/ });
  await expect(region).toContainText("HU", { timeout: 20_000 });
  const [columns, rows] = [BLOCK.right - BLOCK.left + 1, BLOCK.bottom - BLOCK.top + 1];
  const read = async (part: RegExp) => toNumber(part.exec((await region.textContent()) ?? "")?.[1]);
  const [width, height] = [columns * 0.8, rows * 1.2];
  // Half a pixel of width and of height.
  await expect
    .poll(async () => Math.abs((await read(/([\d.,]+) mm²/)) - width * height))
    .toBeLessThan(width * 0.6 + height * 0.4);
  // A row or column of air at the edge, if the region reaches into it.
  const mean = await read(/(-?[\d.,]+) HU/);
  expect(mean).toBeGreaterThan(PHANTOM.block - 150);
  expect(mean).toBeLessThanOrEqual(PHANTOM.block);
});

test("points of the phantom lie at their millimetres in all planes", async ({ page }) => {
  await signInAs(page, "imaging");
  const study = `2.25.${Date.now()}3`;
  await storePhantom(page, study);
  await page.goto(`/${SANDBOX}/dicomWeb/studies/${study}?layout=mpr&series=${study}.1&slab=max%2C20`);
  const plane = (name: string) => page.getByRole("region", { name: `${name} plane` });
  const canvas = (name: string) => plane(name).getByTestId("view-canvas");
  for (const name of ["Axial", "Coronal", "Sagittal"])
    await expect(canvas(name)).toHaveAttribute("data-status", "ready", { timeout: 60_000 });
  await expect(plane("Axial").locator("svg.svg-layer line").first()).toBeAttached({ timeout: 30_000 });
  // A slab of 20 mm around the middle slice holds the spots.
  await expect.poll(async () => (await spotsOf(canvas("Axial"))).length, { timeout: 30_000 }).toBe(3);
  const [a] = await spotsOf(canvas("Axial"));
  if (!a) throw new Error("No spot on the axial plane.");
  const [x, y, z] = placeOf(SPOTS.a);
  await click(page, a);
  await expect.poll(async () => Math.abs((await millimetres(plane("Sagittal"))) - x)).toBeLessThanOrEqual(0.4);
  expectNear(await millimetres(plane("Coronal")), y, 0.6);

  // From the coronal plane, which now goes through it, its height.
  await expect.poll(async () => (await spotsOf(canvas("Coronal"))).length).toBeGreaterThan(0);
  const seen = await spotsOf(canvas("Coronal"));
  const leftmost = seen.toSorted((one, other) => one[0] - other[0])[0];
  if (!leftmost) throw new Error("No spot on the coronal plane.");
  await click(page, leftmost);
  await expect.poll(async () => Math.abs((await millimetres(plane("Axial"))) - z)).toBeLessThan(1.25);
  expectNear(await millimetres(plane("Sagittal")), x, 0.4);
});

type Place = readonly [across: number, down: number];

interface Shot {
  /** Of the canvas on the page. */
  readonly left: number;
  readonly top: number;
  /** Pixels of the canvas that are bright, from top to bottom. */
  readonly bright: readonly (readonly [across: number, down: number, level: number])[];
}

/** What a view has painted brightly, without text and lines over it. */
async function shotOf(view: Locator): Promise<Shot> {
  return view
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement, least) => {
      const { left, top } = canvas.getBoundingClientRect();
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
      const bright: [number, number, number][] = [];
      for (let at = 0; at < width * height; at += 1) {
        const level = data[at * 4] ?? 0;
        if (level >= least) bright.push([at % width, Math.floor(at / width), level]);
      }
      return { left, top, bright };
    }, BRIGHT);
}

const BRIGHT = 150;

/** Centres of the bright spots on a view, from top to bottom and from left to right, in pixels of the page. */
async function spotsOf(view: Locator): Promise<Place[]> {
  const { left, top, bright } = await shotOf(view);
  const spots: { across: number; down: number; weight: number }[] = [];
  for (const [across, down, level] of bright) {
    const known = spots.find(
      ({ across: x, down: y, weight }) => Math.hypot(x / weight - across, y / weight - down) < 60,
    );
    const spot = known ?? { across: 0, down: 0, weight: 0 };
    if (!known) spots.push(spot);
    spot.across += across * level;
    spot.down += down * level;
    spot.weight += level;
  }
  return spots.map(({ across, down, weight }): Place => [left + across / weight + 0.5, top + down / weight + 0.5]);
}

async function brightBox(view: Locator) {
  const { left, top, bright } = await shotOf(view);
  const across = bright.map(([x]) => x);
  const down = bright.map(([, y]) => y);
  const ends = (places: readonly number[]) => places.reduce(([least, most], place) => [Math.min(least, place), Math.max(most, place)] as const, [Infinity, -Infinity] as const); // prettier-ignore
  const [[l, r], [t, b]] = [ends(across), ends(down)];
  return { left: left + l, right: left + r + 1, top: top + t, bottom: top + b + 1 };
}

async function click(page: Page, [x, y]: Place): Promise<void> {
  await page.mouse.move(x, y, { steps: 2 });
  await page.mouse.down();
  await page.mouse.up();
}

async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
}

const draw = (page: Page, [from, to]: readonly [Place, Place]): Promise<void> => drag(page, from, to);

async function millimetres(plane: Locator): Promise<number> {
  return toNumber(/at (-?[\d.,]+) mm/.exec((await plane.getByTestId("slice").textContent()) ?? "")?.[1]);
}

async function valueOf(figure: Locator): Promise<number> {
  return toNumber(/-?[\d.,]+/.exec((await figure.textContent()) ?? "")?.[0]);
}

function toNumber(text: string | undefined): number {
  return Number((text ?? "NaN").replaceAll(",", "").replace("−", "-"));
}

function distance(from: readonly number[], to: readonly number[]): number {
  return Math.hypot(...[0, 1, 2].map((axis) => ((to[axis] ?? 0) - (from[axis] ?? 0)) * (PHANTOM.step[axis] ?? 0)));
}

/** While a line is drawn its figure follows: the last one counts. */
async function expectSoonNear(read: () => Promise<number>, wanted: number, tolerance: number): Promise<void> {
  await expect.poll(async () => Math.abs((await read()) - wanted)).toBeLessThanOrEqual(tolerance);
}

function expectNear(found: number, wanted: number, tolerance: number): void {
  expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThanOrEqual(tolerance);
}
