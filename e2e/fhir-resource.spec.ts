import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { signInAs } from "./sign-in.ts";

const STORE = "projects/demo-hospital/locations/us-central1/datasets/sandbox/fhirStores/playground";
const ATTACHMENT = "QUJD".repeat(500);

/** Decimals are written as text so that their trailing zeros reach the store. */
const observationText = (id: string, patient: string, note: string) => `{
  "resourceType": "Observation", "id": "${id}", "status": "final",
  "code": { "coding": [{ "system": "http://loinc.org", "code": "718-7", "display": "Hemoglobin" }] },
  "subject": { "reference": "Patient/${patient}", "display": "Amara Okafor" },
  "performer": [{ "reference": "#lab" }],
  "contained": [{ "resourceType": "Organization", "id": "lab", "name": "Laboratory" }],
  "effectiveDateTime": "2026-03-14T08:20:00-05:00",
  "valueQuantity": { "value": 10.20, "unit": "g/dL", "system": "http://unitsofmeasure.org", "code": "g/dL" },
  "note": [{ "text": "${note}" }],
  "extension": [{ "url": "http://example.org/trace", "valueBase64Binary": "${ATTACHMENT}" }]
}`;

const PATIENT = {
  resourceType: "Patient",
  name: [{ family: "Okafor", given: ["Amara"] }],
  gender: "female",
  birthDate: "1968-02-03",
};

/** Writes through the gateway from the signed-in page, as the console itself does; answers the resource's id. */
async function write(page: Page, path: string, method: "POST" | "PUT", body: string): Promise<string> {
  return page.evaluate(
    async ([url, verb, text]) => {
      const headers = { "x-console": "1", "content-type": "application/fhir+json" };
      const response = await fetch(url, { method: verb, body: text, headers });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return String((await response.json()).id);
    },
    [`/api/healthcare/v1/${STORE}/fhir/${path}`, method, body] as const,
  );
}

/** A Patient and an Observation of it with two versions. */
async function openObservation(
  page: Page,
  query = "",
): Promise<{ readonly patient: string; readonly observation: string }> {
  await signInAs(page, "admin");
  const patient = await write(page, "Patient", "POST", JSON.stringify(PATIENT));
  const observation = `viewer-${crypto.randomUUID()}`;
  await write(page, `Observation/${observation}`, "PUT", observationText(observation, patient, "first reading"));
  await write(page, `Observation/${observation}`, "PUT", observationText(observation, patient, "second reading"));
  await page.goto(`/${STORE}/fhir/Observation/${observation}${query}`);
  await expect(lines(page)).toBeVisible();
  return { patient, observation };
}

const lines = (page: Page, type = "Observation") => page.getByRole("tree", { name: `JSON of ${type}` });
const line = (page: Page, text: string | RegExp) => lines(page).getByRole("treeitem").filter({ hasText: text });
const annotations = (page: Page) => page.getByRole("region", { name: "Annotations, JSON of Observation" });
const path = (page: Page) => page.getByLabel("FHIRPath of the cursor").first();

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("shows the JSON as stored and highlights what an annotation is about", async ({ page }) => {
  await openObservation(page);
  await expect(line(page, '"value": 10.20')).toBeVisible();
  await annotations(page).getByRole("button", { name: "Observation.code.coding[0]" }).click();
  await expect(line(page, '"code": "718-7"')).toHaveClass(/\bhl\b/);
  await expect(line(page, '"value": 10.20')).not.toHaveClass(/\bhl\b/);
  await expect(path(page)).toHaveText("Observation.code.coding[0]");
  await expect(page).toHaveURL(/path=%2Fcode%2Fcoding%2F0/);
});

test("lights the annotations of the place where the cursor stands, and keeps the place over a reload", async ({
  page,
}) => {
  await openObservation(page);
  await line(page, '"display": "Amara Okafor"').click();
  await expect(path(page)).toHaveText("Observation.subject.display");
  await expect(annotations(page).locator('[aria-current="true"]').filter({ hasText: "Name in display" })).toBeVisible();
  await expect(page).toHaveURL(/path=%2Fsubject%2Fdisplay/);
  await page.reload();
  await expect(path(page)).toHaveText("Observation.subject.display");
});

test("moves, folds and hops by keyboard", async ({ page }) => {
  await openObservation(page);
  await lines(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(path(page)).toHaveText("Observation.code");
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, '"code": { 1 member … }')).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(line(page, '"code": {').first()).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("]");
  const first = await path(page).textContent();
  await page.keyboard.press("]");
  await expect(path(page)).not.toHaveText(first ?? "");
  await page.keyboard.press("-");
  await expect(line(page, /"subject": \{ 2 members/)).toBeVisible();
});

