import { expect } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { findSeries, RADIOLOGY } from "./find-series.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

test("headers are found, opened, compared and judged", async ({ page }) => {
  test.setTimeout(240_000);
  await signInAs(page, "imaging");
  const { study, series } = await findSeries(page, "MR");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${study}?tab=headers&series=${series}&instance=3`);
  const tree = page.getByRole("tree", { name: "Attributes of this instance" });
  await expect(tree).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "attributes" })).toBeVisible();

  await page.getByRole("textbox", { name: "Find tag, name or value" }).fill("echo time");
  await expect(tree.getByRole("treeitem")).toHaveCount(1);
  await tree.focus();
  await page.keyboard.press("ArrowDown");
  const detail = page.getByRole("region", { name: "Chosen attribute" });
  await expect(detail).toContainText("(0018,0081)");
  await expect(detail.getByRole("link", { name: "PS3.6" })).toHaveAttribute("href", /part06/);
  await expect(detail).toContainText("39 32");

  await page.getByRole("textbox", { name: "Find tag, name or value" }).fill("CEDAR IMAGING");
  await expect(tree.getByRole("treeitem").filter({ hasText: "Private: CEDAR IMAGING" }).first()).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toBe("dicom-header.csv");
  await expectAccessible(page, "attributes");

  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("table", { name: "Differences" })).toContainText("Image Position Patient");
  await expectAccessible(page, "compare");

  await page.getByRole("button", { name: "Along the series" }).click();
  await expect(page.getByRole("table", { name: "Attributes that vary along the series" })).toContainText(
    "SOP Instance UID",
  );
  await expectAccessible(page, "along the series, dark");

  await page.getByRole("button", { name: "Findings" }).click();
  await expect(page.getByRole("region", { name: "Findings" })).toBeVisible();
  await expect(page).toHaveURL(/view=findings/);
  await expectAccessible(page, "findings, dark");
});

test("documents and tracings can be read in place", async ({ page }) => {
  test.setTimeout(240_000);
  await signInAs(page, "imaging");
  const tracing = await findSeries(page, "ECG");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${tracing.study}`);
  await expect(page.getByRole("img", { name: "12 channels, 10 seconds" })).toBeVisible();
  await page.getByRole("button", { name: "50 mm/s" }).click();
  await expectAccessible(page, "traces, dark");

  const letter = await findSeries(page, "DOC");
  await page.goto(`${RADIOLOGY}/dicomWeb/studies/${letter.study}?series=${letter.series}`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save PDF" }).click();
  expect((await download).suggestedFilename()).toBe("document.pdf");
  await expectAccessible(page, "document, dark");
});
