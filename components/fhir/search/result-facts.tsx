"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { resultsCsv } from "#lib/fhir/results-csv.ts";
import type { FhirSearch, SearchPage } from "#lib/queries/fhir-search.ts";
import { downloadText } from "#components/fhir/download-text.ts";

/** Included resources are another table: other types, not counted in the total. */
export type ResultView = "matches" | "included";

export interface ResultFactsProps {
  readonly page: SearchPage;
  readonly total: ResultTotal | undefined;
  readonly onCountExactly: () => void;
}

/** `1,284 results · 48 ms`; an estimate says that it is one. */
export function ResultFacts({ page, total, onCountExactly }: ResultFactsProps) {
  const noun = total?.count === 1 ? "result" : "results";
  return (
    <>
      <output>
        {total ? `${total.isExact ? "" : "about "}${formatCount(total.count)} ${noun}` : "total unknown"}
        {` · ${Math.round(page.milliseconds)} ms`}
      </output>
      {total?.isExact === true ? null : (
        <Link component="button" onClick={onCountExactly} sx={{ fontSize: 12 }}>
          Count exactly
        </Link>
      )}
    </>
  );
}

export interface ResultActionsProps {
  readonly page: SearchPage;
  readonly view: ResultView;
  readonly onView: (view: ResultView) => void;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly JsonObject[];
  readonly search: FhirSearch;
}

/** Matches or included resources, and this page as a CSV file. */
export function ResultActions({ page, view, onView, columns, rows, search }: ResultActionsProps) {
  const { masked } = useIdentityMask();
  const exportPage = () => {
    const text = (column: ResultColumn, row: JsonObject) => cellText(column, row, masked);
    const cells = rows.map((row) => columns.map((column) => text(column, row)));
    const csv = resultsCsv(
      columns.map((column) => column.title),
      cells,
    );
    // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
    downloadText(`${search.type || "resources"}.csv`, "text/csv;charset=utf-8", `\uFEFF${csv}`);
  };
  return (
    <>
      {page.included.length > 0 ? (
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Which resources"
          value={view}
          onChange={(_, next: ResultView | null) => next && onView(next)}
        >
          <ToggleButton value="matches" sx={{ py: "1px", px: 3 }}>
            Matches {page.matches.length}
          </ToggleButton>
          <ToggleButton value="included" sx={{ py: "1px", px: 3 }}>
            Included {page.included.length}
          </ToggleButton>
        </ToggleButtonGroup>
      ) : null}
      <Button startIcon={<FileDownloadIcon />} onClick={exportPage} title="This page as CSV, as shown">
        CSV
      </Button>
    </>
  );
}

/** What a cell says, covered when identities are. */
export function cellText(column: ResultColumn, resource: JsonObject, isMasked: boolean): string {
  const text = column.text(resource);
  return isMasked && column.isIdentity && text !== "" ? MASKED_TEXT : text;
}
