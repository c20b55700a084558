import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { FhirStore } from "./fhir-store.ts";

/** One version of a resource and where its index rows belong. */
export interface Indexed {
  readonly store: FhirStore;
  /** Key in fhir_types. */
  readonly type: number;
  readonly rid: number;
  readonly resource: JsonObject;
}

/** Longer strings are searchable by their beginning only. */
export const MAX_STRING = 300;

interface Numeric {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What an interval is sorted by where that is not its low end; null for a point. */
export function sortValue(number: Numeric): number | null {
  return interval(number)[0] === number.value ? null : number.value;
}

/**
 * What a number or quantity of a resource covers when it is compared: a plain number is a point, whatever its written precision
 * (FHIR R4 §3.1.1.4.6 ignores precision for comparisons); Ranges and values with a comparator ("<5") really are intervals, and only those
 * lie unevenly around their value.
 */
export function interval(number: Numeric): [number, number] {
  const { value, low, high } = number;
  const isPoint = Math.abs(high - value - (value - low)) <= Math.abs(high - low) * 1e-6;
  return isPoint ? [value, value] : [low, high];
}
