"use client";

import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import Box from "@mui/material/Box";
import { HEADER_ROW, type Cell } from "#components/ui/move-cell.ts";
import { token } from "#components/ui/tokens.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { MessageColumn } from "./message-columns.ts";
import type { PageSort } from "./page-sort.ts";
import type { Selection } from "./use-selection.ts";

export interface MessageHeadsProps {
  readonly rows: readonly StoredMessage[];
  readonly columns: readonly MessageColumn[];
  readonly selection: Selection;
  readonly sort: PageSort;
  readonly onSort: (key: string) => void;
  readonly active: Cell;
  readonly onActive: (cell: Cell) => void;
}

/** The heads: select the page; "Sent" sorts at the server, the others what is on the page. */
export function MessageHeads({ rows, columns, selection, sort, onSort, active, onActive }: MessageHeadsProps) {
  const selected = rows.filter((row) => selection.has(row)).length;
  const isActive = (column: number) => active.row === HEADER_ROW && active.column === column;
  return (
    <Box role="row" aria-rowindex={1} sx={HEADS}>
      <div role="columnheader" aria-colindex={1}>
        <input
          type="checkbox"
          aria-label="Select all on this page"
          data-cell={`${HEADER_ROW} 0`}
          tabIndex={isActive(0) ? 0 : -1}
          checked={selected > 0 && selected === rows.length}
          ref={(box) => {
            if (box) box.indeterminate = selected > 0 && selected < rows.length;
          }}
          onFocus={() => onActive({ row: HEADER_ROW, column: 0 })}
          onChange={(event) => selection.set(rows, event.target.checked)}
        />
      </div>
      {columns.map((column, index) => {
        const order = sort.key === column.key ? sort : undefined;
        return (
          <div
            key={column.key}
            role="columnheader"
            aria-colindex={index + 2}
            aria-sort={ariaSort(order)}
            data-cell={`${HEADER_ROW} ${index + 1}`}
            data-can-sort
            title={column.key === "sent" ? "Sorts all messages, at the server" : "Sorts this page"}
            tabIndex={isActive(index + 1) ? 0 : -1}
            onFocus={() => onActive({ row: HEADER_ROW, column: index + 1 })}
            onClick={() => onSort(column.key)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              onSort(column.key);
            }}
          >
            {column.title}
            <SortArrow order={order} />
          </div>
        );
      })}
    </Box>
  );
}

function ariaSort(order: PageSort | undefined): "ascending" | "descending" | "none" {
  if (!order) return "none";
  return order.isDescending ? "descending" : "ascending";
}

function SortArrow({ order }: { readonly order: PageSort | undefined }) {
  if (!order) return null;
  const Arrow = order.isDescending ? ArrowDownwardIcon : ArrowUpwardIcon;
  return <Arrow sx={{ fontSize: 14, ml: 1, verticalAlign: "-2px" }} />;
}

const HEADS = {
  display: "grid",
  gridTemplateColumns: "var(--columns)",
  minWidth: "min-content",
  position: "sticky",
  top: 0,
  zIndex: 1,
  "& > *": {
    px: "11px",
    height: 32,
    lineHeight: "31px",
    bgcolor: token.panel,
    borderBottom: `1px solid ${token.line}`,
    color: token.dim,
    fontSize: 12,
    fontWeight: 600,
    overflow: "hidden",
    whiteSpace: "nowrap",
  },
  "& input": { m: 0, verticalAlign: "-2px" },
  "& > [data-can-sort]": { cursor: "pointer", "&:hover": { color: token.ink } },
  "& > *:focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
} as const;
