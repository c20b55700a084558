import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write } from "./gateway.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const DATASET = "projects/demo-hospital/locations/us-central1/datasets/sandbox";
const PDF = Buffer.from("%PDF-1.4\n%%EOF").toString("base64");

const admit = (family: string, controlId: string) =>
  [
    `MSH|^~\\&|EHR|WARD|LAB|MAIN|20260314083000||ADT^A01^ADT_A01|${controlId}|P|2.5.1`,
    "EVN||20260314083000",
    `PID|1||7731^^^HOSP^MR~908221144^^^SSA^SS||${family}^Amara^N||19680704|F|||12 Elm St^^Springfield^IL^62704`,
    "PV1|1|I|ICU^02^A||||1144^Reyes^Maria|||CAR||||1|||||V100",
    "OBX|1|ED|LET^Letter||^Application^PDF^Base64^" + PDF + "||||||F",
    "OBX|2|NM|718-7^Hemoglobin||ten||||||F",
    "ZPI|1|VIP",
    "",
  ].join("\r");

/** Makes a store of its own and puts messages into it; answers the store and the ids. */
async function fill(page: Page, texts: readonly string[]): Promise<{ readonly store: string; readonly ids: string[] }> {
  await signInAs(page, "admin");
  const id = `workbench-${crypto.randomUUID().slice(0, 8)}`;
  const store = `${DATASET}/hl7V2Stores/${id}`;
  const post = async (name: string, body: unknown) =>
    JSON.parse(await write(page, name, "POST", JSON.stringify(body), "application/json")) as { name: string };
  await post(`${DATASET}/hl7V2Stores?hl7V2StoreId=${id}`, { parserConfig: { version: "V3" } });
  const ids: string[] = [];
  for (const text of texts) {
    const { name } = await post(`${store}/messages`, { message: { data: Buffer.from(text).toString("base64") } });
    ids.push(name.split("/").at(-1) ?? "");
  }
  return { store, ids };
}

const raw = (page: Page) => page.getByRole("grid", { name: "Message text" });
const table = (page: Page) => page.getByRole("grid", { name: /^Values of/ });
const readout = (page: Page) => page.getByLabel("Position of the cursor");
const docs = (page: Page) => page.getByRole("region", { name: "Documentation" });

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("one cursor joins the text, the table and the documentation, by mouse and by keyboard", async ({ page }) => {
  const { store, ids } = await fill(page, [admit("Okafor", "1")]);
  await page.goto(`/${store}/messages/${encodeURIComponent(ids[0] ?? "")}`);
  await expect(page.getByRole("heading", { name: "ADT^A01 Admit" })).toBeVisible();
  await raw(page).getByRole("gridcell", { name: "Okafor" }).click();
  await expect(readout(page)).toHaveText("PID-5.1");
  await expect(docs(page)).toContainText("Family Name");
  await expect(docs(page)).toContainText("Safe Harbor class A");
  await expect(table(page).getByRole("row", { selected: true })).toContainText("PID-5.1");
  await expect(page).toHaveURL(/at=PID-5\.1/);

  await page.keyboard.press("ArrowRight");
  await expect(readout(page)).toHaveText("PID-5.2");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("/");
  await page.keyboard.type("pid-8");
  await page.keyboard.press("Enter");
  await expect(readout(page)).toHaveText("PID-8");
  await expect(docs(page)).toContainText("Female");
  await expect(docs(page)).toContainText("table 0001 · Administrative Sex");
  await page.keyboard.press("/");
  await page.keyboard.type("OBX[2]-5.1");
  await page.keyboard.press("Enter");
  await expect(readout(page)).toHaveText("OBX[2]-5");
  await expect(docs(page)).toContainText("is not a valid NM");
  await page.keyboard.press("]");
  await expect(readout(page)).toHaveText("ZPI-2");
  await expect(docs(page)).toContainText("local segment");
  await page.keyboard.press("[");
  await expect(readout(page)).toHaveText("OBX[2]-5");
  await page.keyboard.press("p");
  await expect(page.getByText("Path copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("OBX[2]-5");

  await page.reload();
  await expect(readout(page)).toHaveText("OBX[2]-5");
  await table(page).getByRole("row").filter({ hasText: "OBX[2]-3.2" }).click();
  await expect(readout(page)).toHaveText("OBX[2]-3.2");
});

test("covers what identifies, opens documents safely and is accessible in both themes", async ({ page }) => {
  const { store, ids } = await fill(page, [admit("Okafor", "2")]);
  await page.goto(`/${store}/messages/${encodeURIComponent(ids[0] ?? "")}?at=OBX-5.5`);
  await docs(page).getByRole("button", { name: "Open document" }).click();
  await expect(docs(page)).toContainText("application/pdf");
  await expect(docs(page).getByRole("link", { name: "Save as PDF" })).toHaveAttribute("download", "document-OBX-1.pdf");
  await expectAccessible(page);
  await page.getByRole("switch", { name: "Mask identities" }).click();
  await expect(raw(page)).not.toContainText("Okafor");
  await expect(raw(page)).not.toContainText("VIP");
  await expect(docs(page)).toContainText("Show identities to open documents");
});

test("lists findings, relatives and views, and compares two messages by meaning", async ({ page }) => {
  const { store, ids } = await fill(page, [admit("Okafor", "3"), admit("Okafor-Bello", "4")]);
  const [first = "", second = ""] = ids;
  await page.goto(`/${store}/messages/${encodeURIComponent(second)}`);
  await page.getByRole("link", { name: /^Findings \d/ }).click();
  await page.getByRole("link", { name: "OBX[2]-5" }).first().click();
  await expect(readout(page)).toHaveText("OBX[2]-5");
  await page.getByRole("link", { name: "Related 1" }).click();
  await expect(page.getByText("same visit")).toBeVisible();
  await page.getByRole("link", { name: "Compare", exact: true }).last().click();
  const rows = page.getByRole("table", { name: "Differences" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText("Okafor-Bello");
  await page.getByLabel("Leave out").fill("");
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: "PID-5.1" }).getByRole("link").click();
  await expect(readout(page)).toHaveText("PID-5.1");
  await page.getByRole("link", { name: "Parsed and schematized" }).click();
  await expect(page.getByLabel("Parsed data")).toContainText("Okafor-Bello");
  await page.getByRole("link", { name: "Edit and send" }).click();
  await expect(page).toHaveURL(/tab=compose/);
  await page.goto(`/${store}/messages/${encodeURIComponent(first)}x`);
  await expect(page.getByRole("link", { name: "Messages of this store" })).toBeVisible();
});
