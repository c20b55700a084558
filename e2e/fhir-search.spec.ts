import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";

async function openSearch(page: Page, person: "steward" | "imaging" = "steward"): Promise<void> {
  await signInAs(page, person);
  await page.goto(`${STORE}?tab=search`);
  await expect(searchBox(page)).toBeVisible();
}

const searchBox = (page: Page) => page.getByRole("combobox", { name: "FHIR search" });
const table = (page: Page) => page.getByRole("grid", { name: "Search results" });
const rows = (page: Page) => table(page).locator("[data-rowindex]");
const facts = (page: Page) => page.getByRole("status").filter({ hasText: /results?.* ·/ });
const cell = (page: Page, row: number, column: number) => table(page).locator(`[data-cell="${row} ${column}"]`);
const addFilter = (page: Page) => page.getByRole("combobox", { name: "Add a filter" });

async function search(page: Page, text: string): Promise<void> {
  await searchBox(page).fill(text);
  await searchBox(page).press("Enter");
}

test("a raw search runs, has an address without patient data, and comes back by it", async ({ page }) => {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await openSearch(page);
  await page.keyboard.press("/");
  await expect(searchBox(page)).toBeFocused();
  await search(page, "Patient?gender=female&birthdate=lt1950&_sort=birthdate");
  await expect(rows(page).first()).toContainText("female");
  await expect(page).toHaveURL(/[?&]q=[\w-]{10,}/);
  expect(urls.filter((url) => /gender|birthdate|1950/.test(url))).toEqual([]);

  const firstRow = await rows(page).first().textContent();
  const address = page.url();
  await page.reload();
  await expect(searchBox(page)).toHaveValue("Patient?gender=female&birthdate=lt1950&_sort=birthdate");
  await expect(rows(page).first()).toHaveText(firstRow ?? "");

  await search(page, "Encounter?status=finished");
  await expect(table(page).getByRole("columnheader", { name: "Reason" })).toBeVisible();
  await expect(page).not.toHaveURL(address);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(searchBox(page)).toHaveValue(/^Patient/);
  await expect(rows(page).first()).toHaveText(firstRow ?? "");

  // An opened result says why it was found.
  await rows(page).first().getByRole("link").first().click();
  await expect(page).toHaveURL(/fhir\/Patient\/.*[?&]search=[\w-]{10,}/);
  await expect(page.getByRole("button", { name: /^Search match 2/ })).toBeVisible();
});

