import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signInAs } from "./sign-in.ts";

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

for (const theme of ["light", "dark"] as const) {
  test(`every page is axe clean in the ${theme} theme`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await signInAs(page, "admin");
    for (const [title, path] of PAGES) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await expect(page.getByRole("progressbar")).toHaveCount(0);
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(
        violations.map(
          ({ id, nodes }) => `${title}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
        ),
      ).toEqual([]);
    }
  });
}

test("the sign-in page is axe clean", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
