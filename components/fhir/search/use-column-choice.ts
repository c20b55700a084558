"use client";

import { usePreference, type PreferenceForm } from "#components/ui/preference.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";

/** Keys of columns that a person hid, one per line: FHIR paths, never values. */
const HIDDEN_FORM: PreferenceForm<readonly string[]> = {
  read: (stored) => stored.split("\n").filter(Boolean),
  write: (keys) => keys.join("\n"),
};
const NONE: readonly string[] = [];

export interface ColumnChoice {
  readonly shown: readonly ResultColumn[];
  readonly hidden: readonly string[];
  readonly setHidden: (keys: readonly string[]) => void;
}

/** The columns of a type that are on screen; the choice is kept in this browser. At least one stays. */
export function useColumnChoice(type: string, columns: readonly ResultColumn[]): ColumnChoice {
  const [hidden, setHidden] = usePreference(`fhirColumnsHidden.${type || "mixed"}`, NONE, HIDDEN_FORM);
  const shown = columns.filter((column) => !hidden.includes(column.key));
  return { shown: shown.length > 0 ? shown : columns.slice(0, 1), hidden, setHidden };
}
