import { expect } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const DATASET = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production";

const PAGES: readonly (readonly [title: string, path: string])[] = [
  ["home", "/"],
  ["project", "/projects/demo-hospital"],
  ["location", "/projects/demo-hospital/locations/us-central1"],
  ["dataset", DATASET],
  ["dataset operations", `${DATASET}?tab=operations`],
  ["dataset configuration", `${DATASET}?tab=configuration`],
  ["FHIR search", `${DATASET}/fhirStores/ehr`],
  ["FHIR store overview", `${DATASET}/fhirStores/ehr?tab=overview`],
  ["add data", `${DATASET}/fhirStores/ehr?tab=add`],
  ["FHIR resource", `${DATASET}/fhirStores/ehr/fhir/Patient/patient-0001`],
  ["DICOM store", `${DATASET}/dicomStores/radiology`],
  ["a store that is not there", `${DATASET}/fhirStores/nowhere`],
];

for (const [title, path] of PAGES) {
  test(`${title} is accessible`, async ({ page }) => {
    await signInAs(page, "admin");
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.getByRole("progressbar")).toHaveCount(0);
    await page.waitForLoadState("networkidle");
    await expectAccessible(page, title);
  });
}

test("the sign-in page is accessible", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button").first()).toBeVisible();
  await expectAccessible(page);
});
