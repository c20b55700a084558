"use client";

import Box from "@mui/material/Box";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { copyText } from "#components/ui/clipboard.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import type { CellFilter, CellFilters } from "#lib/fhir/cell-filter.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { HEADER_ROW, moveCell, type Cell } from "#components/ui/move-cell.ts";
import { cellText } from "./cell-text.ts";
import { ResultHeads, type ResultSort } from "./result-heads.tsx";
import { resourceName, ResultRow, type RowItem } from "./result-row-view.tsx";

// Charts and the menu come with their code when they are opened.
const DistributionRow = dynamic(() => import("./distribution-row.tsx").then((file) => file.DistributionRow), {
  ssr: false,
});
const CellMenu = dynamic(() => import("./cell-menu.tsx").then((file) => file.CellMenu), { ssr: false });

export interface ResultsTableProps {
  readonly storeName: string;
  /** Opaque id of the search, so that an opened result can say why it was found; "" before it has one. */
  readonly searchId: string;
  readonly rows: readonly RowItem[];
  readonly columns: readonly ResultColumn[];
  /** Whether the server can sort by a column. */
  readonly isSortable: (column: ResultColumn) => boolean;
  readonly sort: ResultSort | undefined;
  readonly onSort: (sort: ResultSort | undefined) => void;
  readonly isRefreshing: boolean;
  /** Charts under the heads. */
  readonly hasDistribution: boolean;
  /** Names (`Patient/p1`) of the selected resources. */
  readonly selected: ReadonlySet<string>;
  /** Changes the selection; the same function in every render. */
  readonly onSelect: (change: (names: ReadonlySet<string>) => ReadonlySet<string>) => void;
  /** The resource that is open beside; "" for none. */
  readonly beside: string;
  readonly onBeside: (name: string) => void;
  readonly filterOf: (column: ResultColumn, resource: JsonObject) => CellFilters | undefined;
  readonly onFilter: (filter: CellFilter) => void;
}

interface OpenMenu {
  readonly anchor: HTMLElement;
  readonly cell: Cell;
}

/**
 * One page of results (ARIA grid). At most 1,000 rows come at once, so rows are drawn by the browser alone; the Data Grid would cost 133 kB of JavaScript
 * for what is here.
 */
