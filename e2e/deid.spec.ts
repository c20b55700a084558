import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";

const LOCATION = "projects/demo-hospital/locations/us-central1";
const SANDBOX = `${LOCATION}/datasets/sandbox`;

/** Ids of this run only: the data outlives a test. */
const run = Date.now().toString(36);

test("a FHIR store is de-identified, the run survives a reload and ends in sealed evidence", async ({ page }) => {
  test.setTimeout(150_000);
  await signInAs(page, "admin");
  await page.goto(`/${SANDBOX}/fhirStores/playground?tab=deidentify`);
  await expect(page.getByText(/[\d,]+ resources/).first()).toBeVisible();

  // Form and JSON are one.
  await page.getByRole("radio", { name: /dates shifted/ }).click();
  await expect(page.getByText("moves by a secret number of days per patient")).toBeVisible();
  await page.getByRole("button", { name: "JSON" }).click();
  const json = page.getByLabel("Configuration (DeidentifyConfig)");
  await json.fill('{"fhir": {"defaultKeepExtensions": true}');
  await expect(page.getByRole("alert").filter({ hasText: "No JSON yet" })).toBeVisible();
  await json.fill('{"fhir": {"defaultKeepExtensions": true}}');
  await expect(page.getByText("Risk: Extensions are kept.")).toBeVisible();
  await page.getByRole("button", { name: "Form" }).click();
  await page.getByLabel("Keep extensions").uncheck();
  await expect(page.getByText("Risk: Extensions are kept.")).toBeHidden();
  await page.getByRole("radio", { name: /HIPAA Safe Harbor/ }).click();

  await page.getByRole("button", { name: "Try on a sample" }).click();
  const sample = page.getByRole("region", { name: "Dry run of playground" });
  await expect(sample).toContainText("12 items came out; ✓ no known identifier survived", { timeout: 40_000 });
  await sample
    .getByRole("button", { name: /^Patient/ })
    .first()
    .click();
  await expect(sample.getByRole("row", { name: /\.family/ }).first()).toContainText("removed");

  await makeStore(page, `deid-${run}`);
  await expect(page.getByText("The destination is empty.")).toBeVisible();
  await expect(page.getByLabel("Request", { exact: true })).toContainText(`fhirStores/deid-${run}`);
  await expectAccessible(page, "the steps");
  await launch(page, `deid-${run}`);

  await expect(page).toHaveURL(/operation=/);
  await page.reload();
  await expect(page.getByText(/Succeeded, [\d,]+ done/)).toBeVisible({ timeout: 60_000 });
  const seal = page.getByRole("region", { name: "Seal" });
  await expect(seal).toContainText(/Sealed .* by row [\d,]+ of the audit chain/, { timeout: 60_000 });
  await expect(page.getByText(/items of the output read of/)).toBeVisible();
  await expectAccessible(page, "the evidence");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8")) as {
    evidence: { scan: { verdict: string; found: Record<string, number>; gaps: string[] } };
    seal: { isGenuine: boolean };
  };
  expect(saved.seal.isGenuine).toBe(true);
  expect([saved.evidence.scan.verdict, saved.evidence.scan.gaps]).not.toContain("found");

  await page.goto((await page.getByRole("link", { name: "Page to print" }).getAttribute("href")) ?? "");
  await expect(page.getByRole("heading", { name: "Evidence of de-identification" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Print or save as PDF" })).toBeVisible();
  await write(page, `${SANDBOX}/fhirStores/deid-${run}`, "DELETE");
});

test("who may not de-identify sees no way to, and a locked production asks to be unlocked", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(`/${SANDBOX}/fhirStores/playground`);
  await expect(page.getByRole("link", { name: "Import and export" })).toBeVisible();
  await expect(page.getByRole("link", { name: "De-identify" })).toBeHidden();
  await signInAs(page, "admin");
  await page.goto(`/${LOCATION}/datasets/clinical-production?tab=deidentify`);
  await expect(page.getByText(/Not copied: adt-feed, consents/)).toBeVisible();
  await page.getByLabel("New dataset").fill(`deid-${run}`);
  await expect(page.getByText("first the dry run has to pass")).toBeVisible();
  await expect(page.getByRole("button", { name: "De-identify…" })).toBeDisabled();
  await page.getByRole("button", { name: "Try on a sample" }).click();
  await expect(page.getByRole("dialog")).toContainText("Unlock");
});

async function makeStore(page: Page, id: string): Promise<void> {
  await page.getByLabel("Or make one in").click();
  await page.getByRole("option", { name: "sandbox" }).click();
  await page.getByLabel("Id of the new store").fill(id);
  await page.getByRole("button", { name: "Make an empty store" }).click();
}

async function launch(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "De-identify…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "De-identify" }).click();
}
