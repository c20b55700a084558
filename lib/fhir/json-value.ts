import type { JsonDocument } from "./json-document.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";

/** Deeper than any FHIR resource; what lies deeper is left out, so that no walk over the value can run out of stack. */
export const MAX_DEPTH = 200;

/**
 * The decoded value of a node, for rules that ask about meaning. `isLeftOut` prunes values, such as the resources of a
 * large bundle; of an array only the last items may be left out, so that the others keep their positions. Numbers lose their spelling here: take them from `document.sourceOf` where it matters.
 */
export function valueOf(document: JsonDocument, node: number, isLeftOut: (node: number) => boolean): JsonValue {
  return read(document, node, isLeftOut, 0);
}

function read(document: JsonDocument, node: number, isLeftOut: (node: number) => boolean, depth: number): JsonValue {
  if (depth > MAX_DEPTH) return null;
  switch (document.kindOf(node)) {
    case "object":
      return readObject(document, node, isLeftOut, depth);
    case "array":
      return readArray(document, node, isLeftOut, depth);
    case "string":
      return document.stringOf(node) ?? "";
    case "number":
      return Number(document.sourceOf(node));
    case "boolean":
      return document.sourceOf(node) === "true";
    default:
      return null;
  }
}

// Both walk by the nodes' own numbers: a generator for each of half a million values costs a third of reading them.

function readArray(
  document: JsonDocument,
  node: number,
  isLeftOut: (node: number) => boolean,
  depth: number,
): JsonValue[] {
  const items: JsonValue[] = [];
  const { after } = document.nodes;
  const end = after[node] ?? 0;
  for (let child = node + 1; child < end; child = after[child] ?? end) {
    if (!isLeftOut(child)) items.push(read(document, child, isLeftOut, depth + 1));
  }
  return items;
}

function readObject(
  document: JsonDocument,
  node: number,
  isLeftOut: (node: number) => boolean,
  depth: number,
): JsonObject {
  const members: Record<string, JsonValue> = {};
  const { after } = document.nodes;
  const end = after[node] ?? 0;
  for (let child = node + 1; child < end; child = after[child] ?? end) {
    if (isLeftOut(child)) continue;
    const key = document.keyOf(child) ?? "";
    const value = read(document, child, isLeftOut, depth + 1);
    if (key !== "__proto__") members[key] = value;
    // Assigned, it would change the object's nature; defined, it stays a member.
    else Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return members;
}
