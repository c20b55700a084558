"use client";

import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import Box from "@mui/material/Box";
import type { KeyboardEvent } from "react";
import { HEADER_ROW, type Cell } from "#components/ui/move-cell.ts";
import { token } from "#components/ui/tokens.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";

export interface ResultSort {
  /** Search parameter. */
  readonly by: string;
  readonly isDescending: boolean;
}

export interface ResultHeadsProps {
  readonly columns: readonly ResultColumn[];
  readonly active: Cell;
  readonly isSortable: (column: ResultColumn) => boolean;
  readonly sort: ResultSort | undefined;
  readonly onSort: (sort: ResultSort | undefined) => void;
  readonly onActive: (cell: Cell) => void;
}

/** The heads of the table; a click or Enter sorts at the server: ascending, descending, not. */
export function ResultHeads({ columns, active, isSortable, sort, onSort, onActive }: ResultHeadsProps) {
  return (
    <Box role="row" aria-rowindex={1} sx={HEADS}>
      {columns.map((column, at) => {
        const canSort = isSortable(column);
        const order = canSort && sort?.by === column.sortBy ? sort : undefined;
        const turn = () => canSort && onSort(nextSort(order, column.sortBy));
        return (
          <div
            key={column.key}
            role="columnheader"
            aria-colindex={at + 1}
            {...(canSort ? { "aria-sort": ariaSort(order) } : {})}
            data-cell={`${HEADER_ROW} ${at}`}
            data-can-sort={canSort || undefined}
            tabIndex={active.row === HEADER_ROW && active.column === at ? 0 : -1}
            onFocus={() => onActive({ row: HEADER_ROW, column: at })}
            onClick={turn}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              turn();
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

function SortArrow({ order }: { readonly order: ResultSort | undefined }) {
  if (!order) return null;
  const Arrow = order.isDescending ? ArrowDownwardIcon : ArrowUpwardIcon;
  return <Arrow sx={{ fontSize: 14, ml: 1, verticalAlign: "-2px" }} />;
}

function nextSort(order: ResultSort | undefined, by: string | undefined): ResultSort | undefined {
  if (by === undefined || order?.isDescending === true) return undefined;
  return { by, isDescending: order !== undefined };
}

function ariaSort(order: ResultSort | undefined): "ascending" | "descending" | "none" {
  if (!order) return "none";
  return order.isDescending ? "descending" : "ascending";
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
  "& > [data-can-sort]": { cursor: "pointer", "&:hover": { color: token.ink } },
  "& > *:focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
} as const;
