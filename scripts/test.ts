/**
 * `npm test`: every check in turn, cheapest first; runs all even when one fails, and closes with the line `N passed, N failed`.
 * `npm test -- unit e2e` runs only the named ones.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RESULTS = `${ROOT}test-results`;

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Check {
  readonly name: string;
  readonly args: readonly string[];
  /** Reads the runner's own count; a check without one counts as a single test. */
  readonly count?: () => Tally | undefined;
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

const CHECKS: readonly Check[] = [
  { name: "types", args: ["node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false"] },
  { name: "lint", args: ["node_modules/oxlint/bin/oxlint", "."] },
  { name: "format", args: ["node_modules/prettier/bin/prettier.cjs", "--check", "."] },
  { name: "floors", args: ["scripts/check-floors.ts"] },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js"] },
  { name: "containers", args: ["scripts/check-containers.ts"] },
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

function main(): void {
  const wanted = process.argv.slice(2);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  let total: Tally = { passed: 0, failed: 0 };
  for (const check of CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const tally = runCheck(check);
    total = { passed: total.passed + tally.passed, failed: total.failed + tally.failed };
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed > 0 ? 1 : 0);
}

function runCheck(check: Check): Tally {
  const started = performance.now();
  process.stdout.write(`\n== ${check.name}\n`);
  const { status } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...check.args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  const tally = check.count?.() ?? { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  // A runner that fails without a failed test (a crash, an unhandled rejection) is a failure all the same.
  const honest = status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`== ${check.name}: ${honest.passed} passed, ${honest.failed} failed in ${seconds} s\n`);
  return honest;
}

function readReport<T>(file: string, schema: z.ZodType<T>): T | undefined {
  const path = `${RESULTS}/${file}`;
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}

main();
