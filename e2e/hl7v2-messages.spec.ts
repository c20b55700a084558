import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const DATASETS = "/projects/demo-hospital/locations/us-central1/datasets";
const SANDBOX = `${DATASETS.slice(1)}/sandbox`;
const PRODUCTION = `${DATASETS}/clinical-production/hl7V2Stores/adt-feed`;
/** Ids of this run only: stores outlive a test. */
const run = Date.now().toString(36).toUpperCase();

/** A store of this test's own in the sandbox, made as an admin. */
async function newStore(page: Page, name: string): Promise<string> {
  const store = `e2e-${name}-${run}`.toLowerCase();
  const body = JSON.stringify({ parserConfig: { version: "V3" } });
  await write(page, `${SANDBOX}/hl7V2Stores?hl7V2StoreId=${store}`, "POST", body, "application/json");
  return `/${SANDBOX}/hl7V2Stores/${store}`;
}

async function ingest(page: Page, store: string, text: string): Promise<void> {
  const body = JSON.stringify({ message: { data: Buffer.from(text).toString("base64") } });
  await write(page, `${store.slice(1)}/messages:ingest`, "POST", body, "application/json");
}

const message = (id: string, type = "ADT^A01"): string =>
  `MSH|^~\\&|E2E|=FAC|HUB|HOSP|20260301080000||${type}|${id}|P|2.5.1\rPID|1||${id}^^^H^MR||Okafor^Amara\r`;

const grid = (page: Page) => page.getByRole("grid", { name: "Messages" });
const box = (page: Page) => page.getByRole("combobox", { name: "Message filter" });

test("a steward filters the feed by text, fields, chart and keyboard, and no patient id reaches an address", async ({
  page,
}) => {
  await signInAs(page, "steward");
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.goto(PRODUCTION);
  await expect(grid(page).getByRole("row")).toHaveCount(51);

  // Text with completion, mistakes at their place.
  await box(page).fill("mess");
  await page.getByRole("option", { name: /^message_type/ }).click();
  await expect(box(page)).toHaveValue("message_type ");
  await box(page).fill('message_type = "ADT" AND sent = 1');
  await expect(page.getByRole("button", { name: "sent", exact: true })).toBeVisible();
  await expect(page.getByText("Messages are filtered by message_type")).toBeVisible();

  // The same as fields.
  await box(page).fill('message_type = "ADT"');
  await page.getByLabel("Value of Message type").fill("VXU");
  await expect(box(page)).toHaveValue('message_type = "VXU"');
  await page.getByLabel("Value of Message type").press("Enter");
  await expect(grid(page).getByRole("row").nth(1)).toContainText("VXU^V04");
  await expect(grid(page)).not.toContainText("ADT^A");

  // Keyboard: to the patient's id, F filters by it; the address carries an opaque id.
  const first = grid(page).getByRole("row").nth(1).getByRole("gridcell");
  const ids = (await first.nth(6).textContent()) ?? "";
  const value = /MR (\d+)/.exec(ids)?.[1] ?? "";
  expect(value).toMatch(/^\d{6,}$/);
  await first.nth(1).focus();
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/[?&]q=[\w-]{16,}/);
  const former = page.url();
  await page.keyboard.press("f");
  const choice = page.getByRole("menuitem").first();
  if (!(await box(page).inputValue()).includes("PatientId")) await choice.click();
  await expect(box(page)).toHaveValue(new RegExp(`PatientId\\("${value}", "MR"\\)`));
  // The address changes once the new filter is kept.
  await expect(page).not.toHaveURL(former);
  await expect(page).toHaveURL(/[?&]q=[\w-]{16,}/);
  await page.reload();
  await expect(box(page)).toHaveValue(/PatientId/);
  await page.goBack();
  await expect(box(page)).toHaveValue('message_type = "VXU"');
  expect(addresses.filter((address) => address.includes(value))).toEqual([]);

  // A bar of the chart keeps what was sent then.
  const chart = page.getByRole("slider", { name: /Feed over time/ });
  await chart.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(chart).toHaveAttribute("aria-valuetext", /\d+ messages/);
  await page.keyboard.press("Enter");
  await expect(box(page)).toHaveValue(/send_time >= "2026-.*" AND send_time < "/);
  await expectAccessible(page);
});

