import { expect, type Page } from "@playwright/test";
import { signInAs, signInByClick } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const PRODUCTION = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production";
const SANDBOX = "/projects/demo-hospital/locations/us-central1/datasets/sandbox";

const node = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(`^\\W*\\w?${name}\\b`) });

for (const person of ["steward", "imaging", "admin"] as const) {
  test(`the demo ${person} signs in by one click and out again`, async ({ page }) => {
    await signInByClick(page, person);
    const menu = page.getByRole("button", { name: /signed in as/ });
    await expect(menu).toHaveAccessibleName(new RegExp(person, "i"));
    await menu.click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto(PRODUCTION);
    await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  });
}

test("signing in leads to the page that was asked for", async ({ page }) => {
  await page.goto(`${PRODUCTION}?tab=operations`);
  await page.getByRole("button", { name: /admin/i }).click();
  await expect(page).toHaveURL(`${PRODUCTION}?tab=operations`);
});

test("the tree is walked by mouse", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(PRODUCTION);
  await node(page, "ehr").click();
  await expect(page).toHaveURL(`${PRODUCTION}/fhirStores/ehr`);
  await expect(node(page, "ehr")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("navigation", { name: "Resource name" })).toContainText("clinical-production");
});

test("the tree is walked by keyboard alone", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto("/projects/demo-hospital");
  await expect(node(page, "research")).toBeVisible();
  await page.getByRole("tree").focus();
  await page.keyboard.type("research");
  await page.keyboard.press("ArrowRight");
  await expect(node(page, "ehr-research")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/datasets\/research\/fhirStores\/ehr-research$/);
});

test("the filter finds a store and the palette jumps to one", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto("/");
  await page.getByPlaceholder("Filter resources…").fill("radio");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump to" }).fill("playground");
  await expect(page.getByRole("option", { name: /playground/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${SANDBOX}/fhirStores/playground`);
});

test("a pasted resource name opens", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto("/");
  await expect(page.getByRole("tree")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump to" }).fill(`${SANDBOX.slice(1)}/fhirStores/playground`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${SANDBOX}/fhirStores/playground`);
});

test("production says so and is read-only until its name is typed", async ({ page }) => {
  await signInAs(page, "admin");
  await page.goto(PRODUCTION);
  await page.getByRole("button", { name: /^Production, read-only/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Unlock" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("clinical-production");
  await dialog.getByRole("button", { name: "Unlock" }).click();
  await expect(page.getByRole("button", { name: /^Production, writable/ })).toBeVisible();
});

test("an admin makes a store, changes it, and deletes it by its typed name", async ({ page }) => {
  await signInAs(page, "admin");
  await page.goto(SANDBOX);
  await page.getByRole("button", { name: "Create store" }).click();
  const form = page.getByRole("dialog", { name: "Create a store" });
  await form.getByLabel("Id").fill("bad id!");
  await expect(form.getByRole("button", { name: "Create store" })).toBeDisabled();
  await form.getByLabel("Id").fill("e2e-store");
  await form.getByRole("button", { name: "Create store" }).click();
  await page.goto(`${SANDBOX}/fhirStores/e2e-store?tab=overview`);
  await page.getByRole("button", { name: "Delete" }).click();
  const gate = page.getByRole("dialog", { name: /Delete this/ });
  await expect(gate.getByRole("button", { name: "Delete store" })).toBeDisabled();
  await gate.getByRole("textbox").fill("e2e-store");
  await gate.getByRole("button", { name: "Delete store" }).click();
  await expect(page).toHaveURL(SANDBOX);
  await expect(page.getByRole("main")).not.toContainText("e2e-store");
});

test("a steward is not offered what the role forbids, and the gateway refuses it with the permission's name", async ({
  page,
}) => {
  await signInAs(page, "steward");
  await page.goto(SANDBOX);
  await expect(page.getByRole("main")).toContainText("playground");
  const create = page.getByRole("button", { name: "Create store" });
  await expect(create.and(page.locator(":not([aria-disabled=true]):enabled"))).toHaveCount(0);
  const refused = await page.evaluate(async (path) => {
    const answer = await fetch(`/api/healthcare/v1${path}`, { method: "DELETE", headers: { "x-console": "1" } });
    return { status: answer.status, body: await answer.text() };
  }, SANDBOX);
  expect(refused.status).toBe(403);
  expect(refused.body).toContain("healthcare.datasets.delete");
});

test("the theme switches and stays", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(PRODUCTION);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect.poll(background).toBe(dark);
});

test("the keyboard map opens by ?", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto("/");
  await expect(page.getByRole("tree")).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
});

test("nothing leaves the origin, and no page breaks the content security policy", async ({ page, baseURL }) => {
  const foreign: string[] = [];
  const violations: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL ?? "") && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  await signInAs(page, "admin");
  for (const path of ["/", PRODUCTION, `${PRODUCTION}/fhirStores/ehr`, `${PRODUCTION}/fhirStores/ehr?tab=overview`]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
  }
  expect(foreign).toEqual([]);
  expect(violations).toEqual([]);
});
