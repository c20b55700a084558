/**
 * `npm run bench` runs every benchmark in this folder in turn; `npm run bench -- gateway fhir-search` only those.
 * Each prints its figures beside a floor or a peer measured in the same run. Nothing here gates a test.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const benches = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => basename(file, ".ts"))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const failed = benches.filter((name) => {
  console.log(`\n== ${name}`);
  return (
    spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", join(folder, `${name}.ts`)], {
      stdio: "inherit",
    }).status !== 0
  );
});

if (failed.length > 0) console.error(`\nDid not finish: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);
