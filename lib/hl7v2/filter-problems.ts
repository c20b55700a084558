import { readFilter, type Filter, type FilterSpan, type FilterTerm } from "#lib/contract/list-filter.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";
import {
  COMPARISONS,
  FILTER_FIELDS,
  filterField,
  isFilterDate,
  isFilterTime,
  type FilterField,
} from "./filter-fields.ts";

/** What the API would refuse in the filter of a message list, each at its place. Empty text is no filter and has no problems. */
export function filterProblems(text: string): readonly TextProblem[] {
  const read = readFilter(text);
  if ("problem" in read) {
    const { reason, start, end } = read.problem;
    return [problemAt({ start, end: Math.max(end, start) }, `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`)];
  }
  return termsOf(read.filter).flatMap((term) => termProblem(term) ?? []);
}

function termsOf(filter: Filter | undefined): readonly FilterTerm[] {
  if (!filter) return [];
  if (filter.kind === "term") return [filter];
  return filter.kind === "not" ? termsOf(filter.term) : filter.terms.flatMap(termsOf);
}

function termProblem(term: FilterTerm): TextProblem | undefined {
  const { place } = term;
  const field = filterField(term);
  if (!place) return undefined;
  if (!field) return problemAt(place.field, unknownField(term));
  if (field.kind === "patient") return patientProblem(term, place);
  if (term.arguments.length > 0) return problemAt(place.field, `${field.name} takes no arguments.`);
  const { operator } = term;
  if (operator === undefined || !COMPARISONS[field.kind].includes(operator))
    return problemAt(place.operator ?? place, `${field.name} is compared with ${inWords(COMPARISONS[field.kind])}.`);
  return valueProblem(term, field, place.value ?? place);
}

function valueProblem(term: FilterTerm, field: FilterField, at: FilterSpan): TextProblem | undefined {
  if (term.operator === ":" && term.value !== "*") return problemAt(at, "A label is asked for with :* only.");
  if (field.kind === "date" && !isFilterDate(term.value)) return problemAt(at, 'No date. Write "2026-01-31".');
  if (field.kind === "time" && !isFilterTime(term.value))
    return problemAt(at, 'No time with its zone. Write "2026-01-31T08:00:00-05:00".');
  return undefined;
}

function patientProblem(term: FilterTerm, place: FilterSpan): TextProblem | undefined {
  return term.arguments.length === 2 && term.operator === undefined
    ? undefined
    : problemAt(place, 'PatientId takes a value and a type: PatientId("123456", "MR").');
}

function unknownField(term: FilterTerm): string {
  if (term.field[0] === "labels") return 'A label is written labels."key"="value" or labels."key":*.';
  return `Messages are filtered by ${inWords(FILTER_FIELDS.map(({ name }) => name))}.`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}

function problemAt({ start, end }: FilterSpan, message: string): TextProblem {
  return { start, end, severity: "error", message };
}
