import type { DeidentifyConfigJson } from "./config.ts";

/**
 * A configuration that may be kept and shown: keys are taken out and named by what `fingerprint` makes of them, so that two runs with the
 * same key can be told without anybody learning it. Everything that is no key stays.
 */
export function withoutKeys(config: unknown, fingerprint: (key: string) => string): unknown {
  if (Array.isArray(config)) return config.map((item) => withoutKeys(item, fingerprint));
  if (typeof config !== "object" || config === null) return config;
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      (name === "cryptoKey" || name === "wrappedKey") && typeof value === "string" && !value.startsWith("projects/")
        ? fingerprint(value)
        : withoutKeys(value, fingerprint),
    ]),
  );
}

/** The same without any key: to be kept under a name, for others to fill in theirs. */
export function droppedKeys(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(droppedKeys);
  if (typeof config !== "object" || config === null) return config;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => name !== "cryptoKey" && name !== "kmsWrapped")
      .map(([name, value]) => [name, droppedKeys(value)]),
  );
}

/** One spelling for equal configurations: members in the order of their names. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

/** The configuration as people read it in an editor. */
export function configText(config: DeidentifyConfigJson): string {
  return JSON.stringify(config, undefined, 2);
}
