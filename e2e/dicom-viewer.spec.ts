import { expect, type Locator, type Page } from "@playwright/test";
import sharp from "sharp";
import { expectAccessible } from "./accessible.ts";
import { findSeries, RADIOLOGY } from "./find-series.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

/** Drawing by software takes its time, and the first test waits for the sample's pictures too. */
test.describe.configure({ timeout: 240_000 });

const studyHref = (study: string, query = "") => `${RADIOLOGY}/dicomWeb/studies/${study}${query}`;
const canvas = (page: Page) => page.getByTestId("view-canvas");
const slices = (page: Page) => page.getByTestId("slice");

/** All views on screen show pictures. */
async function waitForViews(page: Page, count: number): Promise<void> {
  await expect(canvas(page)).toHaveCount(count);
  await expect(page.locator('[data-testid="view-canvas"][data-status="ready"]')).toHaveCount(count, {
    timeout: 60_000,
  });
}

interface Look {
  readonly mean: number;
  readonly deviation: number;
  /** How far colour is from grey. */
  readonly colour: number;
}

/** The middle of a view as it is painted, where no text lies over it. */
async function lookAt(view: Locator): Promise<Look> {
  const shot = sharp(await view.screenshot());
  const { width, height } = await shot.metadata();
  const middle = shot.extract({
    left: Math.round(width * 0.25),
    top: Math.round(height * 0.3),
    width: Math.round(width * 0.5),
    height: Math.round(height * 0.4),
  });
  const [red, green, blue] = (await sharp(await middle.png().toBuffer()).stats()).channels;
  if (!red || !green || !blue) throw new Error("No colours in the screenshot.");
  return { mean: green.mean, deviation: green.stdev, colour: Math.abs(red.mean - blue.mean) };
}

/** Neither black nor one grey. */
async function expectPicture(view: Locator): Promise<Look> {
  await expect.poll(async () => (await lookAt(view)).deviation, { timeout: 30_000 }).toBeGreaterThan(10);
  const look = await lookAt(view);
  expect(look.mean).toBeGreaterThan(5);
  return look;
}

async function chooseLayout(page: Page, now: string, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: `Layout ${now}` }).click();
  await page.getByRole("button", { name }).click();
}

test("a CT is seen, scrolled, windowed, measured and cut into planes", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "CT");
  await page.goto(studyHref(study, `?series=${series}`));
  await waitForViews(page, 1);
  const before = await expectPicture(canvas(page));

  const first = await slices(page).textContent();
  await canvas(page).hover();
  await page.mouse.wheel(0, 120);
  await expect(slices(page)).not.toHaveText(first ?? "");
  const second = await slices(page).textContent();
  await page.locator("[data-view]").focus();
  await page.keyboard.press("ArrowDown");
  await expect(slices(page)).not.toHaveText(second ?? "");
  await expect(page).toHaveURL(/instance=/);

  // The header follows the picture.
  await page.getByRole("button", { name: "Header", exact: true }).click();
  await expect(page).toHaveURL(/panel=header/);
  const header = page.getByRole("complementary", { name: "Header" });
  await header.getByRole("textbox", { name: "Find tag, name or value" }).fill("instance number");
  const number = header.getByRole("treeitem", { name: /Instance Number/ });
  const former = await number.textContent();
  await page.locator("[data-view]").focus();
  await page.keyboard.press("ArrowDown");
  await expect(number).not.toHaveText(former ?? "");
  await expectAccessible(page, "stack with its header");

  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("menuitem", { name: /^Bone/ }).click();
  await expect(page.getByText("W 2500 L 480 (bone)")).toBeVisible();
  await expect.poll(async () => Math.abs((await lookAt(canvas(page))).mean - before.mean)).toBeGreaterThan(1);
  await expect(page).toHaveURL(/window=2500%2C480/);

  await page.getByRole("button", { name: "Measurements" }).click();
  await page.locator("[data-view]").focus();
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: "Measure: Length" })).toBeVisible();
  await drag(page, canvas(page), [0.4, 0.5], [0.6, 0.55]);
  const list = page.getByRole("list", { name: "Measurements" });
  await expect(list.getByRole("button", { name: /^Go to Length 1/ })).toHaveText(/^\d[\d,.]* mm$/);
  await expectAccessible(page, "stack with a measurement");

  // A view keeps the console's own keys alive.
  await canvas(page).click({ position: { x: 30, y: 300 } });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").getByText("key image")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await chooseLayout(page, "1×1", /^MPR/);
  await expect(page).toHaveURL(/layout=mpr/);
  await waitForViews(page, 3);
  for (const name of ["Axial", "Coronal", "Sagittal"])
    await expectPicture(page.getByRole("region", { name: `${name} plane` }));
});

