"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { usePreference, type PreferenceForm } from "#components/ui/preference.ts";
import {
  isKeepable,
  NO_CHOICE,
  orderColumns,
  readColumnChoice,
  writeColumnChoice,
  type ColumnChoice,
} from "#lib/fhir/column-choice.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { resultColumns } from "#lib/fhir/result-columns.ts";

const FORM: PreferenceForm<ColumnChoice> = { read: readColumnChoice, write: writeColumnChoice };
const NONE: readonly string[] = [];

export interface Columns {
  /** All columns of the type in the chosen order, extra ones among them. */
  readonly all: readonly ResultColumn[];
  readonly shown: readonly ResultColumn[];
  readonly choice: ColumnChoice;
  readonly setChoice: (choice: ColumnChoice) => void;
  readonly addExpression: (expression: string) => void;
  readonly removeExpression: (expression: string) => void;
  /** Expressions of this visit, which are not written down: they hold a value. */
  readonly passing: readonly string[];
}

/** The columns of a type that are on screen; the choice is kept in this browser. At least one stays. */
export function useColumns(type: string): Columns {
  const [choice, setChoice] = usePreference(`fhirColumns.${type || "mixed"}`, NO_CHOICE, FORM);
  const [passingByType, setPassing] = useState<Readonly<Record<string, readonly string[]>>>({});
  const passing = passingByType[type] ?? NONE;
  const extra = useFhirPathColumns([...choice.extra, ...passing]);
  const all = useMemo(
    () => orderColumns([...resultColumns(type), ...extra], choice.order),
    [type, extra, choice.order],
  );
  const shown = useMemo(() => {
    const visible = all.filter((column) => !choice.hidden.includes(column.key));
    return visible.length > 0 ? visible : all.slice(0, 1);
  }, [all, choice.hidden]);
  return {
    all,
    shown,
    choice,
    setChoice,
    passing,
    addExpression: (expression) => {
      if (isKeepable(expression)) setChoice({ ...choice, extra: [...new Set([...choice.extra, expression])] });
      else setPassing({ ...passingByType, [type]: [...new Set([...passing, expression])] });
    },
    removeExpression: (expression) => {
      setChoice({ ...choice, extra: choice.extra.filter((other) => other !== expression) });
      setPassing({ ...passingByType, [type]: passing.filter((other) => other !== expression) });
    },
  };
}

/** The FHIRPath library comes with the first extra column. An expression that cannot be read has no column. */
function useFhirPathColumns(expressions: readonly string[]): readonly ResultColumn[] {
  return useQueries({
    queries: expressions.map((expression) => ({
      queryKey: ["fhirpath-column", expression],
      queryFn: () => compileColumn(expression),
      staleTime: Infinity,
      retry: false,
    })),
    combine: columnsOf,
  });
}

function columnsOf(results: readonly { readonly data?: ResultColumn | undefined }[]): readonly ResultColumn[] {
  return results.flatMap(({ data }) => data ?? []);
}

/** Rejects with the library's words when the expression cannot be read. */
export async function compileColumn(expression: string): Promise<ResultColumn> {
  const { fhirPathColumn } = await import("#lib/fhir/fhirpath-column.ts");
  return fhirPathColumn(expression);
}
