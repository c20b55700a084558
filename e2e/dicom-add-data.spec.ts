import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { part10, type TestFile } from "./part10.ts";
import { signInAs, type DemoPerson } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const SANDBOX = "/projects/demo-hospital/locations/us-central1/datasets/sandbox/dicomStores/practice-images";
const PRODUCTION = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/dicomStores/radiology";

/** UIDs of this run only: the store outlives a test. */
const root = `2.25.${Date.now()}`;

interface Dropped {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const file = (name: string, buffer: Buffer): Dropped => ({ name, mimeType: "application/dicom", buffer });
const instance = (study: string, number: number, part: Partial<TestFile> = {}): Buffer =>
  part10({
    study: `${root}.${study}`,
    series: `${root}.${study}.1`,
    instance: `${root}.${study}.1.${number}`,
    number,
    ...part,
  });
const summary = (page: Page): Locator => page.getByText(/\d+ stored.* in \d/);
const verdicts = (page: Page): Locator => page.getByRole("region", { name: "Verdict table" });

async function openAddData(page: Page, store: string, person: DemoPerson): Promise<void> {
  await signInAs(page, person);
  await page.goto(`${store}?tab=add-data`);
}

async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  await page.getByLabel("DICOM files", { exact: true }).setInputFiles([...files]);
}

test("every file has its verdict, and what is stored is found", async ({ page }) => {
  await openAddData(page, SANDBOX, "imaging");
  await drop(page, [file("first.dcm", instance("1", 1)), file("second.dcm", instance("1", 2))]);
  await expect(summary(page)).toHaveText(/^2 stored in/);

  await drop(page, [
    file("again.dcm", instance("1", 1)),
    file("other.dcm", instance("1", 2, { comment: "not the same bytes" })),
    file("new.dcm", instance("1", 3)),
    file("twice.dcm", instance("1", 3)),
    file("cut.dcm", instance("1", 4).subarray(0, 300)),
    file("bad-uid.dcm", instance("1", 5, { instance: "no.uid" })),
    file("notes.txt", Buffer.from("Call the ward at ten.")),
    file("empty.dcm", Buffer.alloc(0)),
  ]);
  await expect(summary(page)).toHaveText(/^1 stored, 2 already there, 1 differs, 2 refused, 2 not sent in/);
  const row = (name: string) => verdicts(page).getByRole("row").filter({ hasText: name });
  await expect(row("again.dcm")).toContainText("already there");
  await expect(row("other.dcm")).toContainText(/differs.*other bytes/i);
  await expect(row("cut.dcm")).toContainText("refused");
  await expect(row("bad-uid.dcm")).toContainText(/refused.*not a UID/);
  await expect(row("notes.txt")).toContainText(/not sent.*Not a DICOM file/);
  await expect(row("empty.dcm")).toContainText("The file is empty.");

  await page.getByRole("button", { name: /^refused 2/ }).click();
  await expect(verdicts(page).getByRole("row")).toHaveCount(3);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toMatch(/^\uFEFFVerdict,File,.*\r\nrefused,cut\.dcm,/);
  await expectAccessible(page, "verdicts");

  await page.getByRole("button", { name: "Send 2 refused files again" }).click();
  await expect(summary(page)).toHaveText(/^0 stored, 2 refused in/);

  await page.getByRole("link", { name: "Studies", exact: true }).click();
  await page.getByRole("textbox", { name: "Patient ID" }).fill("E2E-UPLOAD");
  await page.getByRole("button", { name: "Find" }).click();
  const found = page.getByRole("table", { name: "Studies" }).getByRole("row");
  await expect(found.filter({ hasText: "3 in 1 series" }).first()).toBeVisible();
});

