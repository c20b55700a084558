"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { WindowedTable, type WindowedColumn } from "#components/ui/windowed-table.tsx";
import type { UploadOutcome } from "#lib/fhir/upload-verdict.ts";
import type { FileVerdict } from "#lib/queries/upload-events.ts";

export interface VerdictRowsProps {
  readonly storeName: string;
  readonly verdicts: readonly FileVerdict[];
}

/** Verdicts of an upload as a table, however many. */
export function VerdictRows({ storeName, verdicts }: VerdictRowsProps) {
  return (
    <WindowedTable
      label="Verdict table"
      columns={columnsOf(storeName)}
      rows={verdicts}
      empty="No verdict to show here."
    />
  );
}

function columnsOf(storeName: string): readonly WindowedColumn<FileVerdict>[] {
  return [
    { title: "Verdict", width: "124px", cell: (verdict) => <Outcome verdict={verdict} /> },
    {
      title: "Resource",
      width: "26%",
      isMono: true,
      cell: ({ stored, name }) =>
        stored ? <PageLink href={resourceHref(`${storeName}/fhir/${stored}`)}>{stored}</PageLink> : name,
    },
    {
      title: "Where",
      width: "22%",
      cell: ({ file, line }) => (
        <Box component="span" sx={{ color: token.dim }}>
          {file}:{line}
        </Box>
      ),
      hint: ({ file, line }) => `${file}, line ${line}`,
    },
    { title: "Why", cell: ({ message }) => message, hint: ({ message }) => message },
  ];
}

function Outcome({ verdict: { outcome, status } }: { readonly verdict: FileVerdict }) {
  return (
    <>
      <Box component="span" sx={{ color: INK[outcome], fontWeight: 600 }}>
        {outcome}
      </Box>
      {status > 0 ? (
        <Box component="span" sx={{ ml: 2, color: token.dim }}>
          {status}
        </Box>
      ) : null}
    </>
  );
}

const INK: Readonly<Record<UploadOutcome, string>> = {
  created: token.ok,
  updated: token.accent,
  done: token.dim,
  refused: token.err,
};