test("planes are opened by a link, moved by crosshairs, wheel and keys, thickened and reset", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "MR");
  await page.goto(studyHref(study, `?layout=mpr&series=${series}&slab=max%2C20`));
  await waitForViews(page, 3);
  const coronal = page.getByRole("region", { name: "Coronal plane" });
  const axial = page.getByRole("region", { name: "Axial plane" });
  await expect(axial).toContainText("Axial · 20 mm MIP");
  // The crosshairs come with the tools, after the first picture.
  await expect(axial.locator("svg.svg-layer line").first()).toBeAttached({ timeout: 30_000 });
  const thick = await expectPicture(axial);

  const start = await coronal.getByTestId("slice").textContent();
  const box = await boxOf(axial);
  await page.mouse.click(box.x + box.width * 0.45, box.y + box.height * 0.6);
  await expect(coronal.getByTestId("slice")).not.toHaveText(start ?? "");

  // The number of the slice; the first plane lies between two and later ones on one.
  const moved = (await axial.getByTestId("slice").textContent())?.split(" at ")[0] ?? "";
  await axial.hover();
  await page.mouse.wheel(0, 120);
  await expect(axial.getByTestId("slice")).not.toContainText(moved);
  await axial.focus();
  await page.keyboard.press("ArrowUp");
  await expect(axial.getByTestId("slice")).toContainText(moved);

  await page.getByRole("button", { name: "MinIP" }).click();
  await expect(page).toHaveURL(/slab=min%2C20/);
  await expect.poll(async () => (await lookAt(axial)).mean).toBeLessThan(thick.mean - 1);
  await axial.focus();
  await page.keyboard.press("0");
  await expect(coronal.getByTestId("slice")).toHaveText(start ?? "");
  await expectAccessible(page, "planes");

  const flat = await findSeries(page, "DX");
  await page.goto(studyHref(flat.study, `?layout=mpr&series=${flat.series}`));
  await expect(page.getByRole("status").filter({ hasText: "No planes can be cut here" })).toContainText(
    "at least three images",
  );
  await page.getByRole("button", { name: "Show as a stack" }).click();
  await waitForViews(page, 1);
});

test("a PET lies over its CT, in SUV", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study } = await findSeries(page, "PT");
  await page.goto(studyHref(study));
  await waitForViews(page, 1);
  await chooseLayout(page, "1×1", /^Fusion/);
  await expect(page).toHaveURL(/layout=fusion/);
  await waitForViews(page, 3);
  const coronal = page.getByRole("region", { name: "Coronal plane" });
  const fused = await expectPicture(coronal);
  expect(fused.colour).toBeGreaterThan(0.5);
  await expect(page.getByRole("slider", { name: "Highest SUV" })).toBeVisible();
  // The study's structure set is cut by each plane.
  await expect(page.getByTestId("structures")).toHaveCount(3);

  await page.getByRole("slider", { name: "PET opacity" }).fill("0");
  await expect.poll(async () => (await lookAt(coronal)).colour).toBeLessThan(fused.colour / 2);
  await expect(page).toHaveURL(/overlay=0%2ChotIron/);
  await page.getByRole("slider", { name: "PET opacity" }).fill("80");
  await expect.poll(async () => (await lookAt(coronal)).colour).toBeGreaterThan(fused.colour / 2);
  await expectAccessible(page, "fusion");
});

test("key images of the study are seen, and others marked", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study } = await findSeries(page, "KO");
  await page.goto(studyHref(study));
  await waitForViews(page, 1);
  await expect(page.getByRole("navigation", { name: "Series" }).getByText("★ 3 key images")).toBeVisible();
  await page.getByRole("button", { name: "Key images 3" }).click();
  const panel = page.getByRole("complementary", { name: "Key images" });
  await panel.getByRole("region", { name: "Of Interest" }).getByRole("button").first().click();
  await expect(page.getByTestId("key-mark")).toBeVisible();
  await page.locator("[data-view]").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("key-mark")).toHaveCount(0);
  await page.keyboard.press("k");
  await expect(page.getByTestId("key-mark")).toBeVisible();
  await expect(panel.getByRole("region", { name: "Marked now" }).getByRole("button")).toHaveCount(1);
  // The sample's store is production: the button asks to unlock it first.
  await expect(panel.getByRole("button", { name: "Save to store" })).toBeVisible();
  await panel.getByLabel("Only key images").click();
  await expect(page).toHaveURL(/images=key/);
  await expect(slices(page)).toContainText("/ 4");
  await expectAccessible(page, "key images");
});

type Place = readonly [across: number, down: number];

async function drag(page: Page, view: Locator, from: Place, to: Place): Promise<void> {
  const { x, y, width, height } = await boxOf(view);
  await page.mouse.move(x + width * from[0], y + height * from[1]);
  await page.mouse.down();
  await page.mouse.move(x + width * ((from[0] + to[0]) / 2), y + height * ((from[1] + to[1]) / 2), { steps: 3 });
  await page.mouse.move(x + width * to[0], y + height * to[1], { steps: 3 });
  await page.mouse.up();
}

async function boxOf(view: Locator) {
  const box = await view.boundingBox();
  if (!box) throw new Error("The view is not on screen.");
  return box;
}
