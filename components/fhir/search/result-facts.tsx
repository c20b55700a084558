"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import Box from "@mui/material/Box";
import { csvText } from "#components/ui/csv-text.ts";
import { downloadText } from "#components/ui/download-text.ts";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { token } from "#components/ui/tokens.ts";
import { formatCount } from "#components/ui/quantity.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import type { SearchPage } from "#lib/queries/fhir-search.ts";

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
        <Box component="button" type="button" onClick={onCountExactly} sx={LINK_LIKE}>
          Count exactly
        </Box>
      )}
    </>
  );
}

export interface CsvButtonProps {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly JsonObject[];
  /** Names the file: a resource type, never a value. */
  readonly type: string;
}

/** This page as a CSV file, as shown: hidden columns stay out, covered identities stay covered. */
export function CsvButton({ columns, rows, type }: CsvButtonProps) {
  const { masked } = useIdentityMask();
  const exportPage = () => {
    const cells = rows.map((row) => columns.map((column) => cellText(column, row, masked)));
    const csv = csvText(
      columns.map((column) => column.title),
      cells,
    );
    // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
    downloadText(`${type || "resources"}.csv`, "text/csv;charset=utf-8", `\uFEFF${csv}`);
  };
  return (
    <Button startIcon={<FileDownloadIcon />} onClick={exportPage} title="This page as CSV, as shown">
      CSV
    </Button>
  );
}

/** What a cell says, covered when identities are. */
export function cellText(column: ResultColumn, resource: JsonObject, isMasked: boolean): string {
  const text = column.text(resource);
  return isMasked && column.isIdentity && text !== "" ? MASKED_TEXT : text;
}

const LINK_LIKE = {
  font: "inherit",
  color: token.accent,
  bgcolor: "transparent",
  border: 0,
  p: 0,
  cursor: "pointer",
  "&:hover": { textDecoration: "underline" },
} as const;
