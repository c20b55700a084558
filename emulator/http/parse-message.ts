import { fieldViolationError, GoogleError, type FieldViolation } from "./errors.ts";
import { fieldName, snakeCase, type Field, type Message } from "./message.ts";
import { parseBytes, parseDuration, parseInt32, parseInt64, parseTimestamp } from "./parse-scalar.ts";

/** A message as canonical proto3 JSON: camelCase names, no default values, 64-bit integers as strings. */
export type MessageJson = Readonly<Record<string, unknown>>;

/** Protobuf parsers refuse deeper messages. */
const DEEPEST = 100;
/** Enough to repair a body; the rest would be found next time. */
const MOST_VIOLATIONS = 50;

/**
 * Reads a JSON body as a message.
 * @param bytes the raw body; an empty one is the empty message
 * @param root the field of the RPC request that the body is (`fhir_store`), empty when it is the whole request: error messages begin with it
 * Throws GoogleError 400 with one field violation per mistake, worded as Google's front end does (contract section 1.3).
 */
export function parseMessage(message: Message, root: string, bytes: Uint8Array): MessageJson {
  const json = parseJson(bytes);
  const violations: FieldViolation[] = [];
  const parsed = isObject(json)
    ? readMessage(message, json, { path: root, depth: 0, violations })
    : refuse({ path: root, depth: 0, violations }, `(type.googleapis.com/${message.typeName}), ${show(json)}`);
  if (violations.length > 0)
    throw fieldViolationError(violations.map((violation) => violation.description).join("\n"), violations);
  return parsed ?? {};
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new GoogleError("INVALID_ARGUMENT", "Invalid JSON payload received. The body is not valid UTF-8.");
  }
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "";
    // V8 prints a piece of the text behind some of its messages; that piece stays out of ours.
    const position = /at position \d+(?: \(line \d+ column \d+\))?/.exec(reason)?.[0];
    const token = /^Unexpected token '.{1,2}'/su.exec(reason)?.[0];
    const where = token ?? (position && `Unexpected token ${position}`) ?? "Unexpected end of string";
    throw new GoogleError("INVALID_ARGUMENT", `Invalid JSON payload received. ${where}.`);
  }
}

interface Place {
  /** `fhir_store.stream_configs[0]` */
  readonly path: string;
  readonly depth: number;
  readonly violations: FieldViolation[];
}

function readMessage(message: Message, json: object, place: Place): MessageJson | undefined {
  if (place.depth > DEEPEST) return refuse(place, undefined, "Message too deep. Max recursion depth reached.");
  const fields: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(json)) {
    if (place.violations.length >= MOST_VIOLATIONS) break;
    const name = fieldName(message, written);
    const field = name === undefined ? undefined : message.fields[name];
    if (name === undefined || !field) {
      unknownName(place, written, "Cannot find field.");
      continue;
    }
    if (value === null) continue;
    const read = readField(field, value, below(place, snakeCase(name)));
    if (read !== undefined && !isDefault(field, read)) fields[name] = read;
  }
  return fields;
}

function below(place: Place, name: string): Place {
  return { ...place, path: place.path === "" ? name : `${place.path}.${name}`, depth: place.depth + 1 };
}

const SCALARS = {
  string: ["TYPE_STRING", (value: unknown) => (typeof value === "string" ? value : undefined)],
  bool: ["TYPE_BOOL", (value: unknown) => (typeof value === "boolean" ? value : undefined)],
  int32: ["TYPE_INT32", parseInt32],
  int64: ["TYPE_INT64", parseInt64],
  bytes: ["TYPE_BYTES", parseBytes],
  duration: ["type.googleapis.com/google.protobuf.Duration", parseDuration],
  timestamp: ["type.googleapis.com/google.protobuf.Timestamp", parseTimestamp],
} as const;

function readField(field: Field, value: unknown, place: Place): unknown {
  if (field.kind === "message") return readInner(field.message(), value, place);
  if (field.kind === "list")
    return Array.isArray(value)
      ? readList(field.element, value, place)
      : refuse(place, `(repeated field), ${show(value)}`);
  if (field.kind === "map")
    return isObject(value) ? readMap(field.value, value, place) : refuse(place, `(Map), ${show(value)}`);
  if (field.kind === "enum") {
    const isKnown = typeof value === "string" && (value === field.unspecified || field.values.includes(value));
    return isKnown ? value : refuse(place, `(type.googleapis.com/${field.typeName}), ${show(value)}`);
  }
  const [typeName, read] = SCALARS[field.kind];
  return read(value) ?? refuse(place, `(${typeName}), ${show(value)}`);
}

function readInner(message: Message, value: unknown, place: Place): MessageJson | undefined {
  if (Array.isArray(value)) return unknownName(place, undefined, "Proto field is not repeating, cannot start list.");
  return isObject(value)
    ? readMessage(message, value, place)
    : refuse(place, `(type.googleapis.com/${message.typeName}), ${show(value)}`);
}

function readList(element: Field, values: readonly unknown[], place: Place): unknown[] {
  const read: unknown[] = [];
  for (const [index, value] of values.entries()) {
    if (place.violations.length >= MOST_VIOLATIONS) break;
    read.push(readField(element, value, { ...place, path: `${place.path}[${index}]`, depth: place.depth + 1 }));
  }
  return read;
}

function readMap(field: Field, json: object, place: Place): Record<string, unknown> {
  // Without a prototype: a key may be called `__proto__`.
  const entries = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(json)) {
    if (place.violations.length >= MOST_VIOLATIONS) break;
    entries[key] = readField(field, value, { ...place, path: `${place.path}[${show(key)}]`, depth: place.depth + 1 });
  }
  return entries;
}

/** What proto3 JSON leaves out of an answer. An empty message is kept: that it is there says something. */
function isDefault(field: Field, value: unknown): boolean {
  if (field.kind === "enum") return value === field.unspecified;
  if (field.kind === "map") return Object.keys(value as object).length === 0;
  if (field.kind === "list") return (value as unknown[]).length === 0;
  return value === false || value === 0 || value === "" || (field.kind === "int64" && value === "0");
}

function refuse(place: Place, detail: string | undefined, message?: string): undefined {
  const where = place.path === "" ? "" : ` at '${place.path}'`;
  place.violations.push({ field: place.path, description: message ?? `Invalid value${where} ${detail ?? ""}` });
  return undefined;
}

function unknownName(place: Place, name: string | undefined, reason: string): undefined {
  const parts = place.path.split(".");
  const parent = name === undefined ? parts.slice(0, -1).join(".") : place.path;
  const shown = show(name ?? parts.at(-1));
  const where = parent === "" ? "" : ` at '${parent}'`;
  const description = `Invalid JSON payload received. Unknown name ${shown}${where}: ${reason}`;
  place.violations.push({ field: parent, description });
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A short picture of a wrong value. Containers are not printed: they may be deep, large, and hold anything. */
function show(value: unknown): string {
  if (Array.isArray(value)) return "[…]";
  if (typeof value === "object" && value !== null) return "{…}";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : String(value);
}
