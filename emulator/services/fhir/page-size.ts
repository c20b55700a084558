import { FhirError } from "./outcome.ts";

const DEFAULT_COUNT = 100;
const MAX_COUNT = 1000;

/** Entries a page of history and `$everything`: 100 when not asked for, at most 1,000. @throws FhirError when it is no whole number. */
export function countOf(text: string | null): number {
  if (text === null) return DEFAULT_COUNT;
  if (!/^\d{1,9}$/.test(text)) throw new FhirError("invalid_query", "invalid _count: expected a whole number");
  return Math.min(Math.max(Number(text), 1), MAX_COUNT);
}
