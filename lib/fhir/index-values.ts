import { money, number, numberOfRange, quantity, quantityOfRange, sampledData } from "./index-quantities.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonValue } from "./lossless-json.ts";
import { normalizeText } from "./normalize-text.ts";
import { parseReference } from "./references.ts";
import { BEGINNING_OF_TIME, END_OF_TIME, dateRange } from "./search-ranges.ts";
import type { Range } from "./search-ranges.ts";
import type { IndexValue, SearchParamType } from "./search-types.ts";

/** Turns one element's value into index values; malformed values give none. */
export type Converter = (value: JsonValue, emit: (value: IndexValue) => void, codeSystem: string) => void;

/**
 * The converter for a parameter type and an element type, undefined where the pair cannot be searched (a string parameter on a Quantity).
 * FHIR R4 §3.1.1.4 tells which element types each parameter type reads.
 */
export function converterFor(paramType: SearchParamType, elementType: string): Converter | undefined {
  return CONVERTERS[paramType][elementType];
}

const QUANTITIES = {
  Quantity: quantity,
  Age: quantity,
  Count: quantity,
  Distance: quantity,
  Duration: quantity,
  SimpleQuantity: quantity,
};
const STRINGS = { string: text, markdown: text, code: text, id: text, uri: text, url: text };
const URIS = { uri, url: uri, canonical: uri, oid: uri, uuid: uri, id: uri };
const NUMBERS = { decimal: number, integer: number, positiveInt: number, unsignedInt: number };

const CONVERTERS: Readonly<Record<SearchParamType, Readonly<Record<string, Converter>>>> = {
  string: { ...STRINGS, HumanName: humanName, Address: address },
  token: {
    code,
    string: code,
    id: code,
    uri: code,
    url: code,
    canonical: code,
    boolean: code,
    Coding: coding,
    CodeableConcept: codeableConcept,
    Identifier: identifier,
    ContactPoint: contactPoint,
  },
  date: { date, dateTime: date, instant: date, Period: period, Timing: timing },
  number: { ...NUMBERS, Range: numberOfRange },
  quantity: { ...QUANTITIES, Money: money, Range: quantityOfRange, SampledData: sampledData },
  reference: { Reference: reference, canonical: link, uri: link, url: link },
  uri: URIS,
  composite: {},
  special: {},
};

/** Words that a search may start at: all of them but in texts of pages, whose index would outgrow them. */
const MAX_WORDS = 1000;

/**
 * A value is found by the beginning of any of its words: "Anna Maria" gives "anna maria" and "maria", both with the whole value for `:exact`.
 * The whole comes first, for sorting.
 */
function text(value: JsonValue, emit: (value: IndexValue) => void): void {
  if (typeof value !== "string" || value === "") return;
  let normalized = normalizeText(value);
  for (let words = 0; words < MAX_WORDS; words += 1) {
    emit({ kind: "string", value, normalized });
    const space = normalized.indexOf(" ");
    if (space < 0) return;
    normalized = normalized.slice(space + 1);
  }
}

function humanName(value: JsonValue, emit: (value: IndexValue) => void): void {
  partsAsText(value, ["family", "given", "text", "prefix", "suffix"], emit);
}

function address(value: JsonValue, emit: (value: IndexValue) => void): void {
  partsAsText(value, ["text", "line", "city", "district", "state", "postalCode", "country"], emit);
}

function partsAsText(value: JsonValue, parts: readonly string[], emit: (value: IndexValue) => void): void {
  if (!isJsonObject(value)) return;
  for (const part of parts) for (const item of listOf(value[part])) text(item, emit);
}

function code(value: JsonValue, emit: (value: IndexValue) => void, codeSystem: string): void {
  if (typeof value === "string" && value !== "") emit({ kind: "token", system: codeSystem, code: value, text: "" });
  else if (typeof value === "boolean") emit({ kind: "token", system: "", code: String(value), text: "" });
}

