import { createDictionary, type Dictionary, type DictionaryData, type TableData } from "./dictionary.ts";
import type { Hl7Version } from "./versions.ts";

/** One file a version (20–200 kB), so that only what a message needs is loaded. */
const FILES: Readonly<Record<Hl7Version, () => Promise<{ readonly default: unknown }>>> = {
  "2.1": () => import("./v2.1.generated.json", { with: { type: "json" } }),
  "2.2": () => import("./v2.2.generated.json", { with: { type: "json" } }),
  "2.3": () => import("./v2.3.generated.json", { with: { type: "json" } }),
  "2.3.1": () => import("./v2.3.1.generated.json", { with: { type: "json" } }),
  "2.4": () => import("./v2.4.generated.json", { with: { type: "json" } }),
  "2.5": () => import("./v2.5.generated.json", { with: { type: "json" } }),
  "2.5.1": () => import("./v2.5.1.generated.json", { with: { type: "json" } }),
  "2.6": () => import("./v2.6.generated.json", { with: { type: "json" } }),
  "2.7": () => import("./v2.7.generated.json", { with: { type: "json" } }),
  "2.7.1": () => import("./v2.7.1.generated.json", { with: { type: "json" } }),
  "2.8": () => import("./v2.8.generated.json", { with: { type: "json" } }),
};

const loaded = new Map<Hl7Version, Promise<Dictionary>>();

/** The dictionary of a version, with the tables that all versions share. Loaded once; fails when the files cannot be fetched. */
export function loadDictionary(version: Hl7Version): Promise<Dictionary> {
  const known = loaded.get(version);
  if (known) return known;
  const fresh = readFiles(version);
  loaded.set(version, fresh);
  fresh.catch(() => loaded.delete(version));
  return fresh;
}

async function readFiles(version: Hl7Version): Promise<Dictionary> {
  const [data, tables] = await Promise.all([
    FILES[version](),
    import("./tables.generated.json", { with: { type: "json" } }),
  ]);
  return createDictionary(data.default as DictionaryData, tables.default as unknown as TableData);
}
