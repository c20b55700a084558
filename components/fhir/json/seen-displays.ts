import { displaysIn } from "#lib/fhir/annotate-terminology.ts";
import type { Definitions } from "#lib/fhir/definitions.ts";
import { isJsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";

/** Displays by `system|code` of every resource opened since the page was loaded. In memory only. */
const seen = new Map<string, Set<string>>();

/** Adds the codings of a resource to what is known, and answers what was known before it. */
export function rememberDisplays(
  resource: JsonValue,
  definitions: Definitions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map([...seen].map(([code, displays]) => [code, new Set(displays)]));
  if (!isJsonObject(resource)) return before;
  for (const [code, displays] of displaysIn(resource, definitions, { base: [], entersEntries: true })) {
    seen.set(code, new Set([...(seen.get(code) ?? []), ...displays]));
  }
  return before;
}
