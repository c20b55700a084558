/**
 * The floors of the house hold, and their guard is awake: runs dependency-cruiser over the tree, checks that it saw the tree at all,
 * then plants one violation per rule in a copy of nothing but those files and checks that each rule bites (style: a guard counts only
 * after it has been seen to bite).
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FLOORS = ["app", "components", "lib", "emulator", "e2e", "server.ts"];
const LEAST_MODULES = 80;

/** rule → files to plant (path under the root → content). Names begin with `planted-` so that a left-over is easy to see. */
const PLANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no-circular": {
    "lib/server/planted-a.ts": 'import "./planted-b.ts";',
    "lib/server/planted-b.ts": 'import "./planted-a.ts";',
  },
  "not-to-unresolvable": { "lib/server/planted-a.ts": 'import "#lib/server/planted-nowhere.ts";' },
  "contract-is-ground": { "lib/contract/planted-a.ts": 'import type { Page } from "next";\nexport type A = Page;' },
  "pure-stays-pure": {
    "lib/fhir/planted-a.ts": 'import { readFileSync } from "node:fs";\nexport const a = readFileSync;',
  },
  "columns-do-not-meet-in-lib": {
    "lib/hl7v2/planted-a.ts":
      'import type { FhirVersion } from "#lib/fhir/search-types.ts";\nexport type A = FhirVersion;',
  },
  "server-looks-down": { "lib/server/planted-a.ts": 'export * from "#lib/queries/gateway.ts";' },
  "queries-look-down": { "lib/queries/planted-a.ts": 'export const a = () => import("#lib/server/config.ts");' },
  "ui-is-dumb": { "components/ui/planted-a.tsx": 'export { callGateway } from "#lib/queries/gateway.ts";' },
  "components-look-down": {
    "components/fhir/planted-a.tsx": 'export type A = import("#lib/server/config.ts").Config;',
  },
  "features-meet-in-app": {
    "components/tree/planted-a.tsx": 'import "#components/fhir/planted-b.tsx";',
    "components/fhir/planted-b.tsx": "export const b = 1;",
  },
  "bff-has-no-face": { "app/api/planted/route.ts": 'import "#components/ui/theme.ts";' },
  "pages-ask-the-bff": { "app/planted/page.tsx": 'import "#lib/server/config.ts";' },
  "console-speaks-http": {
    "lib/server/planted-a.ts": 'import type { Reply } from "#emulator/http/route.ts";\nexport type A = Reply;',
  },
  "emulator-stands-alone": { "emulator/planted-a.ts": 'import "#lib/server/config.ts";' },
  "e2e-is-a-visitor": { "e2e/planted-a.ts": 'import "#lib/queries/gateway.ts";' },
  "one-door-to-cornerstone": { "emulator/planted-a.ts": 'import "@cornerstonejs/codec-charls/decodewasmjs";' },
  "emulator-takes-codecs-only": { "emulator/planted-a.ts": 'import "@cornerstonejs/core";' },
  "one-door-to-sqlite": { "emulator/planted-a.ts": 'import "node:sqlite";' },
  "one-door-to-postgres": { "lib/server/planted-a.ts": 'import "pg";' },
  "one-link": { "components/tree/planted-a.tsx": 'import "next/link";' },
  "judge-is-not-a-part": {
    "emulator/planted-a.ts": 'import { healthcare } from "@googleapis/healthcare";\nexport const a = healthcare;',
  },
};

const report = z.object({
  modules: z.array(z.unknown()),
  summary: z.object({
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() })),
  }),
});

function cruise(): z.infer<typeof report> {
  const args = [
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    ...FLOORS,
    "--config",
    ".dependency-cruiser.cjs",
    "-T",
    "json",
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (!stdout) throw new Error(stderr);
  return report.parse(JSON.parse(stdout));
}

function checkTree(): string[] {
  const { modules, summary } = cruise();
  const problems = summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`);
  if (modules.length < LEAST_MODULES) problems.push(`Only ${modules.length} modules were seen; the guard is blind.`);
  return problems;
}

/** Plants the files of all rules at once, each under its rule's own name. */
function checkThatEachRuleBites(): string[] {
  const planted = Object.entries(PLANTS).flatMap(([rule, files]) =>
    Object.entries(files).map(([path, content]) => ({ rule, path: named(path, rule), content: named(content, rule) })),
  );
  try {
    for (const { path, content } of planted) {
      mkdirSync(dirname(ROOT + path), { recursive: true });
      writeFileSync(ROOT + path, content);
    }
    const { violations } = cruise().summary;
    const bitten = planted.filter(({ rule, path }) => violations.some((each) => each.rule.name === rule && each.from === path)); // prettier-ignore
    return Object.keys(PLANTS)
      .filter((wanted) => bitten.every(({ rule }) => rule !== wanted))
      .map((rule) => `${rule}: a planted violation was not caught`);
  } finally {
    for (const { path } of planted) rmSync(ROOT + path, { force: true });
    for (const folder of ["app/api/planted", "app/planted"]) rmSync(ROOT + folder, { recursive: true, force: true });
  }
}

const named = (text: string, rule: string): string => text.replaceAll("planted-", `planted-${rule}-`);

const problems = [...checkTree(), ...checkThatEachRuleBites()];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  problems.length === 0 ? `${Object.keys(PLANTS).length} rules hold and bite.\n` : `${problems.length} problems.\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
