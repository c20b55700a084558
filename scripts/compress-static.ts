/** Compresses the built scripts and styles once, beside themselves, so that the server need not do it for every visitor. Part of the build. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";

const STATIC = join(import.meta.dirname, "../.next/static");

for (const file of readdirSync(STATIC, { recursive: true, encoding: "utf8" })) {
  if (!/\.(?:js|css|json|svg|wasm)$/.test(file)) continue;
  const path = join(STATIC, file);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
}
