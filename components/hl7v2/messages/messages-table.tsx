"use client";

import Box from "@mui/material/Box";
import { useRouter } from "next/navigation";
import { useRef, useState, type KeyboardEvent } from "react";
import { copyText } from "#components/ui/clipboard.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { HEADER_ROW, moveCell, type Cell } from "#components/ui/move-cell.ts";
import { token } from "#components/ui/tokens.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { MessageColumn } from "./message-columns.ts";
import { MessageHeads } from "./message-heads.tsx";
import { MessageRow } from "./message-row.tsx";
import type { PageSort } from "./page-sort.ts";
import { messageHref, shownText } from "./shown-text.ts";
import type { Selection } from "./use-selection.ts";

export interface MessagesTableProps {
  readonly rows: readonly StoredMessage[];
  readonly columns: readonly MessageColumn[];
  readonly selection: Selection;
  /** Names of messages that came while the person was looking. */
  readonly arrived: ReadonlySet<string>;
  readonly sort: PageSort;
  readonly onSort: (key: string) => void;
  /** Opens the choice of conditions of a cell. */
  readonly onFilter: (anchor: HTMLElement, column: MessageColumn, message: StoredMessage) => void;
  readonly isRefreshing: boolean;
}

/** One page of messages (ARIA grid): arrows move, Enter opens, Space selects, F filters by the cell's value, Ctrl-C copies it. */
export function MessagesTable(props: MessagesTableProps) {
  const { rows, columns, selection, onFilter } = props;
  const router = useRouter();
  const { masked } = useIdentityMask();
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });

  const cellAt = (cell: Cell) => grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row} ${cell.column}"]`);
  const open = (message: StoredMessage) => router.push(messageHref(message));
  const handleMove = (event: KeyboardEvent): boolean => {
    const next = moveCell(active, event, { rows: rows.length, columns: columns.length + 1 });
    if (!next) return false;
    setActive(next);
    cellAt(next)?.focus();
    return true;
  };
  /** What a key does to the message it is on; undefined for a key that means nothing here. */
  const actOf = (event: KeyboardEvent): (() => void) | undefined => {
    const message = rows[active.row];
    const column = columns[active.column - 1];
    if (!message || active.row === HEADER_ROW) return undefined;
    if (event.key === "Enter") return () => open(message);
    if (event.key === " ") return () => selection.toggle(message, event.shiftKey ? rows : undefined);
    if (!column) return undefined;
    if (isCopy(event)) return () => void copyText(shownText(column, message, masked));
    const cell = event.key === "f" && !isControl(event) && column.conditions ? cellAt(active) : undefined;
    return cell ? () => onFilter(cell, column, message) : undefined;
  };
  const handleKey = (event: KeyboardEvent) => {
    const act = event.key === "a" && isControl(event) ? () => selection.set(rows, true) : actOf(event);
    if (!handleMove(event) && !act) return;
    event.preventDefault();
    act?.();
  };

  return (
    <Box
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label="Messages"
      aria-rowcount={rows.length + 1}
      aria-multiselectable
      aria-busy={props.isRefreshing}
      onKeyDown={handleKey}
      sx={{ ...GRID, "--columns": ["38px", ...columns.map((column) => column.track)].join(" ") }}
    >
      <MessageHeads {...props} active={active} onActive={setActive} />
      {rows.map((message, row) => (
        <MessageRow
          key={message.name}
          message={message}
          columns={columns}
          row={row}
          activeColumn={active.row === row ? active.column : undefined}
          isSelected={selection.has(message)}
          isNew={props.arrived.has(message.name)}
          isMasked={masked}
          onActive={setActive}
          onOpen={open}
          onSelect={(range) => selection.toggle(message, range ? rows : undefined)}
          onFilter={onFilter}
        />
      ))}
    </Box>
  );
}

function isControl(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

/** Ctrl-C with nothing marked means the cell. */
function isCopy(event: KeyboardEvent): boolean {
  return event.key === "c" && isControl(event) && window.getSelection()?.type !== "Range";
}

const GRID = {
  height: "100%",
  overflow: "auto",
  outline: 0,
  '&[aria-busy="true"] [role="gridcell"]': { opacity: 0.6 },
  "& a": { color: token.accent, textDecoration: "none", "&:hover": { textDecoration: "underline" } },
} as const;
