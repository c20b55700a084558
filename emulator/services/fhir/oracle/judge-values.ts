import type { Item, Json } from "./judge-params.ts";
import { point, readDate, type Interval } from "./judge-ranges.ts";

/** What a search can compare an element with. */
export type Value =
  | { readonly kind: "token"; readonly system?: string; readonly code?: string; readonly text?: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly range: Interval }
  | {
      readonly kind: "quantity";
      readonly range: Interval;
      readonly system?: string;
      readonly code?: string;
      readonly unit?: string;
    }
  | { readonly kind: "date"; readonly range: Interval }
  | { readonly kind: "reference"; readonly url: string; readonly target?: LocalTarget; readonly isCanonical: boolean }
  | { readonly kind: "uri"; readonly text: string };

export interface LocalTarget {
  readonly type: string;
  readonly id: string;
}

/** The comparable values of an element for a parameter of that type (FHIR R4 §3.1.1.4.7 to §3.1.1.4.13). */
export function valuesOf(paramType: string, item: Item): Value[] {
  switch (paramType) {
    case "token":
      return tokens(item);
    case "string":
      return strings(item).map((text) => ({ kind: "string", text }));
    case "number":
      return numbers(item).map((range) => ({ kind: "number", range }));
    case "quantity":
      return quantities(item);
    case "date":
      return dates(item).map((range) => ({ kind: "date", range }));
    case "reference":
      return references(item);
    case "uri":
      return [{ kind: "uri", text: String(item.data) }];
    default:
      throw new Error(`no values of a ${paramType} parameter`);
  }
}