test("what differs takes the place of what is stored", async ({ page }) => {
  await openAddData(page, SANDBOX, "admin");
  await drop(page, [file("first.dcm", instance("4", 1))]);
  await expect(summary(page)).toHaveText(/^1 stored in/);
  const other = instance("4", 1, { comment: "corrected" });
  await drop(page, [file("corrected.dcm", other)]);
  await expect(summary(page)).toHaveText(/^0 stored, 1 differs in/);
  await page.getByRole("button", { name: "Replace what differs…" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace what is stored" });
  await expect(dialog).toContainText("1 stored instance of 1 study deleted");
  await expect(dialog).toContainText("cannot be brought back");
  await dialog.getByRole("textbox").fill("practice-images");
  await dialog.getByRole("button", { name: "Replace 1 instance" }).click();
  await expect(summary(page)).toHaveText(/^0 stored, 1 replaced in/);
  await drop(page, [file("again.dcm", other)]);
  await expect(summary(page)).toHaveText(/^0 stored, 1 already there in/);
});

test("a study comes home as a zip, goes in again, and is deleted", async ({ page }) => {
  test.setTimeout(120_000);
  await openAddData(page, SANDBOX, "admin");
  const sent = [1, 2, 3].map((number) => instance("2", number));
  await drop(
    page,
    sent.map((bytes, index) => file(`${index}.dcm`, bytes)),
  );
  await expect(summary(page)).toHaveText(/^3 stored/);
  await expect(verdicts(page).getByRole("link").first()).toHaveAttribute(
    "href",
    `${SANDBOX}/dicomWeb/studies/${root}.2`,
  );

  // The headers, as drawing the pictures takes a machine without a graphics card a while.
  await page.goto(`${SANDBOX}/dicomWeb/studies/${root}.2?tab=headers`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^study-[\d.]+\.zip$/);
  const zip = await readFile(await saved.path());
  expect(sent.filter((bytes) => zip.includes(bytes.subarray(128)))).toHaveLength(3);
  await expect(page.getByRole("region", { name: "Downloads" })).toContainText("3 instances");

  await page.goto(`${SANDBOX}?tab=add-data`);
  await drop(page, [{ name: "study.zip", mimeType: "application/zip", buffer: zip }]);
  await expect(summary(page)).toHaveText(/^0 stored, 3 already there/);
  await expect(verdicts(page)).toContainText(/study\.zip\/[\d.]+\/[\d.]+\/[\d.]+\.dcm/);

  await page.getByRole("link", { name: "Studies", exact: true }).click();
  await page.getByRole("textbox", { name: "Study Instance UID" }).fill(`${root}.2`);
  await page.getByRole("button", { name: "Find" }).click();
  const rows = page.getByRole("table", { name: "Studies" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await rows.getByRole("button", { name: /^More for the study/ }).click();
  await page.getByRole("menuitem", { name: "Delete study…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this study" });
  await expect(dialog).toContainText("1 series, 3 instances");
  await dialog.getByRole("textbox").fill(await dialog.locator("strong").last().innerText());
  await dialog.getByRole("button", { name: "Delete study" }).click();
  await expect(page.getByText("No study fits")).toBeVisible();
  await expect(dialog).toBeHidden();
});

test("an upload goes on while the person looks at another tab", async ({ page }) => {
  await openAddData(page, SANDBOX, "imaging");
  await drop(
    page,
    Array.from({ length: 120 }, (_, index) => file(`${index}.dcm`, instance("3", index + 1))),
  );
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "Add data" }).click();
  await expect(summary(page)).toHaveText(/^120 stored/);
});

test("production asks to be unlocked first", async ({ page }) => {
  await openAddData(page, PRODUCTION, "imaging");
  await expect(page.getByRole("button", { name: "Unlock production to add data" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose files…" })).toBeHidden();
});

test("who may not store images reads why", async ({ page }) => {
  await openAddData(page, SANDBOX, "steward");
  await expect(page.getByText("Your role lacks the permission healthcare.dicomStores.dicomWebWrite.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose files…" })).toBeHidden();
});
