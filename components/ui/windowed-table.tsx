"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import { MONO, token } from "./tokens.ts";

const ROW_HEIGHT = 30;

export interface WindowedColumn<Row> {
  readonly title: string;
  /** CSS width; the columns without share what is left. */
  readonly width?: string;
  readonly cell: (row: Row) => ReactNode;
  /** The whole text, where a cell may be cut off. */
  readonly hint?: (row: Row) => string;
  readonly isMono?: boolean;
}

export interface WindowedTableProps<Row> {
  /** Names the scrolling region for screen readers. */
  readonly label: string;
  readonly columns: readonly WindowedColumn<Row>[];
  readonly rows: readonly Row[];
  /** Stands there when there is no row. */
  readonly empty: string;
}

/** A table that draws only what is in sight: an upload may have hundreds of thousands of rows. */
export function WindowedTable<Row>({ label, columns, rows, empty }: WindowedTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  if (rows.length === 0) return <Box sx={{ p: 4, color: token.dim }}>{empty}</Box>;
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Box
      ref={scroller}
      tabIndex={0}
      component="section"
      aria-label={label}
      sx={{ flex: 1, minHeight: 0, overflow: "auto" }}
    >
      <Box component="table" aria-rowcount={rows.length + 1} sx={TABLE}>
        <thead>
          <tr>
            {columns.map(({ title, width }) => (
              <th key={title} style={{ width }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} span={columns.length} />
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <tr key={item.index} aria-rowindex={item.index + 2} style={{ height: ROW_HEIGHT }}>
                {columns.map(({ title, cell, hint, isMono }) => (
                  <td key={title} title={hint?.(row)} data-mono={isMono}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={below} span={columns.length} />
        </tbody>
      </Box>
    </Box>
  );
}

/** Stands for the rows that are out of sight. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={span} aria-label="Rows out of sight" style={{ padding: 0, border: 0 }} />
    </tr>
  ) : null;
}

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
  "& [data-mono]": { fontFamily: MONO, fontSize: 12.5 },
  "& a": { color: token.accent, textDecoration: "none", "&:hover": { textDecoration: "underline" } },
} as const;
