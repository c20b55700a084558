"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Button from "@mui/material/Button";
import { csvText } from "#components/ui/csv-text.ts";
import { downloadText } from "#components/ui/download-text.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { MessageColumn } from "./message-columns.ts";
import { shownText } from "./shown-text.ts";

export interface CsvButtonProps {
  readonly columns: readonly MessageColumn[];
  readonly rows: readonly StoredMessage[];
}

/** This page as a CSV file, as shown: hidden columns stay out, covered identities stay covered. */
export function CsvButton({ columns, rows }: CsvButtonProps) {
  const { masked } = useIdentityMask();
  const exportPage = () => {
    const csv = csvText(
      columns.map(({ title }) => title),
      rows.map((message) => columns.map((column) => shownText(column, message, masked))),
    );
    // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
    downloadText("messages.csv", "text/csv;charset=utf-8", `\uFEFF${csv}`);
  };
  return (
    <Button
      startIcon={<FileDownloadIcon />}
      disabled={rows.length === 0}
      onClick={exportPage}
      title="This page as CSV, as shown"
    >
      CSV
    </Button>
  );
}
