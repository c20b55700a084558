/**
 * How soon 100 rows of results can be used once their data is there: from the last byte of the search to a frame in which the rows stand and a key moves
 * the focus. The floor is the same texts as a bare HTML table, painted in the same browser. `node bench/result-grid.ts http://127.0.0.1:3000` measures a
 * console that runs.
 */
import type { Page } from "@playwright/test";
import { openBrowser, signedIn, withConsole } from "./console/own-console.ts";

const BUDGET_MS = 150;
const RUNS = 7;
const STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";
const SEARCHES = ["Patient?_count=100", "Observation?_count=100", "Encounter?_count=100"];

async function measure(origin: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await (await signedIn(browser, origin)).newPage();
    await page.goto(`${STORE}?tab=search`);
    await page.getByRole("combobox", { name: "FHIR search" }).waitFor();
    for (const search of SEARCHES) await report(page, search);
  } finally {
    await browser.close();
  }
}

async function report(page: Page, search: string): Promise<void> {
  const rows: number[] = [];
  const floors: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    rows.push(await rowsAfterData(page, search, run));
    floors.push(await bareTable(page));
  }
  const [median, floor] = [medianOf(rows), medianOf(floors)];
  const verdict = median <= BUDGET_MS ? "within" : "OVER";
  console.log(
    `${search}: 100 rows usable ${median.toFixed(0)} ms after the data (budget ${BUDGET_MS} ms, ${verdict}); a bare table ${floor.toFixed(0)} ms, ${(median / floor).toFixed(1)}x`,
  );
}

/** Milliseconds from the answer's last byte to the frame after an arrow key has moved the focus in the new rows. */
async function rowsAfterData(page: Page, search: string, run: number): Promise<number> {
  const box = page.getByRole("combobox", { name: "FHIR search" });
  await page.evaluate(watchRows);
  await box.fill(`${search}&_lastUpdated=ge${1900 + run}`);
  await box.press("Enter");
  const usable = await page.waitForFunction(() => (window as Watched).rowsUsableAt, undefined, { polling: 20 });
  const at = Number(await usable.jsonValue());
  const dataAt = await page.evaluate(() => {
    const calls = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/_search"));
    return Math.max(...calls.map((call) => (call as PerformanceResourceTiming).responseEnd));
  });
  return at - dataAt;
}

type Watched = Window & { rowsUsableAt?: number | undefined };

/** In the page: waits for a hundred new rows, moves the focus by a key, and notes the frame after. */
function watchRows(): void {
  const watched = window as Watched;
  watched.rowsUsableAt = undefined;
  const former = document.querySelector("[data-rowindex]");
  const observer = new MutationObserver(() => {
    const last = document.querySelector('[data-rowindex="99"]');
    const first = document.querySelector<HTMLElement>('[data-cell="0 0"]');
    if (!last || !first || (former !== null && document.contains(former))) return;
    observer.disconnect();
    first.focus();
    first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (document.activeElement?.getAttribute("data-cell") !== "1 0") throw new Error("the focus did not move");
        watched.rowsUsableAt = performance.now();
      }),
    );
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

/** Milliseconds to lay out and paint the texts on screen as a table without anything. */
function bareTable(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const cells = [...document.querySelectorAll("[data-rowindex]")].map((row) =>
      [...row.children].map((cell) => cell.textContent ?? ""),
    );
    const started = performance.now();
    const table = document.createElement("table");
    for (const texts of cells) {
      const row = table.insertRow();
      for (const text of texts) row.insertCell().textContent = text;
    }
    document.body.append(table);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const took = performance.now() - started;
    table.remove();
    return took;
  });
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const [origin] = process.argv.slice(2);
if (origin === undefined) await withConsole(measure);
else await measure(origin);
