import type { JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { isSameJson, pairItems } from "./pair-items.ts";

/** A value as it stands on one side: its name or position in the value that holds it. */
export interface DiffSide {
  readonly key: string | number;
  readonly value: JsonValue;
}

/** How one value became another. */
export interface DiffNode {
  /** `edited`: an object or array with changes inside; `replaced`: another value, or a value of another kind. */
  readonly status: "same" | "edited" | "replaced" | "added" | "removed";
  /** An item of an array that stands elsewhere among its neighbours. */
  readonly isMoved: boolean;
  /** Undefined for what was added. */
  readonly before: DiffSide | undefined;
  /** Undefined for what was removed. */
  readonly after: DiffSide | undefined;
  /** Of an edited value, those that stayed the same included: in the order of `after`, removed ones where they stood. */
  readonly children: readonly DiffNode[];
}

/** A place on one side of a change, from the root of that document. */
export interface ChangePlace {
  readonly path: JsonPath;
  readonly value: JsonValue;
}

/** One change a reader thinks of as one: an added object is one change, not one for each of its members. */
export type Change =
  /** `holder`: the object or array, on the other side, that it was put into or taken out of. */
  | { readonly kind: "added"; readonly before: undefined; readonly after: ChangePlace; readonly holder: JsonPath }
  | { readonly kind: "removed"; readonly before: ChangePlace; readonly after: undefined; readonly holder: JsonPath }
  | { readonly kind: "changed" | "moved"; readonly before: ChangePlace; readonly after: ChangePlace };

/**
 * Compares two resources by meaning: members by name whatever their order, array items by identity (lib/fhir/pair-items.ts),
 * decimals by their spelling, since `1.0` and `1.00` differ in precision (FHIR R4 §2.24.0.1).
 */
export function diffJson(before: JsonValue, after: JsonValue): DiffNode {
  return diffValues({ key: "", value: before }, { key: "", value: after }, false);
}

/** The changes of a diff in document order. An item that moved and was edited gives the move and what changed inside. */
export function changesOf(diff: DiffNode): readonly Change[] {
  const changes: Change[] = [];
  collect(diff, { before: [], after: [] }, changes);
  return changes;
}

/** `meta.versionId` and `meta.lastUpdated`, which the server changes with every write. */
export function isBookkeeping({ before, after }: Change): boolean {
  const path = (after ?? before).path;
  return path.length === 2 && path[0] === "meta" && (path[1] === "versionId" || path[1] === "lastUpdated");
}

function diffValues(before: DiffSide, after: DiffSide, isMoved: boolean): DiffNode {
  const node = { isMoved, before, after };
  if (isSameJson(before.value, after.value)) return { ...node, status: "same", children: [] };
  if (Array.isArray(before.value) && Array.isArray(after.value)) {
    return { ...node, status: "edited", children: diffItems(before.value, after.value) };
  }
  if (isJsonObject(before.value) && isJsonObject(after.value) && isOneType(before.value, after.value)) {
    return { ...node, status: "edited", children: diffMembers(before.value, after.value) };
  }
  return { ...node, status: "replaced", children: [] };
}

function isOneType(before: JsonObject, after: JsonObject): boolean {
  return before["resourceType"] === after["resourceType"];
}

function diffItems(before: readonly JsonValue[], after: readonly JsonValue[]): DiffNode[] {
  return pairItems(before, after).map((pair) =>
    diffSides(sideAt(before, pair.before), sideAt(after, pair.after), pair.isMoved),
  );
}

function sideAt(items: readonly JsonValue[], at: number | undefined): DiffSide | undefined {
  return at === undefined ? undefined : { key: at, value: items[at] ?? null };
}

function diffMembers(before: JsonObject, after: JsonObject): DiffNode[] {
  const nodes: DiffNode[] = [];
  const names = Object.keys(before);
  const gone = (at: number) => names[at] !== undefined && !Object.hasOwn(after, names[at]);
  const takeRemoved = (from: number) => {
    for (let at = from; gone(at); at += 1) nodes.push(diffSides(memberSide(before, names[at] ?? ""), undefined, false));
  };
  const positions = new Map(names.map((name, at) => [name, at]));
  takeRemoved(0);
  for (const name of Object.keys(after)) {
    nodes.push(diffSides(memberSide(before, name), memberSide(after, name), false));
    const at = positions.get(name);
    if (at !== undefined) takeRemoved(at + 1);
  }
  return nodes;
}

function memberSide(holder: JsonObject, name: string): DiffSide | undefined {
  return Object.hasOwn(holder, name) ? { key: name, value: holder[name] ?? null } : undefined;
}

function diffSides(before: DiffSide | undefined, after: DiffSide | undefined, isMoved: boolean): DiffNode {
  if (before !== undefined && after !== undefined) return diffValues(before, after, isMoved);
  return { status: before === undefined ? "added" : "removed", isMoved: false, before, after, children: [] };
}

interface Paths {
  readonly before: JsonPath;
  readonly after: JsonPath;
}

function collect(node: DiffNode, paths: Paths, changes: Change[]): void {
  const before = node.before && { path: paths.before, value: node.before.value };
  const after = node.after && { path: paths.after, value: node.after.value };
  if (before === undefined) {
    if (after !== undefined) changes.push({ kind: "added", before, after, holder: paths.before });
    return;
  }
  if (after === undefined) {
    changes.push({ kind: "removed", before, after, holder: paths.after });
    return;
  }
  if (node.isMoved) changes.push({ kind: "moved", before, after });
  if (node.status === "replaced") changes.push({ kind: "changed", before, after });
  for (const child of node.children) {
    if (child.status === "same" && !child.isMoved) continue;
    collect(child, { before: step(paths.before, child.before), after: step(paths.after, child.after) }, changes);
  }
}

function step(path: JsonPath, side: DiffSide | undefined): JsonPath {
  return side === undefined ? path : [...path, side.key];
}
