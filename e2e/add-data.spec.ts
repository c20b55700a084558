import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const SANDBOX = "/projects/demo-hospital/locations/us-central1/datasets/sandbox/fhirStores/playground";
const PRODUCTION = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";

/** Ids of this run only: the store outlives a test. */
const run = Date.now().toString(36);

const file = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const patient = (id: string) => `{"resourceType":"Patient","id":"${id}","active":true}`;
const summary = (page: Page) => page.getByText(/\d+ stored, \d+ refused/);

async function openAddData(page: Page, store: string, person: "steward" | "imaging" | "admin"): Promise<void> {
  await signInAs(page, person);
  await page.goto(`${store}?tab=add-data`);
}

async function drop(page: Page, files: readonly ReturnType<typeof file>[]): Promise<void> {
  await page.getByLabel("FHIR files").setInputFiles([...files]);
}

test("NDJSON and Bundles go in, with a verdict for every entry", async ({ page }) => {
  await openAddData(page, SANDBOX, "steward");
  const lines = Array.from({ length: 250 }, (_, index) => patient(`e2e-${run}-${index}`));
  const observation = `{"resourceType":"Observation","id":"e2e-${run}-hb","status":"final","code":{"text":"Hemoglobin"},"subject":{"reference":"Patient/e2e-${run}-0"},"valueQuantity":{"value":10.20,"unit":"g/dL"}}`;
  const collection = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":${observation}}]}`;
  const transaction = `{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:5b2c2f3e-8f7e-4d0a-9d5f-0c1f6f3d1a01","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}`;
  await drop(page, [
    file("collection.json", collection),
    file("patients.ndjson", [...lines, '{"resourceType":"Patient","id":"broken"', '{"no":"type"}'].join("\n")),
    file("transaction.json", transaction),
  ]);
  await expect(summary(page)).toHaveText(/^252 stored, 2 refused/);
  await expect(page.getByText("A collection Bundle is a list, not a request")).toBeVisible();

  await page.getByRole("button", { name: /^refused 2/ }).click();
  const table = page.getByRole("region", { name: "Verdict table" });
  await expect(table).toContainText("patients.ndjson:251");
  await expect(table).toContainText("line 251, column");
  await expect(table).toContainText("No resourceType");

  await page.getByRole("button", { name: /^created/ }).click();
  await page.getByLabel("Filter verdicts").fill("-hb");
  await table.getByRole("link", { name: `Observation/e2e-${run}-hb` }).click();
  await expect(page.getByText("10.20").first()).toBeVisible();
});

test("refused entries say why and can be taken home", async ({ page }) => {
  await openAddData(page, SANDBOX, "steward");
  const wrong = `{"resourceType":"Patient","id":"e2e-${run}-wrong","shoeSize":42}`;
  await drop(page, [file("two.ndjson", `${wrong}\n${patient(`e2e-${run}-right`)}`)]);
  await expect(summary(page)).toHaveText(/^1 stored, 1 refused/);
  await expect(page.getByRole("row", { name: /refused/ })).toContainText("shoeSize");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download refused entries" }).click();
  expect((await download).suggestedFilename()).toBe("refused-entries.json");
});

test("an upload goes on while the person looks at another tab", async ({ page }) => {
  await openAddData(page, SANDBOX, "steward");
  const lines = Array.from({ length: 2000 }, (_, index) => patient(`e2e-${run}-many-${index}`));
  await drop(page, [file("many.ndjson", lines.join("\n"))]);
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "Add data" }).click();
  await expect(summary(page)).toHaveText(/^2,000 stored, 0 refused/, { timeout: 30_000 });
});

test("production asks to be unlocked first", async ({ page }) => {
  await openAddData(page, PRODUCTION, "steward");
  await expect(page.getByRole("button", { name: "Unlock production to add data" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose files…" })).toBeHidden();
});

test("who may not send Bundles reads why", async ({ page }) => {
  await openAddData(page, SANDBOX, "imaging");
  await expect(page.getByText("Your role lacks the permission healthcare.fhirStores.executeBundle.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose files…" })).toBeHidden();
});

test("the page is accessible", async ({ page }) => {
  await openAddData(page, SANDBOX, "steward");
  await drop(page, [file("one.ndjson", `${patient(`e2e-${run}-axe`)}\nnot json`)]);
  await expect(summary(page)).toBeVisible();
  await expectAccessible(page);
});
