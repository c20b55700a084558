import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { openPglite } from "./pglite.ts";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/careplane", import.meta.url));

/** A data folder of a test's own with an embedded database that is made but empty: making one anew takes most of such a test's time. */
export async function newDataDir(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "careplane-console-"));
  cpSync(await madeDatabase(), join(dataDir, "console"), { recursive: true });
  return dataDir;
}

/** The folder that is copied, made once for each version of PGlite. */
async function madeDatabase(): Promise<string> {
  const manifest = new URL("../../node_modules/@electric-sql/pglite/package.json", import.meta.url);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, "utf8")));
  const made = join(CACHE, `pglite-${version}`);
  if (existsSync(made)) return made;
  const draft = `${made}-${process.pid}`;
  await (await openPglite(draft)).close();
  try {
    renameSync(draft, made);
  } catch (error) {
    // Another worker was first.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(made)) throw error;
  }
  return made;
}
