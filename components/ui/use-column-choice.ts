"use client";

import { usePreference, type PreferenceForm } from "./preference.ts";

/** Keys of columns that a person hid, one per line: names of fields, never values. */
const HIDDEN_FORM: PreferenceForm<readonly string[]> = {
  read: (stored) => stored.split("\n").filter(Boolean),
  write: (keys) => keys.join("\n"),
};
const NONE: readonly string[] = [];

export interface ChoosableColumn {
  readonly key: string;
  readonly title: string;
}

/** Which columns are hidden, by key. */
export interface HiddenColumns {
  readonly hidden: readonly string[];
  readonly setHidden: (keys: readonly string[]) => void;
}

interface ColumnChoice<Column> extends HiddenColumns {
  readonly shown: readonly Column[];
}

/**
 * The columns of a table that are on screen; the choice is kept in this browser under `name`. At least one stays.
 * @param hiddenAtFirst a constant of the module: what is not shown until somebody chooses
 */
export function useColumnChoice<Column extends ChoosableColumn>(
  name: string,
  columns: readonly Column[],
  hiddenAtFirst: readonly string[] = NONE,
): ColumnChoice<Column> {
  const [hidden, setHidden] = usePreference(name, hiddenAtFirst, HIDDEN_FORM);
  const shown = columns.filter((column) => !hidden.includes(column.key));
  return { shown: shown.length > 0 ? shown : columns.slice(0, 1), hidden, setHidden };
}
