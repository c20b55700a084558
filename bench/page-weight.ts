/**
 * JavaScript that a page of the console makes a browser load, gzipped, against the budget of 350 kB. `node bench/page-weight.ts` starts the built console
 * with an empty data folder of its own; `node bench/page-weight.ts http://127.0.0.1:3000 [page …]` weighs one that runs. Pages are addresses on it; by
 * default home, the search page with results on it, adding data, and de-identification, which an admin opens.
 */
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "@playwright/test";
import { openBrowser, signedIn, withConsole } from "./console/own-console.ts";

const BUDGET_KB = 350;
const SAMPLE_STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";
const DEFAULT_PAGES = [
  "/",
  `${SAMPLE_STORE}?tab=search`,
  `${SAMPLE_STORE}?tab=add-data`,
  `${SAMPLE_STORE}?tab=deidentify`,
];

interface PageWeight {
  readonly page: string;
  /** Gzipped JavaScript, kilobytes of 1000 bytes. */
  readonly gzipKb: number;
  readonly files: number;
  /** The three largest files, `name kB`. */
  readonly largest: readonly string[];
}

/** Opens each page in a fresh browser profile as a signed-in person and weighs the scripts that arrive until the page is quiet. */
async function weighPages(origin: string, pages: readonly string[]): Promise<readonly PageWeight[]> {
  const browser = await openBrowser();
  try {
    const weights: PageWeight[] = [];
    for (const page of pages) weights.push(await weighPage(browser, origin, page));
    return weights;
  } finally {
    await browser.close();
  }
}

async function weighPage(browser: Browser, origin: string, address: string): Promise<PageWeight> {
  const context = await signedIn(browser, origin, address.endsWith("tab=deidentify") ? "admin" : undefined);
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

async function report(origin: string, pages: readonly string[]): Promise<void> {
  for (const weight of await weighPages(origin, pages.length > 0 ? pages : DEFAULT_PAGES)) {
    const ratio = weight.gzipKb / BUDGET_KB;
    const verdict = ratio <= 1 ? "within" : "OVER";
    console.log(weight.page);
    console.log(
      `  ${weight.gzipKb.toFixed(0)} kB gzip in ${weight.files} files, ${ratio.toFixed(2)}x of ${BUDGET_KB} kB (${verdict})`,
    );
    console.log(`  largest: ${weight.largest.join(", ")}`);
  }
}

const [origin, ...pages] = process.argv.slice(2);
if (origin === undefined) await withConsole((own) => report(own, pages));
else await report(origin, pages);
