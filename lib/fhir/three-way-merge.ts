import { canonicalText, isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import type { JsonPath } from "./json-path.ts";
import { withServerMeta } from "./server-meta.ts";

/** A value at a place, or nothing there. */
export type MaybeValue = JsonValue | undefined;

/** A place that both sides changed, and not to the same. */
export interface MergeConflict {
  readonly path: JsonPath;
  readonly base: MaybeValue;
  readonly mine: MaybeValue;
  readonly theirs: MaybeValue;
}

/** A place that one side changed, which is taken over without asking. */
export interface MergedChange {
  readonly path: JsonPath;
  readonly side: "mine" | "theirs" | "both";
  readonly base: MaybeValue;
  readonly value: MaybeValue;
}

export interface ThreeWayMerge {
  /** With `mine` at every conflict until it is decided. */
  readonly merged: JsonObject;
  readonly conflicts: readonly MergeConflict[];
  readonly changes: readonly MergedChange[];
}

/**
 * Brings together two changes of one resource. Members of objects are merged one by one. Lists of one length on all three sides are
 * merged item by item; any other list is one value, since positions would no longer mean the same item.
 * `meta.versionId` and `meta.lastUpdated` are the server's: theirs is taken, whatever a text did to them or to all of `meta`.
 * @param choices the side taken at conflicts, by `formatPointer(path)` as `pathKey` spells it
 */
export function mergeThreeWays(
  sides: { readonly base: JsonObject; readonly mine: JsonObject; readonly theirs: JsonObject },
  choices: ReadonlyMap<string, "mine" | "theirs"> = new Map(),
): ThreeWayMerge {
  const run: Run = { conflicts: [], changes: [], choices };
  const { base, theirs } = sides;
  const alike = { base, mine: withServerMeta(sides.mine, base), theirs: withServerMeta(theirs, base) };
  const merged = withServerMeta(mergeObjects(alike, [], run), theirs);
  return { merged, conflicts: run.conflicts, changes: run.changes };
}

/** One spelling of a path, for keys. */
export function pathKey(path: JsonPath): string {
  return JSON.stringify(path);
}

interface Run {
  readonly conflicts: MergeConflict[];
  readonly changes: MergedChange[];
  readonly choices: ReadonlyMap<string, "mine" | "theirs">;
}

interface Sides<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

function mergeObjects({ base, mine, theirs }: Sides<JsonObject>, path: JsonPath, run: Run): JsonObject {
  const merged: JsonObject = {};
  // Mine gives the order: it is what the person sees.
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)])) {
    const value = mergeValues(
      { base: own(base, key), mine: own(mine, key), theirs: own(theirs, key) },
      [...path, key],
      run,
    );
    if (value !== undefined) Object.defineProperty(merged, key, { value, ...ORDINARY });
  }
  return merged;
}

const ORDINARY = { writable: true, enumerable: true, configurable: true };

function mergeValues(sides: Sides<MaybeValue>, path: JsonPath, run: Run): MaybeValue {
  const { base, mine, theirs } = sides;
  const key = pathKey(path);
  if (isSame(mine, theirs)) {
    if (!isSame(base, mine)) run.changes.push({ path, side: "both", base, value: mine });
    return mine;
  }
  if (isJsonObject(base) && isJsonObject(mine) && isJsonObject(theirs))
    return mergeObjects({ base, mine, theirs }, path, run);
  if (isAligned(base, mine, theirs)) return mine.map((_, at) => itemAt({ base, mine, theirs }, at, path, run));
  if (isSame(base, mine)) return take("theirs");
  if (isSame(base, theirs)) return take("mine");
  run.conflicts.push({ path, base, mine, theirs });
  return run.choices.get(key) === "theirs" ? theirs : mine;

  function take(side: "mine" | "theirs"): MaybeValue {
    run.changes.push({ path, side, base, value: sides[side] });
    return sides[side];
  }
}

/** Three lists of one length; narrows the first, and with it the others, by the caller's own reading. */
function isAligned(base: MaybeValue, mine: MaybeValue, theirs: MaybeValue): mine is JsonValue[] {
  return [base, mine, theirs].every(
    (side) => Array.isArray(side) && Array.isArray(mine) && side.length === mine.length,
  );
}

function itemAt(sides: Sides<MaybeValue>, index: number, path: JsonPath, run: Run): JsonValue {
  const at = (side: MaybeValue): MaybeValue => (Array.isArray(side) ? side[index] : undefined);
  const items = { base: at(sides.base), mine: at(sides.mine), theirs: at(sides.theirs) };
  return mergeValues(items, [...path, index], run) ?? null;
}

function own(object: JsonObject, key: string): MaybeValue {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isSame(a: MaybeValue, b: MaybeValue): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalText(a) === canonicalText(b);
}