test("switches layers in the address", async ({ page }) => {
  await openObservation(page);
  await annotations(page)
    .getByRole("button", { name: /^Meaning \d+/ })
    .click();
  await expect(page).toHaveURL(/layers=identifiers%2Creferences/);
  await page.reload();
  await expect(annotations(page).getByRole("button", { name: /^Meaning \d+/ })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(annotations(page).getByRole("listitem").filter({ hasText: "Meaning" })).toHaveCount(0);
});

test("finds names and values, without the address learning what was looked for", async ({ page }) => {
  await openObservation(page);
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Find" }).fill("okafor");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(lines(page).locator("mark.current")).toHaveText("Okafor");
  await expect(page).not.toHaveURL(/okafor/i);
  await page.getByRole("textbox", { name: "Find" }).fill("laborator");
  await page.keyboard.press("Escape");
  await expect(lines(page)).toBeFocused();
});

test("copies the FHIRPath and the value", async ({ page }) => {
  await openObservation(page);
  await line(page, '"value": 10.20').click();
  await page.keyboard.press("p");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("Observation.valueQuantity.value");
  await page.keyboard.press("c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("10.20");
});

test("shows a long value in steps", async ({ page }) => {
  await openObservation(page);
  const value = line(page, "valueBase64Binary");
  await expect(value).toContainText("more characters");
  await value.click();
  await page.keyboard.press("Enter");
  await expect(value).toContainText(ATTACHMENT);
});

test("opens a reference beside and a contained resource in place", async ({ page }) => {
  const { patient } = await openObservation(page, "?layers=references");
  const subject = annotations(page).getByRole("listitem").filter({ hasText: "Observation.subject" });
  await expect(subject).toContainText("Amara Okafor · female · 1968");
  await subject.getByRole("button", { name: "Open beside" }).click();
  await expect(lines(page, "Patient")).toContainText('"birthDate": "1968-02-03"');
  await expect(page).toHaveURL(new RegExp(`beside=Patient%2F${patient}`));
  await page.goBack();
  await expect(lines(page, "Patient")).toHaveCount(0);
  await annotations(page)
    .getByRole("listitem")
    .filter({ hasText: "performer" })
    .getByRole("button", { name: "Go there" })
    .click();
  await expect(path(page)).toHaveText("Observation.contained[0]");
});

test("covers identities, and neither finds nor copies them then", async ({ page }) => {
  await openObservation(page);
  await page
    .getByRole("button", { name: "Mask identities" })
    .or(page.getByRole("switch", { name: "Mask identities" }))
    .click();
  await expect(lines(page)).not.toContainText("Amara Okafor");
  await expect(line(page, '"display": ••••••••')).toBeVisible();
  await lines(page).focus();
  await page.keyboard.press("/");
  await page.getByRole("textbox", { name: "Find" }).fill("Amara");
  await expect(page.getByText(/Not found/)).toBeVisible();
  await page.keyboard.press("Escape");
  await line(page, '"display": ••••••••').click();
  await page.keyboard.press("c");
  await expect(page.getByText("Masked. Show identities to copy this.")).toBeVisible();
});

test("lists versions and shows an old one as old; a deleted resource offers them", async ({ page }) => {
  const { observation } = await openObservation(page);
  await page.getByRole("link", { name: "Versions" }).click();
  const rows = page.getByRole("table", { name: "Versions" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await rows
    .last()
    .getByRole("link", { name: /^View version/ })
    .click();
  await expect(page.getByText(/You are looking at version/)).toBeVisible();
  await expect(line(page, "first reading")).toBeVisible();
  await page.getByRole("link", { name: "Show the current version" }).click();
  await expect(line(page, "second reading")).toBeVisible();
  await page.evaluate(async (url) => {
    await fetch(url, { method: "DELETE", headers: { "x-console": "1" } });
  }, `/api/healthcare/v1/${STORE}/fhir/Observation/${observation}`);
  await page.reload();
  await expect(page.getByText("What is left of it")).toBeVisible();
  await expect(page.getByRole("link", { name: /^View version/ })).toHaveCount(2);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no accessibility violations in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { patient } = await openObservation(page);
    await annotations(page).getByRole("button", { name: "Observation.code.coding[0]" }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.goto(`${page.url().split("?")[0] ?? ""}?beside=Patient/${patient}`);
    await expect(lines(page, "Patient")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole("link", { name: "Versions" }).click();
    await expect(page.getByRole("table", { name: "Versions" })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}
