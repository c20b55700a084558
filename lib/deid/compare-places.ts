import type { ComparedPlace } from "#lib/contract/console/deid-dry-run-result.ts";
import { leafChanges, type SamplePair } from "./sample-pairs.ts";

const MOST = 300;

/** What became of the places of sampled items, type by type: counts alone, so that it can be kept and shown to anybody. */
export function comparePlaces(pairs: readonly SamplePair[]): ComparedPlace[] {
  const places = new Map<string, ComparedPlace>();
  for (const { before, after } of pairs) {
    if (!after) continue;
    for (const change of leafChanges(before.leaves, after.leaves)) {
      const path = change.path.replaceAll(/\[\d+\]/g, "");
      const key = `${before.group} ${path}`;
      const place = places.get(key) ?? { group: before.group, path, changed: 0, removed: 0, added: 0 };
      places.set(key, { ...place, [verb(change)]: place[verb(change)] + 1 });
    }
  }
  return [...places.values()]
    .toSorted((a, b) => a.group.localeCompare(b.group) || a.path.localeCompare(b.path))
    .slice(0, MOST);
}

function verb({
  before,
  after,
}: {
  readonly before: unknown;
  readonly after: unknown;
}): "changed" | "removed" | "added" {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}
