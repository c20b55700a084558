"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useRef } from "react";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { UploadOutcome } from "#lib/fhir/upload-verdict.ts";
import type { FileVerdict } from "#lib/queries/upload-events.ts";

const ROW_HEIGHT = 30;

export interface VerdictRowsProps {
  readonly storeName: string;
  readonly verdicts: readonly FileVerdict[];
}

/** Verdicts as a table that draws only what is in sight: an upload may have hundreds of thousands. */
export function VerdictRows({ storeName, verdicts }: VerdictRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: verdicts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  if (verdicts.length === 0) return <Box sx={{ p: 4, color: token.dim }}>No verdict to show here.</Box>;
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Box
      ref={scroller}
      tabIndex={0}
      component="section"
      aria-label="Verdict table"
      sx={{ flex: 1, minHeight: 0, overflow: "auto" }}
    >
      <Box component="table" aria-rowcount={verdicts.length + 1} sx={TABLE}>
        <thead>
          <tr>
            <th style={{ width: 124 }}>Verdict</th>
            <th style={{ width: "26%" }}>Resource</th>
            <th style={{ width: "22%" }}>Where</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} />
          {items.map((item) => {
            const verdict = verdicts[item.index];
            return verdict ? (
              <tr key={item.index} aria-rowindex={item.index + 2} style={{ height: ROW_HEIGHT }}>
                <VerdictCells storeName={storeName} verdict={verdict} />
              </tr>
            ) : null;
          })}
          <Spacer height={below} />
        </tbody>
      </Box>
    </Box>
  );
}

/** Stands for the rows that are out of sight. */
function Spacer({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={4} aria-label="Rows out of sight" style={{ padding: 0, border: 0 }} />
    </tr>
  ) : null;
}

function VerdictCells({ storeName, verdict }: { readonly storeName: string; readonly verdict: FileVerdict }) {
  return (
    <>
      <td>
        <Box component="span" sx={{ color: INK[verdict.outcome], fontWeight: 600 }}>
          {verdict.outcome}
        </Box>
        {verdict.status > 0 ? (
          <Box component="span" sx={{ ml: 2, color: token.dim }}>
            {verdict.status}
          </Box>
        ) : null}
      </td>
      <Box component="td" sx={DATA}>
        {verdict.stored ? (
          <Box component={Link} prefetch={false} href={resourceHref(`${storeName}/fhir/${verdict.stored}`)} sx={LINK}>
            {verdict.stored}
          </Box>
        ) : (
          verdict.name
        )}
      </Box>
      <Box component="td" sx={{ color: token.dim }} title={`${verdict.file}, line ${verdict.line}`}>
        {verdict.file}:{verdict.line}
      </Box>
      <td title={verdict.message}>{verdict.message}</td>
    </>
  );
}

const INK: Readonly<Record<UploadOutcome, string>> = {
  created: token.ok,
  updated: token.accent,
  done: token.dim,
  refused: token.err,
};

const TABLE = {
  width: "100%",
  minWidth: 720,
  tableLayout: "fixed",
  borderCollapse: "separate",
  borderSpacing: 0,
  "& th, & td": {
    px: 3,
    py: 0,
    textAlign: "left",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    borderBottom: `1px solid ${token.line}`,
  },
  "& th": {
    position: "sticky",
    top: 0,
    height: 30,
    bgcolor: token.panel,
    color: token.dim,
    fontSize: 12,
    fontWeight: 600,
  },
  "& tbody tr:hover": { bgcolor: token.hover },
} as const;

const DATA = { fontFamily: MONO, fontSize: 12.5 } as const;
const LINK = { color: token.accent, textDecoration: "none", "&:hover": { textDecoration: "underline" } } as const;
