/** Lints Dockerfile and compose.yaml; nothing is built, for that needs a Docker engine. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { validate } from "dockerfile-utils";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const finding = z.object({ range: z.object({ start: z.object({ line: z.number() }) }), message: z.string() });
const findings = z.array(finding).parse(validate(readFileSync(`${ROOT}Dockerfile`, "utf8")));
for (const { range, message } of findings) process.stderr.write(`Dockerfile:${range.start.line + 1}: ${message}\n`);

const compose = spawnSync(
  process.execPath,
  ["node_modules/dclint/bin/dclint.cjs", "--max-warnings", "0", "compose.yaml"],
  {
    cwd: ROOT,
    stdio: "inherit",
  },
);

process.exit(findings.length > 0 || compose.status !== 0 ? 1 : 0);
