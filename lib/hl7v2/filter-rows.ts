import {
  conjunctsOf,
  quoteFilterValue,
  readFilter,
  type Comparison,
  type Filter,
  type FilterTerm,
} from "#lib/contract/list-filter.ts";
import { filterField, type FilterField } from "./filter-fields.ts";

/** One part of a filter that must hold: a comparison as fields, or text that has no such form (OR, nested brackets). */
export type FilterRow = FieldRow | TextRow;

export interface FieldRow {
  readonly kind: "field";
  readonly field: FilterField;
  readonly isNot: boolean;
  /** `=` for a patient. */
  readonly operator: Comparison;
  readonly value: string;
  /** The key of a label, the type of a patient id. */
  readonly name: string;
  readonly source: string;
}

export interface TextRow {
  readonly kind: "text";
  readonly source: string;
}

/** The rows of a filter; undefined while the text cannot be read. */
export function filterRows(text: string): readonly FilterRow[] | undefined {
  const read = readFilter(text);
  if ("problem" in read) return undefined;
  return conjunctsOf(read.filter).map((part) => rowOf(part, text.slice(part.place?.start, part.place?.end)));
}

/** The text of rows, in order. A row of text without OR binds closer than AND, so no brackets are needed. */
export function printRows(rows: readonly FilterRow[]): string {
  return rows.map((row) => row.source).join(" AND ");
}

/** The text with one row written anew, or taken out when `source` is undefined. */
export function replaceRow(text: string, index: number, source: string | undefined): string {
  const rows = filterRows(text) ?? [];
  return printRows(
    source === undefined
      ? rows.filter((_, at) => at !== index)
      : rows.map((row, at) => (at === index ? { kind: "text", source } : row)),
  );
}

/** The text with one condition more. Text that cannot be read stays as it is in front. */
export function addCondition(text: string, source: string): string {
  return text.trim() === "" ? source : `${text.trim()} AND ${source}`;
}

/** A row as the API reads it. */
export function printRow({ field, isNot, operator, value, name }: Omit<FieldRow, "kind" | "source">): string {
  const term = printTerm(field, operator, { value, name });
  return isNot ? `NOT ${term}` : term;
}

function printTerm(field: FilterField, operator: Comparison, { value, name }: { value: string; name: string }): string {
  if (field.kind === "patient") return `PatientId(${quoteFilterValue(value)}, ${quoteFilterValue(name)})`;
  if (field.kind !== "label") return `${field.name} ${operator} ${quoteFilterValue(value)}`;
  const label = `labels.${quoteFilterValue(name)}`;
  return operator === ":" ? `${label}:*` : `${label} = ${quoteFilterValue(value)}`;
}

function rowOf(filter: Filter, source: string): FilterRow {
  const isNot = filter.kind === "not";
  const term = isNot ? filter.term : filter;
  return term.kind === "term" ? termRow(term, isNot, source) : { kind: "text", source };
}

function termRow(term: FilterTerm, isNot: boolean, source: string): FilterRow {
  const field = filterField(term);
  if (!field) return { kind: "text", source };
  if (field.kind === "patient") {
    const [value = "", name = ""] = term.arguments;
    return { kind: "field", field, isNot, operator: "=", value, name, source };
  }
  const { operator = "=", value } = term;
  const name = field.kind === "label" ? (term.field[1] ?? "") : "";
  return { kind: "field", field, isNot, operator, value: operator === ":" ? "" : value, name, source };
}
