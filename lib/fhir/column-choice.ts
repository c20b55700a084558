import type { ResultColumn } from "./result-column.ts";

/** What a person chose of a table's columns: paths only, never values of resources. */
export interface ColumnChoice {
  /** Keys in their order; columns that are not here come after them. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** FHIRPath expressions of extra columns. */
  readonly extra: readonly string[];
}

export const NO_CHOICE: ColumnChoice = { order: [], hidden: [], extra: [] };

/** One line a choice: `.key` for a place in the order, `-key` for a hidden one, `=expression` for an extra one. */
export function writeColumnChoice({ order, hidden, extra }: ColumnChoice): string {
  return [
    ...order.map((key) => `.${key}`),
    ...hidden.map((key) => `-${key}`),
    ...extra.filter(isKeepable).map((expression) => `=${expression}`),
  ].join("\n");
}

export function readColumnChoice(text: string): ColumnChoice {
  const lines = text.split("\n");
  const after = (sign: string) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
  return { order: after("."), hidden: after("-"), extra: after("=") };
}

/** A literal in an expression (`where(family = 'Smith')`) may be a patient's: such columns last for the visit and are not written down. */
export function isKeepable(expression: string): boolean {
  return !/['"\n@]|\b\d/.test(expression);
}

/** Columns in the chosen order, the hidden ones among them. */
export function orderColumns(columns: readonly ResultColumn[], order: readonly string[]): readonly ResultColumn[] {
  const place = (column: ResultColumn): number => {
    const at = order.indexOf(column.key);
    return at < 0 ? order.length : at;
  };
  return columns.toSorted((a, b) => place(a) - place(b));
}

/** The choice with a column moved by some places. `columns` in the order shown. */
export function moveColumn(
  choice: ColumnChoice,
  columns: readonly ResultColumn[],
  { key, by }: { readonly key: string; readonly by: -1 | 1 },
): ColumnChoice {
  const keys = columns.map((column) => column.key);
  const from = keys.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= keys.length) return choice;
  return { ...choice, order: keys.toSpliced(from, 1).toSpliced(to, 0, key) };
}
