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

type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

async function put(page: Page, resource: Resource): Promise<void> {
  await write(page, `${STORE.slice(1)}/fhir/${resource.resourceType}/${resource.id}`, "PUT", JSON.stringify(resource));
}

const editor = (page: Page, name: string) => page.getByRole("textbox", { name });

const status = (page: Page) => page.getByRole("region", { name: /^(?:Edit|New)/ }).getByRole("status");

/** Puts the whole text in place of what the editor holds, as pasting does. */
async function replaceText(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

async function giveReason(page: Page, action: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Wrong at admission");
  await dialog.getByRole("button", { name: action, exact: true }).click();
}

test("a correction is reviewed, saved with its reason, and a conflict is merged", async ({ page }) => {
  await signInAs(page, "admin");
  const id = `correct-${run}`;
  await put(page, patient(id));
  await page.goto(`${STORE}/fhir/Patient/${id}?tab=edit`);
  const name = "JSON being edited";
  await expect(editor(page, name)).toContainText("1970-01-02");

  await replaceText(page, name, JSON.stringify({ ...patient(id), birthDate: "soon" }, null, 2));
  await expect(page.getByRole("list", { name: "Problems" })).toContainText(/birthDate/);
  await replaceText(page, name, JSON.stringify(patient(id, "1971-01-02"), null, 2));
  await expect(status(page)).toContainText("No problems");
  await page.keyboard.press("ControlOrMeta+s");
  const dialog = page.getByRole("dialog", { name: "Review the change" });
  await dialog.getByRole("button", { name: "JSON Patch" }).first().click();
  await expect(dialog).toContainText('"/birthDate"');
  await expectAccessible(page, "review");

  // Somebody is faster: what only one of them touched is kept, a person decides the rest, and nobody is asked about `meta`.
  await put(page, { ...patient(id, "1972-01-02"), gender: "other" });
  await giveReason(page, "Save");
  const conflict = page.getByRole("dialog", { name: "Somebody else changed it too" });
  await expect(conflict.getByRole("list", { name: "Changes taken over" })).toContainText("Patient.gender");
  await expect(conflict.getByRole("row")).toHaveCount(2);
  await expectAccessible(page, "conflict");
  await conflict.getByRole("radio", { name: "Mine at Patient.birthDate" }).check();
  await conflict.getByRole("button", { name: "Use this merge" }).click();
  await giveReason(page, "Save");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goto(`${STORE}/fhir/Patient/${id}`);
  const json = page.getByRole("tree", { name: "JSON of Patient" });
  await expect(json).toContainText('"1971-01-02"');
  await expect(json).toContainText('"other"');
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByRole("table", { name: "Versions" })).toContainText("“Wrong at admission”");
});

test("the form and the text are one, also after a look elsewhere", async ({ page }) => {
  await signInAs(page, "admin");
  const id = `form-${run}`;
  await put(page, patient(id));
  await page.goto(`${STORE}/fhir/Patient/${id}?tab=edit`);
  await page.getByRole("button", { name: "Form", exact: true }).click();
  const form = page.getByRole("group", { name: "Form of the resource" });
  await form.getByRole("textbox", { name: "family" }).fill("Okafor-Bello");
  await expect(status(page)).toContainText("1 change");
  await expectAccessible(page, "form");
  await page.getByRole("link", { name: "Readable" }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page).toHaveURL(/[?&]edit=form/);
  await expect(form.getByRole("textbox", { name: "family" })).toHaveValue("Okafor-Bello");

  const name = "JSON being edited";
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  await expect(editor(page, name)).toContainText("Okafor-Bello");
  await replaceText(page, name, JSON.stringify({ ...patient(id), birthDate: "soon" }));
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await expect(form.getByRole("textbox", { name: "birthDate" })).toHaveValue("soon");
  await page.getByRole("list", { name: "Problems" }).getByRole("button").first().click();
  await expect(editor(page, name)).toBeFocused();
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await form.getByRole("textbox", { name: "birthDate" }).fill("1971-01-02");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("textbox", { name: "Changes as a diff" })).toContainText("1971-01-02");
  await giveReason(page, "Save");
  await expect(page.getByRole("tree", { name: "JSON of Patient" })).toContainText('"1971-01-02"');
});

