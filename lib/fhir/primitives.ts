import { isRawNumber } from "./lossless-json.ts";
import type { JsonValue } from "./lossless-json.ts";
import { dateRange } from "./search-ranges.ts";

/** Lexical rules of FHIR R4 §2.24.0.1 "Primitive types". True when `value` may stand for the type in JSON. */
export function isPrimitive(type: string, value: JsonValue): boolean {
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  return check === undefined ? typeof value === "string" : check(value);
}

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u;
const DATE_TIME = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/u;
const INTEGER = /^(?:0|-?[1-9]\d*)$/u;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/u;
/** 1 MB, the longest string of R4. */
const MAX_STRING = 1_048_576;
const MAX_INTEGER = 2_147_483_647;

const CHECKS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  decimal: (value) => typeof value === "number" || isRawNumber(value),
  integer: (value) => isInteger(value, -MAX_INTEGER - 1),
  unsignedInt: (value) => isInteger(value, 0),
  positiveInt: (value) => isInteger(value, 1),
  string: (value) => typeof value === "string" && value !== "" && value.length <= MAX_STRING,
  markdown: (value) => typeof value === "string" && value !== "",
  xhtml: (value) => typeof value === "string",
  base64Binary: (value) => typeof value === "string" && isBase64(value),
  date: (value) => typeof value === "string" && DATE.test(value) && dateRange(value) !== undefined,
  dateTime: (value) => typeof value === "string" && DATE_TIME.test(value) && dateRange(value) !== undefined,
  instant: (value) => typeof value === "string" && INSTANT.test(value) && dateRange(value) !== undefined,
  time: matches(TIME),
  code: matches(/^\S+(?:\s\S+)*$/u),
  id: matches(/^[A-Za-z0-9\-.]{1,64}$/u),
  uri: matches(/^\S+$/u),
  url: matches(/^\S+$/u),
  canonical: matches(/^\S+$/u),
  oid: matches(/^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/u),
  uuid: matches(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u),
};

function matches(pattern: RegExp): (value: JsonValue) => boolean {
  return (value) => typeof value === "string" && pattern.test(value);
}

function isInteger(value: JsonValue, min: number): boolean {
  // 1.0 and 1e2 arrive raw: a number kept plain is spelled as it prints.
  if (typeof value !== "number" || !INTEGER.test(String(value))) return false;
  return value >= min && value <= MAX_INTEGER;
}

/** Whitespace is allowed between the characters (RFC 4648 as MIME wraps it). */
function isBase64(text: string): boolean {
  return text !== "" && BASE64.test(text) && text.replaceAll(/\s/gu, "").length % 4 === 0;
}
