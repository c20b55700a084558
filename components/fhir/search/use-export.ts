"use client";

import { useEffect, useRef, useState } from "react";
import { downloadText } from "#components/ui/download-text.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { EXPORT_FORMATS, type ExportFormat } from "#lib/fhir/results-export.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { csvText } from "#components/ui/csv-text.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { exportAll, exportThese } from "#lib/queries/fhir-export.ts";
import type { FhirSearch } from "#lib/queries/fhir-search.ts";
import { cellText } from "./cell-text.ts";

export interface ExportScope {
  readonly search: FhirSearch;
  readonly columns: readonly ResultColumn[];
  readonly page: readonly JsonObject[];
  readonly selected: readonly JsonObject[];
  readonly total: ResultTotal | undefined;
}

type ExportState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly done: number }
  | { readonly kind: "saved"; readonly count: number }
  | { readonly kind: "failed"; readonly error: unknown };

export interface ExportJob {
  readonly state: ExportState;
  readonly startAll: (format: ExportFormat) => void;
  readonly saveThese: (format: ExportFormat, resources: readonly JsonObject[]) => void;
  readonly cancel: () => void;
}

/** Writes results into a file named by their type alone. Closing the window cancels what still runs. */
export function useExport({ search, columns }: ExportScope): ExportJob {
  const { masked } = useIdentityMask();
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const lines = (resources: readonly JsonObject[]) =>
    csvText(
      undefined,
      resources.map((row) => columns.map((column) => cellText(column, row, masked))),
    );
  const head = csvText(
    columns.map((column) => column.title),
    [],
  );
  const save = (format: ExportFormat, parts: readonly string[], count: number) => {
    const { ending, mediaType } = EXPORT_FORMATS[format];
    downloadText(`${search.type || "resources"}.${ending}`, mediaType, parts);
    setState({ kind: "saved", count });
  };
  const startAll = async (format: ExportFormat) => {
    const controller = new AbortController();
    running.current = controller;
    let count = 0;
    const onProgress = (done: number) => {
      count = done;
      if (!controller.signal.aborted) setState({ kind: "running", done });
    };
    setState({ kind: "running", done: 0 });
    try {
      const parts = await exportAll({
        search,
        format,
        csvLines: lines,
        csvHead: head,
        onProgress,
        signal: controller.signal,
      });
      save(format, parts, count);
    } catch (error) {
      setState(controller.signal.aborted ? { kind: "idle" } : { kind: "failed", error });
    }
  };
  return {
    state,
    startAll: (format) => void startAll(format),
    saveThese: (format, resources) =>
      save(format, exportThese({ format, csvLines: lines, csvHead: head }, resources), resources.length),
    cancel: () => {
      running.current?.abort();
      setState({ kind: "idle" });
    },
  };
}