function coding(value: JsonValue, emit: (value: IndexValue) => void): void {
  if (!isJsonObject(value)) return;
  const token = { system: stringOf(value["system"]), code: stringOf(value["code"]), text: stringOf(value["display"]) };
  if (token.system !== "" || token.code !== "" || token.text !== "") emit({ kind: "token", ...token });
}

/** The concept's own text is searched by `:text` like the displays; it has no code. */
function codeableConcept(value: JsonValue, emit: (value: IndexValue) => void): void {
  if (!isJsonObject(value)) return;
  for (const item of listOf(value["coding"])) coding(item, emit);
  const conceptText = stringOf(value["text"]);
  if (conceptText !== "") emit({ kind: "token", system: "", code: "", text: conceptText });
}

function identifier(value: JsonValue, emit: (value: IndexValue) => void): void {
  const token = identifierToken(value);
  if (token === undefined || !isJsonObject(value)) return;
  const type = value["type"];
  emit({ kind: "token", ...token, text: isJsonObject(type) ? stringOf(type["text"]) : "" });
}

function identifierToken(value: JsonValue | undefined): { system: string; code: string } | undefined {
  if (!isJsonObject(value)) return undefined;
  const token = { system: stringOf(value["system"]), code: stringOf(value["value"]) };
  return token.system === "" && token.code === "" ? undefined : token;
}

function contactPoint(value: JsonValue, emit: (value: IndexValue) => void): void {
  const contact = isJsonObject(value) ? stringOf(value["value"]) : "";
  if (contact !== "") emit({ kind: "token", system: "", code: contact, text: "" });
}

function date(value: JsonValue, emit: (value: IndexValue) => void): void {
  const range = rangeOf(value);
  if (range !== undefined) emit({ kind: "date", ...range });
}

function period(value: JsonValue, emit: (value: IndexValue) => void): void {
  const range = periodRange(value);
  if (range !== undefined) emit({ kind: "date", ...range });
}

/** From the first event or start to the last event or end (FHIR R4 §3.1.1.4.5). */
function timing(value: JsonValue, emit: (value: IndexValue) => void): void {
  if (!isJsonObject(value)) return;
  const repeat = value["repeat"];
  const bounds = isJsonObject(repeat) ? periodRange(repeat["boundsPeriod"]) : undefined;
  const ranges = [...listOf(value["event"]).map(rangeOf), bounds].filter((range) => range !== undefined);
  if (ranges.length === 0) return;
  emit({
    kind: "date",
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  });
}

function rangeOf(value: JsonValue | undefined): Range | undefined {
  return typeof value === "string" ? dateRange(value) : undefined;
}

function periodRange(value: JsonValue | undefined): Range | undefined {
  if (!isJsonObject(value)) return undefined;
  const start = rangeOf(value["start"]);
  const end = rangeOf(value["end"]);
  if (start === undefined && end === undefined) return undefined;
  return { low: start?.low ?? BEGINNING_OF_TIME, high: end?.high ?? END_OF_TIME };
}

function reference(value: JsonValue, emit: (value: IndexValue) => void): void {
  if (!isJsonObject(value)) return;
  const url = stringOf(value["reference"]);
  const logical = identifierToken(value["identifier"]);
  if (url === "" && logical === undefined) return;
  const parsed = parseReference(url);
  emit({ kind: "reference", type: parsed?.type ?? "", id: parsed?.id ?? "", url, identifier: logical });
}

/** A canonical is also found without its version. */
function link(value: JsonValue, emit: (value: IndexValue) => void): void {
  for (const url of spellingsOf(value)) {
    const parsed = parseReference(url);
    emit({ kind: "reference", type: parsed?.type ?? "", id: parsed?.id ?? "", url, identifier: undefined });
  }
}

function uri(value: JsonValue, emit: (value: IndexValue) => void): void {
  for (const url of spellingsOf(value)) emit({ kind: "uri", value: url });
}

function spellingsOf(value: JsonValue): readonly string[] {
  if (typeof value !== "string" || value === "") return [];
  const bar = value.indexOf("|");
  return bar < 0 ? [value] : [value, value.slice(0, bar)];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function stringOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
