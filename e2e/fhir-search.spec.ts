import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { signInAs } from "./sign-in.ts";

const STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";

async function openSearch(page: Page, person: "steward" | "imaging" = "steward"): Promise<void> {
  await signInAs(page, person);
  await page.goto(`${STORE}?tab=search`);
  await expect(searchBox(page)).toBeVisible();
}

const searchBox = (page: Page) => page.getByRole("combobox", { name: "FHIR search" });
const table = (page: Page) => page.getByRole("grid", { name: "Search results" });
const rows = (page: Page) => table(page).locator("[data-rowindex]");
const facts = (page: Page) => page.getByRole("status").filter({ hasText: /results? ·/ });

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
  await expect(rows(page).first()).toBeVisible();
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
});

test("the builder and the text are one", async ({ page }) => {
  await openSearch(page);
  await page
    .getByRole("navigation", { name: "Resource types" })
    .getByRole("button", { name: /^Patient/ })
    .click();
  await expect(searchBox(page)).toHaveValue(/^Patient\??$/);
  await expect(rows(page).first()).toBeVisible();

  await page.getByRole("combobox", { name: "Add a filter" }).fill("birthdate");
  await page.getByRole("option", { name: /^birthdate/ }).click();
  await page.getByLabel("How to compare birthdate").selectOption("ge");
  await page.getByLabel("Value of birthdate").fill("1970");
  await expect(searchBox(page)).toHaveValue("Patient?birthdate=ge1970");

  await searchBox(page).fill("Patient?birthdate=le1980-05&name:exact=Li&_has:Observation:patient:code=718-7&odd");
  await expect(page.getByLabel("How to compare birthdate")).toHaveValue("le");
  await expect(page.getByLabel("Value of birthdate")).toHaveValue("1980-05");
  await expect(page.getByLabel("How to compare name")).toHaveValue(":exact");
  await expect(page.getByLabel("Parameter as text").first()).toHaveValue("_has:Observation:patient:code=718-7");
  await expect(page.getByText("Put = and a value after odd.")).toBeVisible();
  await page.getByRole("button", { name: "Remove name" }).click();
  await expect(searchBox(page)).toHaveValue("Patient?birthdate=le1980-05&_has:Observation:patient:code=718-7&odd");
});

test("completion offers what the server supports, by keyboard", async ({ page }) => {
  await openSearch(page);
  await searchBox(page).pressSequentially("Patient?birthd");
  await expect(page.getByRole("option", { name: /birthdate/ })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(searchBox(page)).toHaveValue("Patient?birthdate=");
  await page.keyboard.type("ge1970");
  await page.keyboard.press("Enter");
  await expect(rows(page).first()).toBeVisible();
});

test("pages, exact counts, and a page's own address", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await expect(rows(page)).toHaveCount(20);
  await expect(facts(page)).toContainText("about");
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
});

test("a head sorts at the server", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient");
  await page.getByRole("columnheader", { name: "Birth date" }).click();
  await expect(searchBox(page)).toHaveValue("Patient?_sort=birthdate");
  await expect(rows(page).first()).toContainText(/19[0-4]\d-/);
});

test("what the server ignored is named, and what it refuses stands at its place", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?shoe-size=42");
  await expect(page.getByRole("alert").filter({ hasText: "The server ignored shoe-size" })).toBeVisible();
  await search(page, "Patient?birthdate=soon");
  await expect(page.getByRole("button", { name: "birthdate=soon" })).toBeVisible();
  await expect(page.getByText("The request was not understood")).toBeVisible();
});

test("the table is walked by keyboard, and columns can be left out", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await rows(page).first().getByRole("gridcell").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(rows(page).nth(1).getByRole("gridcell").nth(1)).toBeFocused();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Gender" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(table(page).getByRole("columnheader", { name: "Gender" })).toBeHidden();
  await rows(page).nth(1).getByRole("gridcell").first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/fhir\/Patient\/[\w.-]+/);
});

test("a row opens its resource, and Back brings the results", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient?_sort=birthdate");
  await rows(page).first().getByRole("gridcell").first().click();
  await expect(page).toHaveURL(/\/fhir\/Patient\/[\w.-]+/);
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
  await expect(searchBox(page)).toHaveValue("Patient?_sort=birthdate");
});

test("identities can be covered", async ({ page }) => {
  await openSearch(page);
  await search(page, "Patient");
  const name = rows(page).first().getByRole("gridcell").first();
  await expect(name).not.toHaveText("••••••••");
  await page.getByLabel("Mask identities").click();
  await expect(name).toHaveText("••••••••");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the search page has no axe finding in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await openSearch(page);
    await search(page, "Patient?name=a&shoe-size=42");
    await expect(rows(page).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
    await context.close();
  });
}
