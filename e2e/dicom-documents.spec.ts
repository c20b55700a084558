import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { findSeries, RADIOLOGY } from "./find-series.ts";
import { write } from "./gateway.ts";
import { lockedPdf } from "./locked-pdf.ts";
import { element, part10, type TestFile } from "./part10.ts";
import { signInAs } from "./sign-in.ts";
import { SMALL_MP4 } from "./small-video.ts";
import { test } from "./warm-browser.ts";

test.describe.configure({ timeout: 240_000 });

const SANDBOX = "projects/demo-hospital/locations/us-central1/datasets/sandbox/dicomStores/practice-images";
const root = `2.25.${Date.now()}`;

test("a PDF in DICOM is read inside the console", async ({ page }) => {
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "DOC");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?series=${series}`);
  const document = page.getByRole("region", { name: "Obstetric ultrasound report" });
  await expect(document.getByText("Single living fetus")).toBeAttached({ timeout: 30_000 });
  await expect.poll(() => darkPixels(page), { timeout: 30_000 }).toBeGreaterThan(500);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect(page.getByRole("status", { name: "Zoom" })).toHaveText("125 %");
  await expectAccessible(page, "PDF");
  await page.getByRole("switch", { name: "Mask identities" }).click();
  await expect(page.getByText("It may show who somebody is.")).toBeVisible();
});

/** How many pixels of the first page are ink. */
function darkPixels(page: Page): Promise<number> {
  return page
    .locator("[data-page] canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return data.filter((value, index) => index % 4 === 0 && value < 100).length;
    });
}

test("a locked PDF asks for its password, and says when one is wrong", async ({ page }) => {
  await signInAs(page, "imaging");
  const uids = { study: `${root}.7`, series: `${root}.7.1`, instance: `${root}.7.1.1` };
  const pdf = lockedPdf("tulip", "Opened with its password");
  const more = [
    element("00080016", "UI", "1.2.840.10008.5.1.4.1.1.104.1"),
    element("00420010", "ST", "Locked letter"),
    element("00420011", "OB", pdf),
    element("00420012", "LO", "application/pdf"),
  ];
  const file = part10({ ...uids, number: 1, modality: "DOC", more, without: ["7FE00010"] });
  await write(page, `${SANDBOX}/dicomWeb/studies`, "POST", file, "application/dicom");
  await page.goto(`/${SANDBOX}/dicomWeb/studies/${uids.study}`);
  await expect(page.getByText("This PDF is locked with a password")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page, "locked PDF");
  const password = page.getByLabel("Password of the PDF");
  await password.fill("rose");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByText("That password does not open it.")).toBeVisible();
  await password.fill("tulip");
  await password.press("Enter");
  await expect(
    page.getByRole("region", { name: "Locked letter" }).getByText("Opened with its password"),
  ).toBeAttached();
});

test("videos and stills of one series are both seen", async ({ page }) => {
  await signInAs(page, "imaging");
  const series = { study: `${root}.8`, series: `${root}.8.1` };
  const video = { transferSyntax: "1.2.840.10008.1.2.4.102", bytes: SMALL_MP4 };
  for (const file of [
    part10({ ...series, instance: `${root}.8.1.1`, number: 1 }),
    part10({ ...series, instance: `${root}.8.1.2`, number: 2 }),
    part10({ ...series, instance: `${root}.8.1.3`, number: 3, video }),
  ])
    await write(page, `${SANDBOX}/dicomWeb/studies`, "POST", file, "application/dicom");
  await page.goto(`/${SANDBOX}/dicomWeb/studies/${series.study}`);
  const parts = page.getByRole("group", { name: "Parts of this series" });
  await expect(parts.getByRole("button", { name: "2 images" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator('[data-testid="view-canvas"][data-status="ready"]')).toHaveCount(1, { timeout: 30_000 });
  await parts.getByRole("button", { name: "1 video" }).click();
  const found = page.locator("video");
  await expect.poll(() => found.evaluate((it: HTMLVideoElement) => it.videoWidth), { timeout: 30_000 }).toBe(64);
  await expectAccessible(page, "videos beside stills");
  await parts.getByRole("button", { name: "2 images" }).click();
  await expect(page.locator('[data-testid="view-canvas"][data-status="ready"]')).toHaveCount(1, { timeout: 30_000 });
});

test("a video is played by the browser, or it is said why not", async ({ page }) => {
  await signInAs(page, "imaging");
  const stored = async (number: number, video: NonNullable<TestFile["video"]>) => {
    const uids = { study: `${root}.9`, series: `${root}.9.${number}`, instance: `${root}.9.${number}.1` };
    await write(page, `${SANDBOX}/dicomWeb/studies`, "POST", part10({ ...uids, number, video }), "application/dicom");
    return `/${SANDBOX}/dicomWeb/studies/${uids.study}?series=${uids.series}`;
  };
  await page.goto(await stored(1, { transferSyntax: "1.2.840.10008.1.2.4.102", bytes: SMALL_MP4 }));
  const video = page.locator("video");
  await expect.poll(() => video.evaluate((it: HTMLVideoElement) => it.videoWidth), { timeout: 30_000 }).toBe(64);
  await expect(video).toHaveJSProperty("error", null);

  const packets = Buffer.alloc(188 * 4);
  for (const packet of [0, 1, 2, 3]) packets[packet * 188] = 0x47;
  await page.goto(await stored(2, { transferSyntax: "1.2.840.10008.1.2.4.100", bytes: packets }));
  await expect(page.getByText("This browser cannot play the video")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/MPEG2 Main Profile .* Main Level, in an MPEG transport stream/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save video" })).toBeVisible();
});
