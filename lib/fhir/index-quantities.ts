import { isJsonObject, isRawNumber, numberOf } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { numberRange, type Range } from "./search-ranges.ts";
import type { IndexValue } from "./search-types.ts";

/*
 * Index values of numbers and quantities (FHIR R4 §3.1.1.4.6 and §3.1.1.4.11); malformed ones give none.
 */

type Emit = (value: IndexValue) => void;

/** A decimal or integer. */
export function number(value: JsonValue, emit: Emit): void {
  const range = numberRange(spelling(value));
  if (range !== undefined) emit({ kind: "number", ...range });
}

/** RiskAssessment.prediction.probabilityRange. */
export function numberOfRange(value: JsonValue, emit: Emit): void {
  const bounds = boundsOf(value);
  if (bounds !== undefined) emit({ kind: "number", value: bounds.value, low: bounds.low, high: bounds.high });
}

/** Quantity and the types made of it. */
export function quantity(value: JsonValue, emit: Emit): void {
  if (!isJsonObject(value)) return;
  const range = numberRange(spelling(value["value"]));
  if (range !== undefined) emit({ kind: "quantity", ...compared(range, value["comparator"]), ...unitOf(value) });
}

/** The currency is the unit (ISO 4217). */
export function money(value: JsonValue, emit: Emit): void {
  if (!isJsonObject(value)) return;
  const range = numberRange(spelling(value["value"]));
  const currency = memberText(value, "currency");
  if (range !== undefined)
    emit({ kind: "quantity", ...range, system: "urn:iso:std:iso:4217", code: currency, unit: currency });
}

/** Unknown ends lie at infinity. */
export function quantityOfRange(value: JsonValue, emit: Emit): void {
  const bounds = boundsOf(value);
  if (bounds === undefined) return;
  emit({ kind: "quantity", value: bounds.value, low: bounds.low, high: bounds.high, ...unitOf(bounds.unit) });
}

/** "Just search on the bounds of the values in sampled data" (SearchParameter Observation-value-quantity). */
export function sampledData(value: JsonValue, emit: Emit): void {
  if (!isJsonObject(value)) return;
  const origin = objectOf(value["origin"]);
  const zero = numberOf(origin["value"]);
  const factor = numberOf(value["factor"]) ?? 1;
  if (zero === undefined) return;
  let [low, high] = [Number.MAX_VALUE, -Number.MAX_VALUE];
  for (const text of memberText(value, "data").split(" ")) {
    // "E", "L" and "U" stand for an error and for points beyond the limits.
    const measured = numberRange(text)?.value;
    if (measured === undefined) continue;
    low = Math.min(low, zero + measured * factor);
    high = Math.max(high, zero + measured * factor);
  }
  if (low <= high) emit({ kind: "quantity", value: low, low, high, ...unitOf(origin) });
}

/** "<5" may be any smaller number but not 5 itself. */
function compared(range: Range & { value: number }, comparator: JsonValue | undefined): Range & { value: number } {
  const { value } = range;
  const step = Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE);
  if (comparator === "<") return { value, low: -Number.MAX_VALUE, high: value - step };
  if (comparator === "<=") return { value, low: -Number.MAX_VALUE, high: value };
  if (comparator === ">=") return { value, low: value, high: Number.MAX_VALUE };
  return comparator === ">" ? { value, low: value + step, high: Number.MAX_VALUE } : range;
}

/** "The stated low and high value are assumed to have arbitrarily high precision" (FHIR R4, Range). */
function boundsOf(value: JsonValue): (Range & { value: number; unit: JsonObject }) | undefined {
  if (!isJsonObject(value)) return undefined;
  const low = objectOf(value["low"]);
  const high = objectOf(value["high"]);
  const from = numberRange(spelling(low["value"]));
  const to = numberRange(spelling(high["value"]));
  const known = from ?? to;
  if (known === undefined) return undefined;
  return {
    value: known.value,
    low: from?.value ?? -Number.MAX_VALUE,
    high: to?.value ?? Number.MAX_VALUE,
    unit: from === undefined ? high : low,
  };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function unitOf(value: JsonObject): { system: string; code: string; unit: string } {
  return { system: memberText(value, "system"), code: memberText(value, "code"), unit: memberText(value, "unit") };
}

/** A number as the document spells it, since its precision is in the spelling. */
function spelling(value: JsonValue | undefined): string {
  if (isRawNumber(value)) return value.rawJSON;
  const plain = numberOf(value);
  return plain === undefined ? "" : String(plain);
}
