"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import { useMemo, useState, type ReactNode } from "react";
import { formatCount } from "./quantity.ts";
import { token } from "./tokens.ts";

export interface TableColumn<Row> {
  readonly field: string;
  readonly title: string;
  /** What sorting sees. */
  readonly value: (row: Row) => string | number | undefined;
  /** What the cell shows, when it is more than the value. */
  readonly render?: (row: Row) => ReactNode;
  /** CSS width; the columns without share what is left. */
  readonly width?: string;
  readonly align?: "left" | "right";
  /** One line: `whole` for dates and figures, `cut` for words, which end where the room does. Several lines when not given. */
  readonly line?: "whole" | "cut";
  /** False for what the rows do not know themselves, and for buttons. */
  readonly isSortable?: boolean;
}

export interface DataTableProps<Row extends { readonly id: string }> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** A click anywhere on a row; the row's link does the same for the keyboard. */
  readonly onOpen?: (row: Row) => void;
  /** Less room between columns, for tables of many. */
  readonly isDense?: boolean;
}

const SHOWN_AT_FIRST = 100;

interface Sorting {
  readonly field: string;
  readonly isDescending: boolean;
}

/**
 * A plain sortable table for lists of tens of rows (longer ones come in steps). The Data Grid costs 148 kB of JavaScript and
 * stands where its editing, paging and column choice are used: search results.
 */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, onOpen, isDense = false } = props;
  const [sorting, setSorting] = useState<Sorting | undefined>();
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  return (
    <Box sx={{ overflowX: "auto" }}>
      <Box component="table" aria-label={label} sx={isDense ? DENSE : TABLE}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.field} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, limit).map((row) => (
            <Box
              component="tr"
              key={row.id}
              onClick={() => onOpen?.(row)}
              sx={{ cursor: onOpen ? "pointer" : "default", "&:hover": { bgcolor: token.hover } }}
            >
              {columns.map((column) => (
                <td
                  key={column.field}
                  className={column.align === "right" ? "tabular" : undefined}
                  align={column.align}
                  style={column.line && LINES[column.line]}
                  title={column.line === "cut" ? String(column.value(row) ?? "") : undefined}
                >
                  {column.render ? column.render(row) : column.value(row)}
                </td>
              ))}
            </Box>
          ))}
        </tbody>
      </Box>
      {rows.length > limit ? (
        <Box sx={{ p: 3, display: "flex", gap: 3, alignItems: "center", color: token.dim }}>
          {formatCount(limit)} of {formatCount(rows.length)} shown
          <Button onClick={() => setLimit(limit * 5)}>Show more</Button>
        </Box>
      ) : null}
    </Box>
  );
}

interface HeadCellProps<Row> {
  readonly column: TableColumn<Row>;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting) => void;
}

function HeadCell<Row>({ column, sorting, onSort }: HeadCellProps<Row>) {
  const isSorted = sorting?.field === column.field;
  const isDescending = isSorted && sorting.isDescending;
  const arrow = (
    <Box component="span" aria-hidden sx={{ width: 12, mx: "2px", opacity: isSorted ? 1 : 0 }}>
      {isDescending ? "↓" : "↑"}
    </Box>
  );
  const order = isDescending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      align={column.align ?? "left"}
      style={{ width: column.width }}
      aria-sort={isSorted ? order : undefined}
    >
      {column.isSortable === false ? (
        <span style={{ verticalAlign: "middle" }}>{column.title}</span>
      ) : (
        <ButtonBase
          onClick={() => onSort({ field: column.field, isDescending: isSorted && !isDescending })}
          sx={{ font: "inherit", "&:hover": { color: token.ink } }}
        >
          {column.align === "right" ? arrow : null}
          {column.title}
          {column.align === "right" ? null : arrow}
        </ButtonBase>
      )}
    </th>
  );
}

/** Numbers by size, words as people sort them (`s2` before `s10`); what has no value comes last. */
function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const column = columns.find((each) => each.field === sorting?.field);
  if (!column) return rows;
  const sign = sorting?.isDescending === true ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * compare(left, right);
  });
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), "en", { numeric: true });
}

const LINES = {
  whole: { whiteSpace: "nowrap" },
  // No width of its own: the column's counts.
  cut: { whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis", maxWidth: 0 },
} as const;

const TABLE = {
  width: "100%",
  borderCollapse: "collapse",
  "& th": { fontWeight: 600, fontSize: 12, color: token.dim, height: 34, px: 3, whiteSpace: "nowrap" },
  "& td": { height: 36, px: 3, py: "3px", borderTop: `1px solid ${token.line}` },
} as const;

const DENSE = { ...TABLE, "& th": { ...TABLE["& th"], px: 2 }, "& td": { ...TABLE["& td"], px: 2 } } as const;
