import { findSyntaxError, pathAt } from "./json-syntax.ts";
import type { SyntaxProblem } from "./json-syntax.ts";
import { scanNumbers } from "./json-numbers.ts";

/** JSON whose numbers keep their spelling: FHIR decimals carry precision (R4 §2.24.0.1 "decimal"), so 0.10 must not come back as 0.1. */

/** A number kept byte for byte; made by `JSON.rawJSON` (ES2026 "JSON.parse source text access") and written back by JSON.stringify. */
export interface RawNumber {
  readonly rawJSON: string;
}
export type JsonValue = null | boolean | number | string | RawNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for a JSON object, false for arrays, raw numbers and scalars. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

export function isRawNumber(value: JsonValue | undefined): value is RawNumber {
  return typeof value === "object" && value !== null && rawJson.isRawJSON(value);
}

/** TypeScript 6 has no typings of the proposal yet. */
const rawJson: {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): boolean;
} = JSON as never;

/** The text is not JSON, or nests deeper than allowed. `line` and `column` count from 1, `offset` from 0. */
export class JsonSyntaxError extends Error {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** Where the reader was, as FHIRPath-like path: `entry[4].resource`. Empty at the root. */
  readonly path: string;
  constructor(message: string, at: { offset: number; line: number; column: number; path: string }) {
    super(message);
    this.name = "JsonSyntaxError";
    this.offset = at.offset;
    this.line = at.line;
    this.column = at.column;
    this.path = at.path;
  }
}

/** Deep enough for any document, shallow enough for every recursive function here. */
const MAX_DEPTH = 500;

/**
 * Parses JSON. A number whose spelling JSON.stringify would change (0.10, 1e2, 12345678901234567890, -0) becomes a RawNumber. `__proto__` is an
 * ordinary key. Throws JsonSyntaxError for malformed text and for nesting beyond `maxDepth` levels (500).
 */
export function parseJson(text: string, options: { readonly maxDepth?: number } = {}): JsonValue {
  const maxDepth = options.maxDepth ?? MAX_DEPTH;
  const scan = scanNumbers(text, maxDepth);
  if (scan.tooDeepAt !== undefined) {
    throw syntaxError(text, {
      offset: scan.tooDeepAt,
      path: pathAt(text, scan.tooDeepAt),
      message: `nested deeper than ${String(maxDepth)} levels`,
    });
  }
  try {
    return scan.hasFragileNumber ? (JSON.parse(text, keepSpelling) as JsonValue) : (JSON.parse(text) as JsonValue);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw syntaxError(text, findSyntaxError(text));
  }
}

/** Compact JSON with the keys of every object in alphabetical (code unit) order, raw numbers as they were. */
export function canonicalText(value: JsonValue): string {
  const ordered = inOrder(value);
  return ordered === undefined ? memberByMember(value) : JSON.stringify(ordered);
}

function memberByMember(value: JsonValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(memberByMember).join(",")}]`;
  if (isRawNumber(value)) return value.rawJSON;
  let text = "";
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${memberByMember(member)}`;
  }
  return `{${text}}`;
}

/** What JSON.stringify writes in canonical order: the value itself where it has it already. Undefined when an object cannot be put in it. */
function inOrder(value: JsonValue): JsonValue | undefined {
  if (typeof value !== "object" || value === null || isRawNumber(value)) return value;
  return Array.isArray(value) ? itemsInOrder(value) : membersInOrder(value);
}

function itemsInOrder(items: JsonValue[]): JsonValue[] | undefined {
  let copy: JsonValue[] | undefined;
  for (const [index, item] of items.entries()) {
    const ordered = inOrder(item);
    if (ordered === undefined) return undefined;
    if (ordered !== item) (copy ??= [...items])[index] = ordered;
  }
  return copy ?? items;
}

function membersInOrder(object: JsonObject): JsonObject | undefined {
  const keys = Object.keys(object);
  if (keys.some(hasPlaceOfItsOwn)) return undefined;
  const isOrdered = keys.every((key, index) => (keys[index - 1] ?? "") <= key);
  let copy: JsonObject | undefined = isOrdered ? undefined : {};
  for (const key of isOrdered ? keys : keys.toSorted()) {
    const member = object[key];
    if (member === undefined) continue;
    const ordered = inOrder(member);
    if (ordered === undefined) return undefined;
    if (ordered !== member) copy ??= { ...object };
    if (copy) copy[key] = ordered;
  }
  return copy ?? object;
}

/** JavaScript puts numbers first, and takes this one name for the prototype. */
function hasPlaceOfItsOwn(key: string): boolean {
  const first = key.charCodeAt(0);
  return (first >= DIGIT_ZERO && first <= DIGIT_NINE) || key === "__proto__";
}

const DIGIT_ZERO = 0x30;
const DIGIT_NINE = 0x39;

/** The number, whether kept raw or not; undefined for anything else. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return isRawNumber(value) ? Number(value.rawJSON) : undefined;
}

function keepSpelling(_key: string, value: JsonValue, context?: { source?: string }): JsonValue {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return JSON.stringify(value) === context.source ? value : rawJson.rawJSON(context.source);
}

function syntaxError(text: string, problem: SyntaxProblem): JsonSyntaxError {
  const before = text.slice(0, problem.offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return new JsonSyntaxError(problem.message, { ...problem, line, column: problem.offset - lineStart + 1 });
}