export function ResultsTable(props: ResultsTableProps) {
  const { storeName, searchId, rows, columns, selected, onSelect, onBeside } = props;
  const router = useRouter();
  const { masked } = useIdentityMask();
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [menu, setMenu] = useState<OpenMenu | undefined>();
  useKeyboardMap(KEY_HELP);
  const template = columns.map(
    (column) => `minmax(${CELL_PADDING + CHARACTER_WIDTH * column.characters}px, ${column.weight}fr)`,
  );
  const plain = useMemo(() => rows.map(({ resource }) => resource), [rows]);

  const hrefOf = (name: string) => resourceHref(`${storeName}/fhir/${name}`, { search: searchId });
  const cellAt = (cell: Cell) => grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row} ${cell.column}"]`);
  const focus = (cell: Cell) => {
    const column = rows[cell.row]?.level === 1 ? 0 : cell.column;
    setActive({ ...cell, column });
    cellAt({ ...cell, column })?.focus();
  };
  const toggle = useCallback((name: string) => onSelect((names) => toggled(names, name)), [onSelect]);
  const act: CellAct = {
    beside: ({ row }) => rows[row] && onBeside(resourceName(rows[row].resource)),
    page: ({ row }) => rows[row] && router.push(hrefOf(resourceName(rows[row].resource))),
    copy: ({ row, column }) => {
      const [item, shown] = [rows[row], columns[column]];
      if (item && shown) void copyText(cellText(shown, item.resource, masked));
    },
    select: ({ row }) => rows[row] && toggle(resourceName(rows[row].resource)),
    selectAll: () => {
      const all = new Set(plain.map(resourceName));
      onSelect((names) => (names.size === all.size ? new Set() : all));
    },
    filter: (cell) => filterBy(filtersAt(props, cell)?.only),
    leaveOut: (cell) => filterBy(filtersAt(props, cell)?.without),
    menu: (cell) => {
      const anchor = cellAt(cell);
      if (anchor) setMenu({ anchor, cell });
    },
    close: () => props.beside !== "" && onBeside(""),
  };
  const filterBy = (filter: CellFilter | undefined) => filter && props.onFilter(filter);
  const handleKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const next = moveCell(active, event, { rows: rows.length, columns: columns.length });
    const name = next || active.row === HEADER_ROW ? undefined : actOfKey(event);
    if (next) focus(next);
    else if (name) act[name](active);
    if (next || name) event.preventDefault();
  };
  const handlePress = useCallback(
    (event: MouseEvent, name: string) => {
      // The id is a link of its own (a new tab, a copied address), the box selects.
      const isOwn = event.target instanceof HTMLAnchorElement || event.target instanceof HTMLInputElement;
      if (!isOwn && !isTextSelected()) onBeside(name);
    },
    [onBeside],
  );

  return (
    <Box
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label="Search results"
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-busy={props.isRefreshing}
      onKeyDown={handleKey}
      onContextMenu={(event) => {
        const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]") : null;
        const [row = -1, column = 0] = (cell?.dataset["cell"] ?? "").split(" ").map(Number);
        if (!cell || row < 0 || isTextSelected()) return;
        event.preventDefault();
        setMenu({ anchor: cell, cell: { row, column } });
      }}
      sx={{ ...GRID, "--columns": template.join(" ") }}
    >
      <ResultHeads
        columns={columns}
        active={active}
        isSortable={props.isSortable}
        sort={props.sort}
        onSort={props.onSort}
        onActive={setActive}
      />
      {props.hasDistribution ? <DistributionRow columns={columns} rows={plain} /> : null}
      {rows.map((item, row) => {
        const name = resourceName(item.resource);
        return (
          <ResultRow
            key={`${row} ${name}`}
            item={item}
            name={name}
            row={row}
            href={hrefOf(name)}
            columns={columns}
            isMasked={masked}
            activeColumn={active.row === row ? active.column : undefined}
            isSelected={selected.has(name)}
            isBeside={props.beside === name}
            onActive={setActive}
            onPress={handlePress}
            onToggle={toggle}
          />
        );
      })}
      {menu ? (
        <CellMenu
          anchor={menu.anchor}
          patientHref={roomHref(storeName, rows[menu.cell.row]?.resource)}
          filters={filtersAt(props, menu.cell)}
          onAct={(name) => act[name](menu.cell)}
          onClose={() => {
            setMenu(undefined);
            focus(menu.cell);
          }}
        />
      ) : null}
    </Box>
  );
}

type ActName = "beside" | "page" | "copy" | "select" | "selectAll" | "filter" | "leaveOut" | "menu" | "close";
type CellAct = Readonly<Record<ActName, (cell: Cell) => unknown>>;

/** What a key does in a cell; undefined leaves it to the browser. */
function actOfKey(event: KeyboardEvent): ActName | undefined {
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && event.key === "Enter") return "page";
  if (isControl && event.key === "c") return isTextSelected() ? undefined : "copy";
  if (isControl && event.key === "a") return "selectAll";
  if (isControl || event.altKey) return undefined;
  if (event.shiftKey && event.key === "F10") return "menu";
  return PLAIN_KEYS[event.key];
}

const PLAIN_KEYS: Readonly<Record<string, ActName>> = {
  Enter: "beside",
  " ": "select",
  f: "filter",
  F: "leaveOut",
  ContextMenu: "menu",
  Escape: "close",
};

const KEY_HELP: KeySection = {
  title: "Search results",
  keys: [
    [["Enter"], "Open beside"],
    [["Ctrl Enter"], "Open as a page"],
    [["Space"], "Select the row"],
    [["Ctrl A"], "Select all rows"],
    [["Ctrl C"], "Copy the cell"],
    [["f"], "Filter by this value"],
    [["F"], "Leave this value out"],
    [["Shift F10"], "All of this as a menu"],
  ],
};

function filtersAt({ rows, columns, filterOf }: ResultsTableProps, { row, column }: Cell): CellFilters | undefined {
  const [item, shown] = [rows[row], columns[column]];
  return item && shown && item.level === 0 ? filterOf(shown, item.resource) : undefined;
}

function roomHref(storeName: string, resource: JsonObject | undefined): string | undefined {
  return resource?.["resourceType"] === "Patient"
    ? resourceHref(`${storeName}/fhir/${resourceName(resource)}/room`)
    : undefined;
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}

function isTextSelected(): boolean {
  return window.getSelection()?.type === "Range";
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
