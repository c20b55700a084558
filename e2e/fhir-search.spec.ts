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
const facts = (page: Page) => page.getByRole("status").filter({ hasText: /results?.* ·/ });
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

test("included resources stand under their match", async ({ page }) => {
  await openSearch(page);
  await search(page, "Encounter?_include=Encounter:patient&_count=5");
  await expect(rows(page).first()).toHaveAttribute("data-level", "0");
  await expect(rows(page).nth(1)).toHaveAttribute("data-level", "1");
  await expect(rows(page).nth(1)).toContainText("Patient/");
  await page.getByRole("button", { name: /^Included/ }).click();
  await expect(table(page).getByRole("columnheader", { name: "Type" })).toBeVisible();
});
