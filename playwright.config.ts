import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { defineConfig } from "@playwright/test";

const PORT = Number(process.env["E2E_PORT"] ?? 3100);
const EMULATOR_PORT = Number(process.env["E2E_EMULATOR_PORT"] ?? 8887);
/** Debian's Chromium where Playwright's own cannot be downloaded. */
const executablePath = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

const ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** WebGL by software, for what Cornerstone draws. Costly for everything else: plain pages are painted without it. */
const WEBGL_ARGS = [
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];
const PICTURES = /[/\\]dicom-[^/\\]*\.spec\.ts$/;

function launchOptions(args: readonly string[]) {
  return { ...(executablePath ? { executablePath } : {}), args: [...ARGS, ...args] };
}

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/playwright",
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env["CI"]),
  retries: process.env["CI"] ? 2 : 0,
  reporter: [["list"], ["json", { outputFile: "test-results/playwright.json" }]],
  use: {
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1440, height: 900 },
    trace: "on-first-retry",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "pages", testIgnore: PICTURES, use: { launchOptions: launchOptions(["--disable-gpu"]) } },
    { name: "pictures", testMatch: PICTURES, use: { launchOptions: launchOptions(WEBGL_ARGS) } },
  ],
  webServer: {
    command: `"${process.execPath}" --disable-warning=ExperimentalWarning scripts/start.ts`,
    url: `http://localhost:${PORT}/api/console/health`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    env: {
      PORT: String(PORT),
      EMULATOR_PORT: String(EMULATOR_PORT),
      DATA_DIR: `${tmpdir()}/careplane-e2e-${process.pid}`,
    },
  },
});