test("the builder and the text are one, over values, references and paths, by keyboard", async ({ page }) => {
  await openSearch(page);
  await page
    .getByRole("navigation", { name: "Resource types" })
    .getByRole("button", { name: /^Observation/ })
    .click();
  await expect(searchBox(page)).toHaveValue(/^Observation\??$/);

  await test.step("a code out of those seen in the store", async () => {
    await addFilter(page).fill("code");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Value of code")).toBeFocused();
    await page.keyboard.type("hemoglobin");
    await expect(page.getByRole("option", { name: /718-7.*seen/i })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(searchBox(page)).toHaveValue(/^Observation\?code=http:\/\/loinc\.org\|[\d-]+$/);
  });

  await test.step("a date in words", async () => {
    await addFilter(page).fill("date");
    await page.keyboard.press("Enter");
    await page.keyboard.type("30");
    await page.getByRole("option", { name: /last 30 days/ }).click();
    await expect(searchBox(page)).toHaveValue(/&date=ge\d{4}-\d{2}-\d{2}$/);
    await expect(page.getByLabel("How to compare date")).toHaveValue("ge");
    await page.getByRole("button", { name: "Remove date" }).click();
  });

  await test.step("a path against references, then along one", async () => {
    await searchBox(page).fill("Patient?");
    await addFilter(page).fill("has Observation by subject");
    await page.keyboard.press("Enter");
    await page.keyboard.type("code");
    await page.keyboard.press("Enter");
    await page.getByLabel("Value of code").fill("718-7");
    await expect(searchBox(page)).toHaveValue("Patient?_has:Observation:subject:code=718-7");
    await page.keyboard.press("Enter");
    await expect(rows(page).first()).toBeVisible();
    await searchBox(page).fill("Observation?");
    await addFilter(page).fill("subject → Patient");
    await page.keyboard.press("Enter");
    await page.keyboard.type("gender");
    await page.keyboard.press("Enter");
    await page.keyboard.type("female,male");
    await expect(searchBox(page)).toHaveValue("Observation?subject:Patient.gender=female,male");
    await expect(page.getByLabel("Value 2 of gender")).toHaveValue("male");
  });

  await test.step("a reference by searching its target", async () => {
    await searchBox(page).fill("Observation?");
    await addFilter(page).fill("patient");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("option", { name: /^Patient\// }).first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(searchBox(page)).toHaveValue(/^Observation\?patient=Patient\/[\w.-]+$/);
  });

  await test.step("what is not understood stays as text, with its problem at its place", async () => {
    await searchBox(page).fill(
      "Patient?birthdate=le1980-05,gt1990&name:exact=Li&_has:Observation:code=1&odd&birthdate=soon",
    );
    await expect(page.getByLabel("How to compare birthdate 2")).toHaveValue("gt");
    await expect(page.getByLabel("How to compare name")).toHaveValue(":exact");
    await expect(page.getByLabel("Parameter as text").first()).toHaveValue("_has:Observation:code=1");
    await expect(page.getByText("Put = and a value after odd.")).toBeVisible();
    await expect(page.getByRole("button", { name: "soon", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Remove name" }).click();
    await expect(searchBox(page)).toHaveValue(/^Patient\?birthdate=le1980-05,gt1990&_has:/);
  });

  await test.step("completion of a chain in the text", async () => {
    await searchBox(page).fill("");
    await searchBox(page).pressSequentially("Observation?subject:Pat");
    await page.keyboard.press("Tab");
    await page.keyboard.type("birthd");
    await page.keyboard.press("Tab");
    await expect(searchBox(page)).toHaveValue("Observation?subject:Patient.birthdate=");
  });
});

test("saved, shared, recent: named, counted, opened, renamed and forgotten", async ({ page, browser }) => {
  await openSearch(page);
  await search(page, "Patient?birthdate=lt1940&_total=accurate");
  await expect(facts(page)).toHaveText(/^[\d,]+ results? · \d+ ms$/);
  await expect(page).toHaveURL(/[?&]q=/);
  await page.getByRole("button", { name: "Searches" }).click();
  const window = page.getByRole("dialog", { name: "Searches" });
  await window.getByRole("textbox", { name: "Name of the search" }).fill("Born before 1940");
  await window.getByRole("checkbox", { name: "imaging" }).check();
  await window.getByRole("button", { name: "Save", exact: true }).click();
  const saved = window.getByRole("region", { name: "Saved" });
  await expect(saved).toContainText("Born before 1940");
  await expect(saved).toContainText(/\d+ found .*(?:now|second)/);
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await search(page, "Encounter");
  await page.getByRole("button", { name: "Searches" }).click();
  await expect(window.getByRole("region", { name: "Recent" })).toContainText("Encounter?");
  await window.getByRole("button", { name: /^Born before 1940/ }).click();
  await expect(searchBox(page)).toHaveValue("Patient?birthdate=lt1940&_total=accurate");

  const other = await browser.newContext();
  const theirs = await other.newPage();
  await openSearch(theirs, "imaging");
  await theirs.getByRole("button", { name: "Searches" }).click();
  const shared = theirs.getByRole("dialog", { name: "Searches" }).getByRole("region", { name: "Shared with you" });
  await expect(shared).toContainText("Born before 1940");
  await expect(shared.getByRole("button", { name: /^Forget/ })).toHaveCount(0);
  await other.close();

  await page.getByRole("button", { name: "Searches" }).click();
  await window.getByRole("button", { name: "Rename or share Born before 1940" }).click();
  await saved.getByRole("textbox", { name: "Name of the search" }).fill("Oldest");
  await page.keyboard.press("Enter");
  await expect(saved).toContainText("Oldest");
  await window.getByRole("button", { name: "Forget Oldest" }).click();
  await window.getByRole("button", { name: "Forget", exact: true }).click();
  await expect(window.getByText("Oldest")).toBeHidden();
});

test("pages, exact counts, and a page's own address", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await expect(rows(page)).toHaveCount(20);
  await expect(facts(page)).toContainText("(estimate)");
  const first = await rows(page).first().textContent();
  await page.getByRole("button", { name: "Go to next page" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(rows(page).first()).not.toHaveText(first ?? "");
  const second = await rows(page).first().textContent();
  await page.reload();
  await expect(rows(page).first()).toHaveText(second ?? "");
  await page.goBack();
  await expect(rows(page).first()).toHaveText(first ?? "");
  await page.getByRole("button", { name: "Count exactly" }).click();
  await expect(facts(page)).toHaveText(/^[\d,]+ results · \d+ ms$/);
  await expect(searchBox(page)).toHaveValue("Patient?_sort=birthdate&_total=accurate");
  await page.getByRole("columnheader", { name: "Birth date" }).click();
  await expect(searchBox(page)).toHaveValue("Patient?_total=accurate&_sort=-birthdate");
});

test("what the server ignored is named, strict handling refuses it, and a refusal stands at its place", async ({
  page,
}) => {
  await openSearch(page);
  await search(page, "Patient?shoe-size=42");
  await expect(page.getByRole("alert").filter({ hasText: "The server ignored shoe-size" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Strict" }).check();
  await expect(page).toHaveURL(/handling=strict/);
  await expect(page.getByText(/unknown search parameter "shoe-size"/).first()).toBeVisible();
  await page.getByRole("button", { name: "Copy as" }).last().click();
  const code = page.getByRole("dialog", { name: "This request as code" });
  await expect(code).toContainText("prefer: handling=strict");
  await code.getByRole("button", { name: "Bundle" }).click();
  await expect(code).toContainText('"url": "Patient?shoe-size=42');
  await page.keyboard.press("Escape");
  await search(page, "Patient?birthdate=soon");
  await expect(page.getByRole("button", { name: "birthdate=soon" })).toBeVisible();
});

test("the table: beside, select, filter by value, columns, charts, all by keyboard", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await expect(page).toHaveURL(/[?&]q=/);
  await expect(table(page)).toHaveAttribute("aria-busy", "false");
  await rows(page).first().getByRole("gridcell").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(cell(page, 1, 1)).toBeFocused();

  await test.step("Space selects, Enter opens beside, Escape closes", async () => {
    await page.keyboard.press("Space");
    await expect(rows(page).nth(1)).toHaveAttribute("aria-selected", "true");
    await expect(page.getByText("1 selected")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Patient beside" })).toBeVisible();
    await expect(page).toHaveURL(/beside=Patient/);
    await expect(cell(page, 1, 1)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("complementary", { name: "Patient beside" })).toBeHidden();
  });

  await test.step("a FHIRPath as a column, moved to the front, kept over a reload", async () => {
    await page.getByRole("button", { name: "Columns" }).click();
    const window = page.getByRole("dialog", { name: "Columns" });
    await window.getByRole("textbox", { name: "FHIRPath of a new column" }).fill("name.given.count(");
    await page.keyboard.press("Enter");
    await expect(window.getByRole("status")).not.toBeEmpty();
    await window.getByRole("textbox", { name: "FHIRPath of a new column" }).fill("name.given.first()");
    await page.keyboard.press("Enter");
    await expect(window.getByRole("checkbox", { name: "name.given.first()" })).toBeChecked();
    await window.getByRole("button", { name: "Move Gender to the left" }).click();
    await window.getByRole("checkbox", { name: "Home" }).uncheck();
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(table(page).getByRole("columnheader").nth(1)).toHaveText("Gender");
    await expect(table(page).getByRole("columnheader", { name: "name.given.first()" })).toBeVisible();
    await expect(table(page).getByRole("columnheader", { name: "Home" })).toBeHidden();
  });

  await test.step("charts over the page, and a filter by the value of a cell", async () => {
    await page.getByRole("button", { name: "Distribution" }).click();
    await expect(page.getByRole("img", { name: /Distribution of Gender: 2 distinct.*female: \d+/ })).toBeVisible();
    await expect(page.getByRole("img", { name: /Distribution of Birth date/ })).toBeVisible();
    await cell(page, 0, 1).focus();
    const gender = await cell(page, 0, 1).textContent();
    await page.keyboard.press("f");
    await expect(searchBox(page)).toHaveValue(`Patient?_sort=birthdate&gender=${gender}`);
    await expect(rows(page).nth(3)).toContainText(gender ?? "");
    await cell(page, 0, 1).focus();
    await page.keyboard.press("Shift+F10");
    await expect(page.getByRole("menuitem", { name: /Open the patient room/ })).toBeVisible();
    await page.getByRole("menuitem", { name: /Leave this value out/ }).click();
    await expect(searchBox(page)).toHaveValue(/&gender:not=/);
  });
});

test("included resources stand under their match", async ({ page }) => {
  await openSearch(page);
  await search(page, "Encounter?_include=Encounter:patient&_count=5");
  await expect(rows(page).first()).toHaveAttribute("data-level", "0");
  await expect(rows(page).nth(1)).toHaveAttribute("data-level", "1");
  await expect(rows(page).nth(1)).toContainText("Patient/");
  await page.getByRole("button", { name: /^Included/ }).click();
  await expect(table(page).getByRole("columnheader", { name: "Type" })).toBeVisible();
});

test("results are exported: the page as CSV, all of them as NDJSON and as a Bundle", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await expect(rows(page)).toHaveCount(20);
  await page.getByRole("button", { name: "Export" }).click();
  const window = page.getByRole("dialog", { name: "Export" });
  const exported = async (): Promise<readonly [name: string, text: string]> => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      window.getByRole("button", { name: "Export" }).click(),
    ]);
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  };
  const [csvName, csv] = await exported();
  expect([csvName, csv.trim().split("\r\n").length]).toEqual(["Patient.csv", 21]);
  await window.getByRole("radio", { name: /All results/ }).check();
  await window.getByRole("radio", { name: "NDJSON" }).check();
  const [name, ndjson] = await exported();
  const lines = ndjson.trim().split("\n");
  expect(name).toBe("Patient.ndjson");
  expect(lines.length).toBeGreaterThan(100);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ resourceType: "Patient" });
  await window.getByRole("radio", { name: "Bundle" }).check();
  const [, bundle] = await exported();
  expect((JSON.parse(bundle) as { entry: unknown[] }).entry).toHaveLength(lines.length);
});

test("the patient room shows the whole record", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_has:Observation:subject:code=718-7&_sort=birthdate");
  await rows(page).first().getByRole("link").click();
  await expect(page).toHaveURL(/\/fhir\/Patient\/[\w.-]+/);
  await page.getByRole("link", { name: "Patient room" }).click();
  await expect(page).toHaveURL(/\/room$/);
  await expect(page.getByRole("status").filter({ hasText: /^\d[\d,]* resources$/ })).toBeVisible();
  await expect(page.getByRole("group", { name: /^Encounter: \d+/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Heart rate/ }).first()).toBeVisible();
  await page
    .getByRole("list", { name: "Types in the record" })
    .getByRole("button", { name: /^Encounter/ })
    .click();
  await expect(page.getByRole("region", { name: "Encounter resources" }).getByRole("link").first()).toBeVisible();
  await page.getByRole("button", { name: "5 years" }).click();
  await expectAccessible(page);
});

test("identities can be covered", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient");
  const name = rows(page).first().getByRole("gridcell").first();
  await expect(name).not.toHaveText("••••••••");
  await page.getByLabel("Mask identities").click();
  await expect(name).toHaveText("••••••••");
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("radio", { name: "NDJSON" })).toBeDisabled();
});

test("the search page is accessible", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?name=a&shoe-size=42&birthdate=ge1900,lt1800&_has:Observation:subject:code=718-7");
  await page.getByRole("button", { name: "Distribution" }).click();
  await expect(page.getByRole("img", { name: /Distribution of Gender/ })).toBeVisible();
  await addFilter(page).focus();
  await expect(page.getByRole("listbox")).toBeVisible();
  await expectAccessible(page);
});
