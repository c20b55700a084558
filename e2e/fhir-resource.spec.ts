import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write as send } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

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

/** Writes a resource; answers its id. */
async function write(page: Page, path: string, method: "POST" | "PUT", body: string): Promise<string> {
  return String(JSON.parse(await send(page, `${STORE}/fhir/${path}`, method, body)).id);
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
  await annotations(page)
    .getByRole("button", { name: /^Meaning .*Observation\.code\.coding\[0\]/ })
    .click();
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
  // Two layers may speak of one place.
  for (let hop = 0; hop < 4; hop++) await page.keyboard.press("]");
  await expect(path(page)).not.toHaveText(first ?? "");
  await page.keyboard.press("-");
  await expect(line(page, /"subject": \{ 2 members/)).toBeVisible();
});

test("switches layers in the address", async ({ page }) => {
  await openObservation(page);
  await annotations(page)
    .getByRole("button", { name: /^Meaning \d+/ })
    .click();
  await expect(page).toHaveURL(/layers=identifiers%2Creferences%2Cterminology/);
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
  await line(page, '"reference": "Patient/').getByText(`Patient/${patient}`).hover();
  await expect(page.getByRole("tooltip")).toContainText("Amara Okafor · female · 1968");
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

test("compares versions, and restores one as a new one after a deletion too", async ({ page }) => {
  const { observation } = await openObservation(page);
  await page.getByRole("link", { name: "History" }).click();
  const rows = page.getByRole("table", { name: "Versions" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("Demo admin");
  const changes = page.getByRole("region", { name: "Changes" });
  await expect(changes.getByRole("listitem")).toHaveCount(1);
  await expect(changes).toContainText("Observation.note[0].text");
  await expect(changes.locator("del")).toHaveText('"first reading"');
  await expect(changes.locator("ins")).toHaveText('"second reading"');
  await page.getByRole("button", { name: "Side by side" }).click();
  await expect(page).toHaveURL(/diff=side/);
  const sides = page.getByRole("region", { name: "Both versions side by side" });
  await expect(sides).toContainText("first reading");
  await sides
    .getByRole("button", { name: /unchanged lines/ })
    .first()
    .click();
  await expect(sides).toContainText('"display": "Hemoglobin"');
  await rows
    .last()
    .getByRole("button", { name: /^Restore version/ })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Makes 1 change to the present version");
  await dialog.getByRole("button", { name: "Restore as a new version" }).click();
  await expect(rows).toHaveCount(4);
  await page.evaluate(async (url) => {
    await fetch(url, { method: "DELETE", headers: { "x-console": "1" } });
  }, `/api/healthcare/v1/${STORE}/fhir/Observation/${observation}`);
  await page.goto(`/${STORE}/fhir/Observation/${observation}`);
  await expect(page.getByText(/^Deleted .* by .*This is its last version/)).toBeVisible();
  await expect(line(page, "first reading")).toBeVisible();
  await page.getByRole("link", { name: "History" }).first().click();
  await rows
    .last()
    .getByRole("button", { name: /^Restore version/ })
    .click();
  await dialog.getByRole("button", { name: "Restore as a new version" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("link", { name: "JSON", exact: true }).click();
  await expect(line(page, "first reading")).toBeVisible();
  await page.goto(`/${STORE}/fhir/Observation/_history`);
  await expect(page.getByRole("table", { name: "Changes of Observation" })).toContainText("Deleted");
});

test("marks terms, issues, changes, notes and why a search found it", async ({ page }) => {
  const { observation } = await openObservation(page);
  const items = annotations(page).getByRole("listitem");
  // The list draws what is in sight: without the long layers all that follows is.
  for (const layer of [/^Meaning \d+/, /^Identifiers? \d+/])
    await annotations(page).getByRole("button", { name: layer }).click();
  await expect(items.filter({ hasText: "A valid unit: gram" })).toHaveCount(1);
  await annotations(page).getByRole("button", { name: "Changes", exact: true }).click();
  await expect(items.filter({ hasText: "Changed: Text" })).toContainText('was "first reading"');
  await annotations(page).getByRole("button", { name: "Validate in the store" }).click();
  await expect(
    annotations(page)
      .getByRole("status")
      .filter({ hasText: /The store found|not/ }),
  ).toBeVisible();
  await line(page, '"unit": "g/dL"').click();
  await page.keyboard.press("n");
  await page.getByRole("textbox", { name: "Note" }).fill("Ask the laboratory");
  await page.getByRole("button", { name: "Save note" }).click();
  const note = items.filter({ hasText: "Ask the laboratory" });
  await expect(note).toContainText("Observation.valueQuantity.unit");
  await page.reload();
  await note.getByRole("button", { name: "Change or withdraw" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(note).toHaveCount(0);
  const search = await page.evaluate(async (store) => {
    const headers = { "x-console": "1", "content-type": "application/json" };
    const body = JSON.stringify({ store, type: "Observation", query: "code=718-7" });
    const answer = await fetch("/api/console/searches", { method: "POST", headers, body });
    return String((await answer.json()).id);
  }, STORE);
  await page.goto(`/${STORE}/fhir/Observation/${observation}?search=${search}&layers=match`);
  await expect(items.filter({ hasText: "Fulfils the search's condition on code" })).toContainText("code=718-7");
});

test("evaluates FHIRPath and shows where results and errors are", async ({ page }) => {
  await openObservation(page);
  await page.keyboard.press("f");
  const box = page.getByRole("combobox", { name: "FHIRPath expression" });
  await box.fill("Observation.value.ofType(Quantity).value");
  await box.press("Enter");
  await expect(page.getByText("Observation.valueQuantity.value = 10.2")).toBeVisible();
  await expect(line(page, '"value": 10.20')).toHaveClass(/\bhl\b/);
  await box.fill("Observation.code.where(");
  await box.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "At character 24:" })).toBeVisible();
  await box.press("Escape");
  await expect(lines(page)).toBeFocused();
});

const HOSTILE = [
  `<script>window.__x=1</script>`,
  `<img src=x onerror="window.__x=1">`,
  `<svg onload="window.__x=1"><animate onbegin="window.__x=1"/></svg>`,
  `<a href="javascript:window.__x=1">go</a>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.__x=1&gt;">`,
  `<iframe srcdoc="<script>parent.__x=1</script>"></iframe>`,
  `<form action="https://evil.example"><button>x</button></form>`,
  `<div style="position:fixed;inset:0;background:url(https://evil.example/x)">over</div>`,
];

const PDF = `%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>> endobj
trailer <</Root 1 0 R>>
%%EOF`;

test("reads in words: any type, its narrative made harmless, its files shown", async ({ page }) => {
  await signInAs(page, "admin");
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const data = Buffer.from(PDF).toString("base64");
  const letter = await write(
    page,
    "Binary",
    "POST",
    JSON.stringify({ resourceType: "Binary", contentType: "application/pdf", data }),
  );
  const report = await write(
    page,
    "DocumentReference",
    "POST",
    JSON.stringify({
      resourceType: "DocumentReference",
      status: "current",
      text: {
        status: "additional",
        div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>Seen <b>well</b></p>${HOSTILE.join("")}</div>`,
      },
      content: [
        { attachment: { contentType: "image/png", data: png, title: "Wound" } },
        { attachment: { contentType: "image/svg+xml", data: btoa(HOSTILE[2] ?? ""), title: "Drawing" } },
        { attachment: { contentType: "application/pdf", url: `Binary/${letter}`, title: "Letter" } },
      ],
    }),
  );
  await page.goto(`/${STORE}/fhir/DocumentReference/${report}?tab=readable`);
  const form = page.getByRole("region", { name: "Readable form" });
  await expect(form).toContainText("Status");
  await expect(form).toContainText("current");
  await form.getByRole("link", { name: "Status", exact: true }).click();
  await expect(path(page)).toHaveText("DocumentReference.status");
  await page.getByRole("link", { name: "Narrative" }).click();
  const narrative = page.getByRole("region", { name: "Narrative" });
  await expect(narrative.locator("b")).toHaveText("well");
  await expect(
    narrative.locator("script, svg, iframe, form, button, a[href], img[src], [style], [onerror]"),
  ).toHaveCount(0);
  expect(await page.evaluate(() => "__x" in window)).toBe(false);
  await page.getByRole("link", { name: "Attachments" }).click();
  await expect(page.getByRole("img", { name: "Preview of Wound" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Preview of Drawing" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Preview of Letter" }).locator("canvas").first()).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("article").filter({ hasText: "Drawing" }).getByRole("button", { name: "Download" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^attachment-[0-9a-f]{8}\.bin$/);
  await expectAccessible(page);
});

test("every view of a resource is accessible", async ({ page }) => {
  const { patient } = await openObservation(page);
  await annotations(page)
    .getByRole("button", { name: /^Meaning .*Observation\.code\.coding\[0\]/ })
    .click();
  await expectAccessible(page, "JSON");
  await page.goto(`${page.url().split("?")[0] ?? ""}?beside=Patient/${patient}`);
  await expect(lines(page, "Patient")).toBeVisible();
  await expectAccessible(page, "beside");
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByRole("region", { name: "Changes" })).toBeVisible();
  await page.getByRole("button", { name: "Side by side" }).click();
  await expect(page.getByRole("region", { name: "Both versions side by side" })).toBeVisible();
  await expectAccessible(page, "history");
  await page.getByRole("link", { name: "Readable" }).click();
  await expect(page.getByRole("region", { name: "Readable form" })).toBeVisible();
  await expectAccessible(page, "readable");
});
