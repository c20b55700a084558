import { canonicalText, isJsonObject, isRawNumber, numberOf } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";

/** The patch is malformed, points nowhere or a `test` failed; nothing was applied. */
export class JsonPatchError extends Error {
  readonly reason: "malformed" | "path" | "test";
  /** Index of the operation, or undefined when the patch is no array. */
  readonly index: number | undefined;
  constructor(message: string, reason: "malformed" | "path" | "test", index: number | undefined) {
    super(message);
    this.name = "JsonPatchError";
    this.reason = reason;
    this.index = index;
  }
}

/** Applies an RFC 6902 patch to a copy; raw numbers survive. Throws JsonPatchError. */
export function applyJsonPatch(document: JsonValue, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch))
    throw new JsonPatchError("a JSON Patch must be an array of operations", "malformed", undefined);
  let root = copy(document);
  for (const [index, operation] of patch.entries()) {
    try {
      root = applyOperation(root, operation);
    } catch (error) {
      if (!(error instanceof PatchProblem)) throw error;
      throw new JsonPatchError(`operation ${String(index)}: ${error.message}`, error.reason, index);
    }
  }
  return root;
}

class PatchProblem extends Error {
  readonly reason: JsonPatchError["reason"];
  constructor(reason: JsonPatchError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

type Pointer = readonly string[];

function applyOperation(root: JsonValue, operation: JsonValue): JsonValue {
  if (!isJsonObject(operation)) throw new PatchProblem("malformed", "not an object");
  const { op } = operation;
  const apply = typeof op === "string" && Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op] : undefined;
  if (apply === undefined)
    throw new PatchProblem("malformed", `unknown "op"; expected ${Object.keys(OPERATIONS).join(", ")}`);
  return apply(root, pointerOf(operation, "path"), operation);
}

const OPERATIONS: Readonly<Record<string, (root: JsonValue, path: Pointer, operation: JsonObject) => JsonValue>> = {
  add: (root, path, operation) => add(root, path, copy(valueOf(operation))),
  remove: (root, path) => {
    remove(root, path);
    return path.length === 0 ? null : root;
  },
  replace: (root, path, operation) => {
    const value = copy(valueOf(operation));
    // Removing first makes sure that there is something to replace; the index stays good for adding.
    if (path.length > 0) remove(root, path);
    return add(root, path, value);
  },
  move: (root, path, operation) => move(root, pointerOf(operation, "from"), path),
  copy: (root, path, operation) => add(root, path, copy(find(root, pointerOf(operation, "from")))),
  test: (root, path, operation) => {
    if (areEqual(find(root, path), valueOf(operation))) return root;
    throw new PatchProblem("test", `test failed at "${textOf(path)}"`);
  },
};

function pointerOf(operation: JsonObject, name: "path" | "from"): Pointer {
  const text = operation[name];
  if (typeof text !== "string") throw new PatchProblem("malformed", `"${name}" must be a JSON Pointer`);
  if (text === "") return [];
  if (!text.startsWith("/") || /~(?![01])/u.test(text))
    throw new PatchProblem("malformed", `"${name}" is not a JSON Pointer`);
  return text
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueOf(operation: JsonObject): JsonValue {
  const { value } = operation;
  if (value === undefined) throw new PatchProblem("malformed", '"value" is missing');
  return value;
}

function find(root: JsonValue, pointer: Pointer): JsonValue {
  let node: JsonValue = root;
  for (const [depth, step] of pointer.entries()) {
    const child: JsonValue | undefined = childOf(node, step);
    if (child === undefined) throw new PatchProblem("path", `nothing is at "${textOf(pointer.slice(0, depth + 1))}"`);
    node = child;
  }
  return node;
}

/** Own members only: `/__proto__/x` and `/constructor` find nothing that the document does not spell out. */
function childOf(node: JsonValue, step: string): JsonValue | undefined {
  if (Array.isArray(node)) return isIndex(step) ? node[Number(step)] : undefined;
  return isJsonObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
}

function isIndex(step: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/u.test(step);
}

function add(root: JsonValue, pointer: Pointer, value: JsonValue): JsonValue {
  const last = pointer.at(-1);
  if (last === undefined) return value;
  const parent = find(root, pointer.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === "-" ? parent.length : Number(last);
    if ((last !== "-" && !isIndex(last)) || index > parent.length)
      throw new PatchProblem("path", `no such index: "${textOf(pointer)}"`);
    parent.splice(index, 0, value);
  } else if (isJsonObject(parent)) {
    // Assignment to __proto__ would change the prototype instead.
    Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
  } else {
    throw new PatchProblem("path", `"${textOf(pointer.slice(0, -1))}" is neither object nor array`);
  }
  return root;
}

function remove(root: JsonValue, pointer: Pointer): JsonValue {
  const removed = find(root, pointer);
  const last = pointer.at(-1);
  if (last === undefined) return removed;
  const parent = find(root, pointer.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isJsonObject(parent)) Reflect.deleteProperty(parent, last);
  return removed;
}

function move(root: JsonValue, from: Pointer, path: Pointer): JsonValue {
  const isOwnChild = path.length > from.length && from.every((step, index) => step === path[index]);
  if (isOwnChild) throw new PatchProblem("path", `cannot move "${textOf(from)}" into itself`);
  if (from.length === path.length && from.every((step, index) => step === path[index])) {
    find(root, from);
    return root;
  }
  return add(root, path, remove(root, from));
}

function textOf(pointer: Pointer): string {
  return pointer.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Numbers compare by value, objects without regard to order (RFC 6902 §4.6). */
function areEqual(a: JsonValue, b: JsonValue): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined || y !== undefined) return x === y;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => areEqual(item, b[index] ?? null));
  if (!isJsonObject(a) || !isJsonObject(b)) return canonicalText(a) === canonicalText(b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && areEqual(a[key] ?? null, b[key] ?? null))
  );
}

function copy(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(copy);
  if (isRawNumber(value) || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
