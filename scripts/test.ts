/**
 * `npm test`: every check, cheapest first; runs all even when one fails, and closes with the line `N passed, N failed`.
 * `npm test -- unit e2e` runs only the named ones.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RESULTS = `${ROOT}test-results`;
/** How many quiet checks go side by side. */
const LANES = 2;

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Check {
  readonly name: string;
  readonly args: readonly string[];
  /** Only reads the tree, by one thread for the most part: goes beside another such one, its output held back until it ends. */
  readonly isQuiet?: boolean;
  /** Reads the runner's own count; a check without one counts as a single test. */
  readonly count?: () => Tally | undefined;
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

const CHECKS: readonly Check[] = [
  { name: "types", args: ["node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false"], isQuiet: true },
  { name: "lint", args: ["node_modules/oxlint/bin/oxlint", "."], isQuiet: true },
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "."], isQuiet: true },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js"], isQuiet: true },
  { name: "containers", args: ["scripts/check-containers.ts"], isQuiet: true },
  { name: "floors", args: ["scripts/check-floors.ts"] },
  {
    name: "unit",
    args: [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile=${RESULTS}/vitest.json`,
    ],
    count: () => {
      const report = readReport("vitest.json", vitestReport);
      return report && { passed: report.numPassedTests, failed: report.numFailedTests };
    },
  },
  {
    name: "e2e",
    args: ["node_modules/@playwright/test/cli.js", "test"],
    count: () => {
      const report = readReport("playwright.json", playwrightReport);
      return report && { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
    },
  },
];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const checks = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const tallies = await runLanes(checks.filter(({ isQuiet }) => isQuiet));
  for (const check of checks.filter(({ isQuiet }) => !isQuiet)) tallies.push(await runCheck(check));
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exit(failed > 0 ? 1 : 0);
}

/** Runs checks side by side, a few at a time. */
async function runLanes(checks: readonly Check[]): Promise<Tally[]> {
  const waiting = [...checks];
  const tallies: Tally[] = [];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) tallies.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return tallies;
}

async function runCheck(check: Check): Promise<Tally> {
  const started = performance.now();
  if (!check.isQuiet) process.stdout.write(`\n== ${check.name}\n`);
  const { status, output } = await runNode(check);
  if (check.isQuiet) process.stdout.write(`\n== ${check.name}\n${output}`);
  const tally = check.count?.() ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  // A runner that fails without a failed test (a crash, an unhandled rejection) is a failure all the same.
  const honest = status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`== ${check.name}: ${honest.passed} passed, ${honest.failed} failed in ${seconds} s\n`);
  return honest;
}

function runNode({ args, isQuiet }: Check): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd: ROOT,
    stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, NODE_COMPILE_CACHE: `${ROOT}node_modules/.cache/careplane/compiled` },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}

function readReport<T>(file: string, schema: z.ZodType<T>): T | undefined {
  const path = `${RESULTS}/${file}`;
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

await main();