function unreadable(item: Item): never {
  throw new Error(`the judge cannot read a ${item.type} here`);
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function textsOf(...values: readonly unknown[]): string[] {
  return values.flat().filter((value): value is string => typeof value === "string");
}

/** A member only when it is a string. */
function member<K extends string>(name: K, value: unknown): { readonly [name in K]?: string } {
  return (typeof value === "string" ? { [name]: value } : {}) as { readonly [name in K]?: string };
}

const PRIMITIVE = /^(?:code|id|uri|url|canonical|oid|uuid|string|markdown|dateTime|date)$/u;

function tokens(item: Item): Value[] {
  const data = item.data as Json;
  const coding = (one: Json): Value => ({
    kind: "token",
    ...member("system", one["system"]),
    ...member("code", one["code"]),
    ...member("text", one["display"]),
  });
  switch (item.type) {
    case "Coding":
      return [coding(data)];
    case "CodeableConcept":
      return [...list(data["coding"]).map(coding), { kind: "token" as const, ...member("text", data["text"]) }];
    case "Identifier":
      return [
        {
          kind: "token",
          ...member("system", data["system"]),
          ...member("code", data["value"]),
          ...member("text", (data["type"] as Json | undefined)?.["text"]),
        },
      ];
    case "ContactPoint":
      return [{ kind: "token", ...member("code", data["value"]) }];
    case "boolean":
      // "The implicit system for boolean values is … but this is never actually used" (§3.1.1.4.10).
      return [{ kind: "token", code: String(item.data) }];
    default:
      return PRIMITIVE.test(item.type)
        ? [{ kind: "token", ...member("system", item.system), code: String(item.data) }]
        : unreadable(item);
  }
}

function strings(item: Item): string[] {
  if (typeof item.data === "string") return [item.data];
  const data = item.data as Json;
  const parts: Readonly<Record<string, readonly string[]>> = {
    HumanName: ["family", "given", "prefix", "suffix", "text"],
    Address: ["line", "city", "district", "state", "postalCode", "country", "text"],
  };
  return textsOf(...(parts[item.type] ?? unreadable(item)).map((name) => data[name]));
}

const between = (low: unknown, high: unknown): Interval => ({
  low: typeof low === "number" ? low : Number.NEGATIVE_INFINITY,
  high: typeof high === "number" ? high : Number.POSITIVE_INFINITY,
  openLow: false,
  openHigh: false,
});

function numbers(item: Item): Interval[] {
  if (item.type !== "Range") return [point(Number(item.data))];
  const { low, high } = item.data as { readonly low?: Json; readonly high?: Json };
  return [between(low?.["value"], high?.["value"])];
}

function quantities(item: Item): Value[] {
  const data = item.data as Json;
  switch (item.type) {
    case "Quantity":
    case "SimpleQuantity":
    case "Age":
    case "Count":
    case "Distance":
    case "Duration":
      return typeof data["value"] === "number"
        ? [{ kind: "quantity", range: compared(data["value"], data["comparator"]), ...unitsOf(data) }]
        : [];
    case "Money": {
      const system = "urn:iso:std:iso:4217";
      return [{ kind: "quantity", range: point(Number(data["value"])), system, ...member("code", data["currency"]) }];
    }
    case "Range":
      return bounds(data["low"] as Json | undefined, data["high"] as Json | undefined);
    case "SampledData":
      return sampled(data);
    default:
      return unreadable(item);
  }
}

function unitsOf(data: Json | undefined): object {
  return {
    ...member("system", data?.["system"]),
    ...member("code", data?.["code"]),
    ...member("unit", data?.["unit"]),
  };
}

function bounds(low: Json | undefined, high: Json | undefined): Value[] {
  if (low === undefined && high === undefined) return [];
  return [{ kind: "quantity", range: between(low?.["value"], high?.["value"]), ...unitsOf(low ?? high) }];
}

/** Quantity.comparator: "<" means that the real value is less than the given one. */
function compared(value: number, comparator: unknown): Interval {
  switch (comparator) {
    case "<":
      return { ...between(undefined, value), openHigh: true };
    case "<=":
      return between(undefined, value);
    case ">":
      return { ...between(value, undefined), openLow: true };
    case ">=":
      return between(value, undefined);
    default:
      return point(value);
  }
}

/** "Just search on the bounds of the values in sampled data" (Observation-value-quantity). */
function sampled(data: Json): Value[] {
  const factor = typeof data["factor"] === "number" ? data["factor"] : 1;
  const origin = data["origin"] as Json;
  const measured = String(data["data"] ?? "")
    .split(" ")
    .map(Number)
    .filter((value) => !Number.isNaN(value))
    .map((value) => Number(origin["value"]) + value * factor);
  if (measured.length === 0) return [];
  return [{ kind: "quantity", range: between(Math.min(...measured), Math.max(...measured)), ...unitsOf(origin) }];
}

function dates(item: Item): Interval[] {
  const data = item.data as Json;
  switch (item.type) {
    case "date":
    case "dateTime":
    case "instant":
      return [readDate(String(item.data))];
    case "Period":
      return textsOf(data["start"], data["end"]).length === 0 ? [] : [period(data)];
    case "string":
      // CarePlan.activity.detail.scheduled in words: no date.
      return [];
    case "Timing": {
      // Only the outer limits matter (§3.1.1.4.7).
      const repeat = data["repeat"] as Json | undefined;
      const bounds = repeat?.["boundsPeriod"] as Json | undefined;
      const parts = [...textsOf(data["event"]).map(readDate), ...(bounds ? [period(bounds)] : [])];
      const [first, ...others] = parts;
      return first === undefined ? [] : [others.reduce(hull, first)];
    }
    default:
      return unreadable(item);
  }
}

function period(data: Json): Interval {
  const [start, end] = [data["start"], data["end"]].map((one) => (typeof one === "string" ? one : undefined));
  return {
    low: start ? readDate(start).low : Number.NEGATIVE_INFINITY,
    high: end ? readDate(end).high : Number.POSITIVE_INFINITY,
    openLow: false,
    openHigh: true,
  };
}

function hull(a: Interval, b: Interval): Interval {
  return { ...a, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

function references(item: Item): Value[] {
  const isCanonical = item.type !== "Reference";
  const text = isCanonical ? item.data : (item.data as Json)["reference"];
  // A reference by identifier or in words only has no value for this parameter: `:identifier` is not supported (section 8.5).
  if (typeof text !== "string" || text.startsWith("#")) return [];
  const target = localTarget(isCanonical ? text.replace(/\|.*$/u, "") : text);
  return [{ kind: "reference", url: text, isCanonical, ...(target === undefined ? {} : { target }) }];
}

/** `Patient/1`, also of a version; a whole url belongs to another server. */
export function localTarget(text: string): LocalTarget | undefined {
  const parts = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/u.exec(text);
  return parts ? { type: parts[1] ?? "", id: parts[2] ?? "" } : undefined;
}
