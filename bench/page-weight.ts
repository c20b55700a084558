/**
 * JavaScript that a page of the console makes a browser load, gzipped, against the budget of 350 kB. `node bench/page-weight.ts` starts the built console
 * with an empty data folder of its own; `node bench/page-weight.ts http://127.0.0.1:3000 [page …]` weighs one that runs. Pages are addresses on it; by
 * default home, the search page with results on it, and adding data.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type Page } from "@playwright/test";

const BUDGET_KB = 350;
const SAMPLE_STORE = "/projects/demo-hospital/locations/us-central1/datasets/clinical-production/fhirStores/ehr";
const DEFAULT_PAGES = ["/", `${SAMPLE_STORE}?tab=search`, `${SAMPLE_STORE}?tab=add-data`];

interface PageWeight {
  readonly page: string;
  /** Gzipped JavaScript, kilobytes of 1000 bytes. */
  readonly gzipKb: number;
  readonly files: number;
  /** The three largest files, `name kB`. */
  readonly largest: readonly string[];
}

/** Opens each page in a fresh browser profile as a signed-in steward and weighs the scripts that arrive until the page is quiet. */
async function weighPages(origin: string, pages: readonly string[]): Promise<readonly PageWeight[]> {
  const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path !== undefined && existsSync(path),
  );
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
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

/** Runs `weigh` against a console of its own, seeded with the sample hospital. */
async function withConsole(weigh: (origin: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "careplane-weight-"));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), EMULATOR_PORT: String(await freePort()), DATA_DIR: folder };
  const child = spawn(process.execPath, ["scripts/start.ts"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(child, "exit");
  try {
    const origin = `http://localhost:${port}`;
    await ready(origin, child);
    await weigh(origin);
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function ready(origin: string, child: { readonly exitCode: number | null }): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error("The console did not start; is it built? npm run build");
    const isUp = await fetch(`${origin}/api/console/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await wait(500);
  }
  throw new Error("The console was not ready within two minutes.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
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