test("the list sorts, pages, hides columns, masks identities and goes out as CSV", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(PRODUCTION);
  const sent = grid(page).getByRole("columnheader", { name: "Sent" });
  await expect(sent).toHaveAttribute("aria-sort", "descending");
  const newest = await grid(page).getByRole("row").nth(1).textContent();
  await sent.click();
  await expect(sent).toHaveAttribute("aria-sort", "ascending");
  await expect(grid(page).getByRole("row").nth(1)).not.toHaveText(newest ?? "");
  await page.goBack();
  await expect(grid(page).getByRole("row").nth(1)).toHaveText(newest ?? "");
  await page.getByRole("button", { name: "Go to next page" }).click();
  await expect(page.getByText("51–100 of")).toBeVisible();
  await expect(page).toHaveURL(/page=2/);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Version" }).check();
  await page.keyboard.press("Escape");
  await expect(grid(page).getByRole("columnheader", { name: "Version" })).toBeVisible();
  await page.getByLabel("Mask identities").click();
  await expect(grid(page).getByRole("row").nth(1)).toContainText("••••••••");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.split("\r\n")[0]).toBe("\uFEFFType,Control id,Sent,Facility,Patient,Patient ids,Labels,Version,Size");
  expect(csv).toContain("••••••••");
});

test("an admin follows the feed, labels, downloads, deletes and takes it back", async ({ page }) => {
  await signInAs(page, "admin");
  const store = await newStore(page, "list");
  await ingest(page, store, message(`A${run}`));
  await page.goto(store);
  await expect(grid(page)).toContainText(`A${run}`);

  await page.getByRole("button", { name: "Live" }).click();
  await expect(page.getByText("Live: 0 new messages")).toBeVisible();
  await page.waitForResponse(
    (response) =>
      response.url().endsWith("/messages") && response.request().postData()?.includes("create_time") === true,
  );
  await ingest(page, store, message(`B${run}`, "ORU^R01"));
  await expect(page.getByText("Live: 1 new message")).toBeVisible();
  await expect(grid(page).getByRole("row").nth(1)).toContainText(`NEW`);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: 1 new message")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();

  await page.reload();
  await grid(page).getByRole("row").nth(1).getByRole("gridcell").nth(1).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  await expect(page.getByText("2 selected")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download .hl7" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.match(/MSH\|/g)?.length).toBe(2);

  await page.getByRole("button", { name: "Label…" }).click();
  await page.getByRole("textbox", { name: "Key" }).fill("reviewed");
  await page.getByRole("textbox", { name: "Value" }).fill("yes");
  await page.getByRole("button", { name: "Put label" }).click();
  await expect(grid(page).getByText("reviewed: yes")).toHaveCount(2);

  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Delete…" }).click();
  await expect(
    page.getByText("2 messages (1 ORU, 1 ADT)").or(page.getByText("2 messages (1 ADT, 1 ORU)")),
  ).toBeVisible();
  await page.getByRole("textbox", { name: /to confirm/ }).fill(store.split("/").at(-1) ?? "");
  await page.getByRole("button", { name: "Delete 2 messages" }).click();
  await expect(page.getByText("2 messages deleted")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(grid(page).getByText("reviewed: yes")).toHaveCount(2);
});

test("a message is composed, refused with its place, corrected, sent, and the draft survives a reload", async ({
  page,
}) => {
  await signInAs(page, "admin");
  const store = await newStore(page, "compose");
  await page.goto(`${store}?tab=compose`);
  const editor = page.getByRole("textbox", { name: "Message draft" });
  await page.getByRole("combobox", { name: "Begin from a template" }).selectOption("ORU_R01");
  await expect(editor).toContainText("ORU^R01^ORU_R01");
  await expect(page.getByText("nothing wrong found")).toBeVisible();

  // A broken segment: said at its place, refused by the store, shown in the NACK.
  await editor.press("ControlOrMeta+End");
  await page.keyboard.type("ZZ|broken");
  await expect(page.getByRole("button", { name: /segment id of three/ })).toBeVisible();
  await page.getByRole("button", { name: "Ingest" }).click();
  await expect(page.getByText("NACK AE")).toBeVisible();
  await expect(page.getByText("Refused, stored nowhere.")).toBeVisible();
  await page.getByRole("button", { name: "Show the place" }).click();
  await expect(page.getByText(/kept on the console's server/)).toBeVisible();
  await page.reload();
  await expect(editor).toContainText("ZZ|broken");

  await editor.press("ControlOrMeta+End");
  for (let step = 0; step < "ZZ|broken".length; step++) await page.keyboard.press("Backspace");
  await page.getByRole("button", { name: "Ingest" }).click();
  await expect(page.getByText("ACK AA")).toBeVisible();
  await expect(page.getByRole("button", { name: "MSH-10 of the draft" })).toBeVisible();
  await expectAccessible(page);

  // Pasted with MLLP framing and LF: said, taken off, and sent as the store reads it. What was there comes back.
  const framed = `\u000b${message(`P${run}`).replaceAll("\r", "\n")}\u001c\r`;
  await page
    .getByLabel("HL7v2 file")
    .setInputFiles({ name: "m.hl7", mimeType: "text/plain", buffer: Buffer.from(framed) });
  await expect(page.getByText(/MLLP framing/)).toBeVisible();
  await expect(page.getByText(/segments ended with LF/)).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("created, no acknowledgement")).toBeVisible();
  await page.getByRole("button", { name: "Earlier draft" }).click();
  await expect(editor).toContainText("ORU^R01^ORU_R01");
});

test("files go in with a verdict for every message, and what was refused can be corrected", async ({ page }) => {
  await signInAs(page, "admin");
  const store = await newStore(page, "load");
  await page.goto(`${store}?tab=add-data`);
  const many = Array.from({ length: 300 }, (_, index) => message(`L${run}${index}`)).join("");
  const batch = `FHS|^~\\&\nBHS|^~\\&\n${message(`X${run}`).replaceAll("\r", "\n")}BTS|2\nFTS|1\n`;
  const broken = message(`Q${run}`).replace("PID|", "P!D|");
  await page.getByLabel("HL7v2 files").setInputFiles(
    [
      { name: "many.hl7", text: many },
      { name: "batch.hl7", text: batch },
      { name: "broken.hl7", text: broken },
    ].map(({ name, text }) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })),
  );
  await expect(page.getByText(/301 stored, 1 refused/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/BTS-1 in line \d+ promises 2 messages/)).toBeVisible();
  await page.getByRole("button", { name: /^refused 1/ }).click();
  const table = page.getByRole("region", { name: "Verdict table" });
  await expect(table).toContainText("broken.hl7:1");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toContain("refused");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send 1 refused message again" }).click();
  await expect(page.getByText(/0 stored, 1 refused/)).toBeVisible();
  await table.getByRole("button", { name: "Correct" }).click();
  await expect(page.getByRole("textbox", { name: "Message draft" })).toContainText("P!D|");
});

test("production stays locked, and who may not is told so", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(`${PRODUCTION}?tab=add-data`);
  await expect(page.getByRole("button", { name: "Unlock production to add data" })).toBeVisible();
  await page.goto(`${PRODUCTION}?tab=compose`);
  await page.getByRole("combobox", { name: "Begin from a template" }).selectOption("ADT_A01");
  await page.getByRole("button", { name: "Ingest" }).click();
  await expect(page.getByRole("dialog", { name: /Unlock/ })).toBeVisible();
});
