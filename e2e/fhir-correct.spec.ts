import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const DATASETS = "/projects/demo-hospital/locations/us-central1/datasets";
const PRODUCTION = `${DATASETS}/clinical-production/fhirStores/ehr`;
const STORE = `${DATASETS}/sandbox/fhirStores/playground`;
/** Ids of this run only: stores outlive a test. */
const run = Date.now().toString(36);

const patient = (id: string, birthDate = "1970-01-02") => ({
  resourceType: "Patient",
  id,
  name: [{ family: "Okafor", given: ["Amara"] }],
  gender: "female",
  birthDate,
});

async function put(page: Page, resource: { readonly resourceType: string; readonly id: string }): Promise<void> {
  await write(page, `${STORE.slice(1)}/fhir/${resource.resourceType}/${resource.id}`, "PUT", JSON.stringify(resource));
}

const editor = (page: Page, name: string) => page.getByRole("textbox", { name });

async function giveReason(page: Page, action: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Wrong at admission");
  await dialog.getByRole("button", { name: action, exact: true }).click();
}

test("a new resource begins valid; deleting says what refers to it and can be taken back", async ({ page }) => {
  await signInAs(page, "admin");
  await page.goto(`${STORE}?tab=create&type=Observation`);
  await expect(editor(page, "JSON being edited")).toContainText('"resourceType": "Observation"');
  await expectAccessible(page, "new resource");

  const id = `delete-${run}`;
  await put(page, patient(id));
  const flag = { resourceType: "Flag", id: `flag-${run}`, status: "active", code: { text: "Falls" } };
  await put(page, { ...flag, subject: { reference: `Patient/${id}` } } as typeof flag);
  await page.goto(`${STORE}/fhir/Flag/flag-${run}`);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("Nothing in this store refers to it.");
  await giveReason(page, "Delete");
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.getByText(/^Undone/)).toBeVisible();
  await page.goto(`${STORE}/fhir/Patient/${id}`);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("list", { name: "What refers to it" })).toContainText("1 Flag by");
});

test("each quality card leads to its cases, and the store says what it supports", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(`${PRODUCTION}?tab=quality`);
  for (const title of ["Missing identifiers", "Dangling references", "Codes without a system", "Dates in the future"])
    await expect(page.getByRole("list", { name: title })).toContainText(/Show 1 /);
  await expect(page.getByRole("list", { name: "Likely duplicates" })).toContainText("Show 2 Patient");
  await expectAccessible(page, "quality");
  await page.getByRole("button", { name: "Show 2 Patient (1 group)" }).click();
  await expect(page).toHaveURL(/[?&]q=[\w-]{10,}/);
  await expect(page.getByRole("grid", { name: "Search results" }).locator("[data-rowindex]")).toHaveCount(2);
  await page.goto(`${PRODUCTION}?tab=capabilities`);
  await expect(page.getByRole("main")).toContainText("AllergyIntolerance");
  await expectAccessible(page, "capabilities");
});
