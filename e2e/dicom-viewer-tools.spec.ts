import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { findSeries, RADIOLOGY } from "./find-series.ts";
import { write } from "./gateway.ts";
import { BLOCK, phantomFiles } from "./phantom.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

test.describe.configure({ timeout: 240_000 });

const SANDBOX = "projects/demo-hospital/locations/us-central1/datasets/sandbox/dicomStores/practice-images";
const READY = '[data-testid="view-canvas"][data-status="ready"]';

type Place = readonly [across: number, down: number];

/** Key of the tool, how it is drawn (parts of the view), its row in the list and what that says. */
const TOOLS: readonly (readonly [key: string, strokes: readonly (readonly Place[])[], name: string, figure: RegExp])[] = [
  ["b", [[[0.1, 0.1], [0.3, 0.15]]], "Bidirectional 1", /mm/],
  ["c", [[[0.6, 0.08], [0.8, 0.1]], [[0.6, 0.18], [0.8, 0.26]]], "Cobb angle 1", /°$/],
  ["e", [[[0.45, 0.45], [0.55, 0.52]]], "Ellipse 1", /mm².*250 HU/],
  ["d", [[[0.5, 0.5]]], "Probe 1", /^250 HU$/],
  ["f", [[[0.45, 0.45], [0.55, 0.45], [0.55, 0.52], [0.45, 0.52], [0.45, 0.45]]], "Freehand region 1", /mm².*250 HU/],
]; // prettier-ignore

test("measuring tools leave their figures in the list", async ({ page }) => {
  await signInAs(page, "imaging");
  const study = `2.25.${Date.now()}4`;
  const store = `${SANDBOX}/dicomWeb/studies`;
  await Promise.all(phantomFiles(study).map((file) => write(page, store, "POST", file, "application/dicom")));
  await page.goto(`/${store}/${study}?instance=${study}.1.${BLOCK.slice + 1}&panel=measurements`);
  await expect(page.locator(READY)).toHaveCount(1, { timeout: 60_000 });
  const view = page.getByTestId("view-canvas");
  for (const [key, strokes, name, figure] of TOOLS) {
    await page.locator("[data-view]").focus();
    await page.keyboard.press(key);
    for (const stroke of strokes) await drawn(page, view, stroke);
    await expect(page.getByRole("button", { name: new RegExp(`^Go to ${name}`) })).toHaveText(figure);
  }
  await page.locator("[data-view]").focus();
  await page.keyboard.press("n");
  await drawn(page, view, [[0.2, 0.8], [0.35, 0.85]]); // prettier-ignore
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Look here");
  await dialog.getByRole("textbox").press("Enter");
  await expect(page.getByRole("button", { name: /^Go to Look here/ })).toBeVisible();
  await expectAccessible(page, "all kinds of measurements");
});

test("series are dropped into views side by side, which scroll together", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "MR");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?series=${series}`);
  await expect(page.locator(READY)).toHaveCount(1, { timeout: 60_000 });
  for (const size of ["3 × 3", "1 × 2"]) {
    await page.getByRole("button", { name: /^Layout/ }).click();
    await page.getByRole("button", { name: size, exact: true }).click();
  }
  await expect(page.locator("[data-view]")).toHaveCount(2);
  const cards = page.getByRole("navigation", { name: "Series" }).locator("[aria-pressed]");
  await cards.nth(1).dragTo(page.locator('[data-view="1"]'));
  await expect(page.locator(READY)).toHaveCount(2, { timeout: 60_000 });
  await expect(page).toHaveURL(/layout=1x2/);
  await expect(page.locator('[data-view="1"]')).toHaveAttribute("aria-current", "true");
});

for (const side of ["width", "height"] as const) {
  test(`a picture fills its place when its ${side} changes while a frame is to be painted`, async ({ page }) => {
    await signInAs(page, "imaging");
    const { study, series } = await findSeries(page, "CT");
    await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?series=${series}`);
    await expect(page.locator(READY)).toHaveCount(1, { timeout: 60_000 });
    await page.locator("[data-view]").focus();
    // In one frame: the picture turns to its negative, whose air is bright, and its place changes.
    await page.getByTestId("view-canvas").evaluate(
      (place: HTMLElement, changed) =>
        new Promise<void>((resolve) =>
          requestAnimationFrame(() => {
            document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "i", bubbles: true }));
            place.style[changed] = "300px";
            resolve();
          }),
        ),
      side,
    );
    const canvas = page.getByTestId("view-canvas").locator("canvas").first();
    await expect.poll(() => canvas.evaluate(brightExtent)).toEqual([300, true]);
  });
}

/** Runs in the page: across how many pixels the picture lies, and whether it lies across as many down. */
function brightExtent(canvas: HTMLCanvasElement): readonly [number, boolean] {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
  const places = Array.from({ length: width * height }, (_, at) => at).filter((at) => (data[at * 4] ?? 0) > 100);
  const spread = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), Infinity) + 1;
  const across = spread(places.map((at) => at % width));
  return [across, Math.abs(across - spread(places.map((at) => Math.floor(at / width)))) <= 1];
}

test("fingers window and zoom", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "CT");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?series=${series}`);
  await expect(page.locator(READY)).toHaveCount(1, { timeout: 60_000 });
  const cell = page.locator("[data-view]");
  await expect(cell).toContainText("100 %");
  // The tools' code comes after the first picture.
  await page.waitForLoadState("networkidle");
  const box = await boxOf(page.getByTestId("view-canvas"));
  const middle: Place = [box.x + box.width / 2, box.y + box.height / 2];
  await fingers(page, (step) => [-1, 1].map((side): Place => [middle[0] + side * (40 + step * 12), middle[1]]));
  await expect(cell).not.toContainText("100 %");
  const window = /W \d+ L -?\d+/.exec((await cell.textContent()) ?? "")?.[0] ?? "";
  await fingers(page, (step) => [[middle[0] + step * 10, middle[1] + step * 6]]);
  await expect(cell).not.toContainText(window);
});

test("a cine plays, and names burned into an ultrasound are covered", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "US");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?series=${series}`);
  await expect(page.locator(READY)).toHaveCount(1, { timeout: 60_000 });
  const slice = page.getByTestId("slice");
  const first = (await slice.textContent()) ?? "";
  await page.locator("[data-view]").focus();
  await page.keyboard.press(" ");
  await expect(slice).not.toHaveText(first);
  await page.keyboard.press(" ");
  await expect(page.getByTestId("cover")).toHaveCount(0);
  await page.getByRole("switch", { name: "Mask identities" }).click();
  await expect(page.getByTestId("cover")).toBeAttached();
  await page.getByRole("switch", { name: "Mask identities" }).click();
});

async function boxOf(view: Locator) {
  const box = await view.boundingBox();
  if (!box) throw new Error("The view is not on screen.");
  return box;
}

/** Presses at the first place and lets go at the last. */
async function drawn(page: Page, view: Locator, stroke: readonly Place[]): Promise<void> {
  const { x, y, width, height } = await boxOf(view);
  const places = stroke.map(([across, down]): Place => [x + width * across, y + height * down]);
  const [first = [x, y]] = places;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...place, { steps: 6 });
  await page.mouse.up();
}

/** Lays fingers down, moves them in ten steps and lifts them. */
async function fingers(page: Page, places: (step: number) => readonly Place[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touches: readonly Place[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: touches.map(([x, y], id) => ({ x, y, id })) });
  await send("touchStart", places(0));
  for (let step = 1; step <= 10; step += 1) await send("touchMove", places(step));
  await send("touchEnd", []);
  await devtools.detach();
}
