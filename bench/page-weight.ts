/**
 * JavaScript that a page of the console makes a browser load, gzipped, against the budget of 350 kB. Needs a built, running console:
 * `node bench/page-weight.ts http://127.0.0.1:3000 [page …]`. Pages are addresses on that console; by default the home page and the search page of
 * the sample hospital with results on it.
 */
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "@playwright/test";

const BUDGET_KB = 350;
const SAMPLE_STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";
const DEFAULT_PAGES = ["/", `${SAMPLE_STORE}?tab=search`, `${SAMPLE_STORE}?tab=add-data`];

export interface PageWeight {
  readonly page: string;
  /** Gzipped JavaScript, kilobytes of 1000 bytes. */
  readonly gzipKb: number;
  readonly files: number;
  /** The three largest files, `name kB`. */
  readonly largest: readonly string[];
}

/** Opens each page in a fresh browser profile as a signed-in steward and weighs the scripts that arrive until the page is quiet. */
export async function weighPages(origin: string, pages: readonly string[]): Promise<readonly PageWeight[]> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const weights: PageWeight[] = [];
    for (const page of pages) weights.push(await weighPage(browser, origin, page));
    return weights;
  } finally {
    await browser.close();
  }
}

async function weighPage(browser: Browser, origin: string, address: string): Promise<PageWeight> {
  // Signing in has its own page; its scripts must not count, so only the session goes on to a fresh profile.
  const entrance = await browser.newContext({ baseURL: origin });
  const door = await entrance.newPage();
  await door.goto("/sign-in");
  await door.getByRole("button", { name: /steward/i }).click();
  await door.getByRole("tree").waitFor();
  const storageState = await entrance.storageState();
  await entrance.close();

  const context = await browser.newContext({ baseURL: origin, storageState });
  const page = await context.newPage();
  const scripts = new Map<string, number>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script" || !response.ok()) return;
    const weigh = async () => scripts.set(new URL(response.url()).pathname, gzipSync(await response.body()).length);
    void weigh();
  });
  await page.goto(address);
  await page.getByRole("tree").waitFor();
  await runFirstExample(page);
  await page.waitForLoadState("networkidle");
  await context.close();
  return summarise(address, scripts);
}

/** On a search page the table counts too: it is fetched when there is something to show. */
async function runFirstExample(page: Page): Promise<void> {
  const box = page.getByRole("combobox", { name: "FHIR search" });
  if ((await box.count()) === 0) return;
  await box.fill("Patient");
  await box.press("Enter");
  await page.getByRole("grid").waitFor();
}

function summarise(page: string, scripts: ReadonlyMap<string, number>): PageWeight {
  const sorted = [...scripts].toSorted(([, a], [, b]) => b - a);
  const bytes = sorted.reduce((sum, [, size]) => sum + size, 0);
  const largest = sorted.slice(0, 3).map(([name, size]) => `${name.split("/").at(-1)} ${Math.round(size / 1000)} kB`);
  return { page, gzipKb: bytes / 1000, files: sorted.length, largest };
}

async function main(address: string | undefined, pages: readonly string[]): Promise<void> {
  if (!address) throw new Error("Say where the console is: node bench/page-weight.ts http://127.0.0.1:3000");
  for (const weight of await weighPages(address, pages.length > 0 ? pages : DEFAULT_PAGES)) {
    const ratio = weight.gzipKb / BUDGET_KB;
    console.log(
      `${weight.page}\n  ${weight.gzipKb.toFixed(0)} kB gzip in ${weight.files} files, ${ratio.toFixed(2)}x of ${BUDGET_KB} kB (${ratio <= 1 ? "within" : "OVER"})\n  largest: ${weight.largest.join(", ")}`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv[2], process.argv.slice(3));