test("a new resource begins valid; deleting says what refers to it and can be taken back", async ({ page }) => {
  await signInAs(page, "admin");
  await page.goto(`${STORE}?tab=create&type=Observation`);
  await expect(editor(page, "JSON being edited")).toContainText('"resourceType": "Observation"');
  await expectAccessible(page, "new resource");

  const id = `delete-${run}`;
  await put(page, patient(id));
  const flag = { resourceType: "Flag", id: `flag-${run}`, status: "active", code: { text: "Falls" } };
  await put(page, { ...flag, subject: { reference: `Patient/${id}` } });
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

test("a Bundle is checked and run, every entry has its verdict, and what was refused comes back", async ({ page }) => {
  await signInAs(page, "admin");
  await page.goto(`${STORE}?tab=bundle`);
  const entry = (resource: Readonly<Record<string, unknown>> & { readonly id?: string }) => ({
    resource,
    request: { method: "PUT", url: `Patient/${resource.id ?? ""}` },
  });
  const bundle = {
    resourceType: "Bundle",
    type: "batch",
    entry: [entry(patient(`bundle-${run}`)), entry({ ...patient(`bundle-bad-${run}`), birthDate: "soon" })],
  };
  await replaceText(page, "Bundle to run", JSON.stringify(bundle, null, 2));
  await expect(page.getByText(/birthDate/).first()).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("Late registrations");
  await page.getByRole("button", { name: "Run batch of 2 entries" }).click();
  const table = page.getByRole("region", { name: "Verdict table" });
  await expect(table).toContainText(`Patient/bundle-${run}`);
  await expect(table).toContainText("refused");
  await expectAccessible(page, "bundle");
  await page.getByRole("button", { name: "Take what was refused as a new batch (1)" }).click();
  await expect(editor(page, "Bundle to run")).toContainText(`bundle-bad-${run}`);
  await expect(page.getByRole("button", { name: "Run batch of 1 entry" })).toBeVisible();

  const flag = {
    resourceType: "Flag",
    status: "active",
    code: { text: "Falls" },
    subject: { reference: "urn:uuid:a" },
  };
  const entries = [
    { fullUrl: "urn:uuid:a", ...entry(patient(`bundle-link-${run}`)) },
    { resource: flag, request: { method: "POST", url: "Flag" } },
  ];
  const transaction = { resourceType: "Bundle", type: "transaction", entry: entries };
  await replaceText(page, "Bundle to run", JSON.stringify(transaction, null, 2));
  await expect(page.getByRole("definition").filter({ hasText: "1 urn:uuid reference" })).toBeVisible();
  await page.getByRole("button", { name: "Run transaction of 2 entries" }).click();
  await expect(table).toContainText(`Patient/bundle-link-${run}`);
  await expect(table).toContainText(/Flag\/[\w-]{8,}/);
});

test("each quality card leads to its cases, and the store says what it supports", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(`${PRODUCTION}?tab=quality`);
  for (const title of ["Missing identifiers", "Dangling references", "Codes without a system", "Dates in the future"])
    await expect(page.getByRole("list", { name: title })).toContainText(/Show 1 /);
  await expect(page.getByRole("list", { name: "Likely duplicates" })).toContainText("Show 2 Patient");
  await expectAccessible(page, "quality");
  const references = page.getByRole("region", { name: "Dangling references" });
  await expect(references).toContainText("there may be more");
  await page.getByRole("button", { name: "Read every resource" }).click();
  await expect(references).toContainText(/All [\d,]+ resources/);
  await expect(page).toHaveURL(/reach=all/);
  await page.getByRole("button", { name: "Show 2 Patient (1 group)" }).click();
  await expect(page).toHaveURL(/[?&]q=[\w-]{10,}/);
  await expect(page.getByRole("grid", { name: "Search results" }).locator("[data-rowindex]")).toHaveCount(2);
  await page.getByRole("gridcell").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("region", { name: "Differences" })).toContainText("Patient.");
  await page.getByRole("button", { name: "Side by side" }).click();
  await expectAccessible(page, "comparison of two patients");
  await page.goto(`${PRODUCTION}/fhir/Observation/weight-of-nobody?layers=references`);
  const dangling = page.getByRole("button", { name: /Dangling reference/ });
  await expect(dangling).toContainText("Observation.subject");
  await page.goto(`${PRODUCTION}?tab=capabilities`);
  await expect(page.getByRole("main")).toContainText("AllergyIntolerance");
  await expectAccessible(page, "capabilities");
});
