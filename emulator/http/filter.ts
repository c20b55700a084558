import { readFilter, type Filter, type FilterTerm } from "#lib/contract/list-filter.ts";
import { GoogleError } from "./errors.ts";

/** Reads a list filter; empty text is none. Throws GoogleError 400 that says at which character it went wrong. */
export function parseFilter(text: string | undefined): Filter | undefined {
  const read = readFilter(text ?? "");
  if ("problem" in read) throw badFilter(read.problem.reason);
  return read.filter;
}

/** True when `filter` holds, given what each term says. */
export function evaluateFilter(filter: Filter | undefined, holds: (term: FilterTerm) => boolean): boolean {
  if (!filter) return true;
  if (filter.kind === "term") return holds(filter);
  if (filter.kind === "not") return !evaluateFilter(filter.term, holds);
  if (filter.kind === "and") return filter.terms.every((term) => evaluateFilter(term, holds));
  return filter.terms.some((term) => evaluateFilter(term, holds));
}

/** The 400 of a filter; also for a field or operator that the list does not know. */
export function badFilter(reason: string): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", `Invalid filter: ${reason}.`);
}
