"use client";

import Box from "@mui/material/Box";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { copyText } from "#components/ui/clipboard.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { HEADER_ROW, moveCell, type Cell } from "#components/ui/move-cell.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { plainText, select } from "#lib/fhir/result-text.ts";
import { cellText } from "./result-facts.tsx";
import { ResultHeads, type ResultSort } from "./result-heads.tsx";

export interface ResultsTableProps {
  readonly storeName: string;
  readonly rows: readonly JsonObject[];
  readonly columns: readonly ResultColumn[];
  /** Whether the server can sort by a column. */
  readonly isSortable: (column: ResultColumn) => boolean;
  readonly sort: ResultSort | undefined;
  readonly onSort: (sort: ResultSort | undefined) => void;
  readonly isRefreshing: boolean;
}

/**
 * One page of results (ARIA grid): arrows move, Enter or a click opens the resource, Ctrl-C copies the cell. At most 1,000 rows come at once, so rows are
 * drawn by the browser alone; the Data Grid would cost 133 kB of JavaScript for what is here.
 */
export function ResultsTable(props: ResultsTableProps) {
  const { storeName, rows, columns, onSort } = props;
  const router = useRouter();
  const { masked } = useIdentityMask();
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const template = columns.map(
    (column) => `minmax(${CELL_PADDING + CHARACTER_WIDTH * column.characters}px, ${column.weight}fr)`,
  );

  const focus = (cell: Cell) => {
    setActive(cell);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row} ${cell.column}"]`)?.focus();
  };
  const open = (row: number) => {
    const resource = rows[row];
    if (resource) router.push(hrefOf(storeName, resource));
  };
  const handleKey = (event: KeyboardEvent) => {
    const column = columns[active.column];
    const resource = rows[active.row];
    const next = moveCell(active, event, { rows: rows.length, columns: columns.length });
    if (next) {
      event.preventDefault();
      focus(next);
    } else if (event.key === "Enter" && active.row !== HEADER_ROW) {
      event.preventDefault();
      open(active.row);
    } else if (event.key === "c" && (event.ctrlKey || event.metaKey) && column && resource && !isTextSelected()) {
      void copyText(cellText(column, resource, masked));
    }
  };
  const handleClick = (event: MouseEvent, row: number) => {
    // The id is a link of its own: a new tab, a copied address.
    if (!(event.target instanceof HTMLAnchorElement) && !isTextSelected()) open(row);
  };

  return (
    <Box
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label="Search results"
      aria-rowcount={rows.length + 1}
      aria-busy={props.isRefreshing}
      onKeyDown={handleKey}
      sx={{ ...GRID, "--columns": template.join(" ") }}
    >
      <ResultHeads
        columns={columns}
        active={active}
        isSortable={props.isSortable}
        sort={props.sort}
        onSort={onSort}
        onActive={setActive}
      />
      {rows.map((resource, row) => (
        <Box
          key={`${row} ${nameOf(resource)}`}
          role="row"
          aria-rowindex={row + 2}
          data-rowindex={row}
          sx={ROW}
          onClick={(event) => handleClick(event, row)}
        >
          {columns.map((column, at) => (
            <ResultCell
              key={column.key}
              column={column}
              text={cellText(column, resource, masked)}
              href={column.key === "id" ? hrefOf(storeName, resource) : undefined}
              cell={{ row, column: at }}
              isActive={active.row === row && active.column === at}
              onActive={setActive}
            />
          ))}
        </Box>
      ))}
    </Box>
  );
}

interface ResultCellProps {
  readonly column: ResultColumn;
  readonly text: string;
  readonly href: string | undefined;
  readonly cell: Cell;
  readonly isActive: boolean;
  readonly onActive: (cell: Cell) => void;
}

function ResultCell({ column, text, href, cell, isActive, onActive }: ResultCellProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={cell.column + 1}
      data-cell={`${cell.row} ${cell.column}`}
      data-mono={column.isMono || undefined}
      tabIndex={isActive ? 0 : -1}
      title={text}
      onFocus={() => onActive(cell)}
    >
      {href === undefined ? (
        text
      ) : (
        <Link href={href} prefetch={false} tabIndex={-1}>
          {text}
        </Link>
      )}
    </div>
  );
}

function isTextSelected(): boolean {
  return window.getSelection()?.type === "Range";
}

function hrefOf(storeName: string, resource: JsonObject): string {
  return resourceHref(`${storeName}/fhir/${nameOf(resource)}`);
}

function nameOf(resource: JsonObject): string {
  return `${plainText(select(resource, "resourceType"))}/${plainText(select(resource, "id"))}`;
}

/** CSS pixels; digits are the widest of what stands in narrow columns. */
const CHARACTER_WIDTH = 7.8;
const CELL_PADDING = 22;

const GRID = {
  height: "100%",
  overflow: "auto",
  outline: 0,
  '&[aria-busy="true"] [role="gridcell"]': { opacity: 0.6 },
  "& a": { color: token.accent, textDecoration: "none", "&:hover": { textDecoration: "underline" } },
} as const;

const ROW = {
  display: "grid",
  gridTemplateColumns: "var(--columns)",
  minWidth: "min-content",
  cursor: "pointer",
  "&:hover > *": { bgcolor: token.hover },
  "& > *": {
    px: "11px",
    height: 32,
    lineHeight: "31px",
    borderBottom: `1px solid ${token.line}`,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  "& > *:focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
  "& > [data-mono]": { fontFamily: MONO, fontSize: 12.5 },
} as const;
