"use client";

import FilterAltIcon from "@mui/icons-material/FilterAltOutlined";
import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { memo, type MouseEvent } from "react";
import { LabelChips } from "#components/ui/label-chips.tsx";
import type { Cell } from "#components/ui/move-cell.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import type { MessageColumn } from "./message-columns.ts";
import { messageHref, shownText } from "./shown-text.ts";

export interface MessageRowProps {
  readonly message: StoredMessage;
  readonly columns: readonly MessageColumn[];
  readonly row: number;
  /** Column of the cell that has the keyboard; undefined when it is in another row. */
  readonly activeColumn: number | undefined;
  readonly isSelected: boolean;
  readonly isNew: boolean;
  readonly isMasked: boolean;
  readonly onActive: (cell: Cell) => void;
  readonly onOpen: (message: StoredMessage) => void;
  /** `isRange`: all rows from the last chosen one. */
  readonly onSelect: (isRange: boolean) => void;
  readonly onFilter: (anchor: HTMLElement, column: MessageColumn, message: StoredMessage) => void;
}

/** One message. A click opens it, the box selects it, the small funnel filters by the value. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, columns, row, activeColumn, isSelected, isNew, onActive, onOpen, onSelect } = props;
  const handleClick = (event: MouseEvent) => {
    const isControl = event.target instanceof Element && event.target.closest("a, button, input") !== null;
    if (!isControl && window.getSelection()?.type !== "Range") onOpen(message);
  };
  return (
    <Box
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      data-new={isNew || undefined}
      sx={ROW}
      onClick={handleClick}
    >
      <div role="gridcell" aria-colindex={1}>
        <input
          type="checkbox"
          aria-label={`Select message ${message.summary.controlId}`}
          data-cell={`${row} 0`}
          tabIndex={activeColumn === 0 ? 0 : -1}
          checked={isSelected}
          onFocus={() => onActive({ row, column: 0 })}
          // Space is the grid's own key, so that Shift-Space can take a range.
          onKeyDown={(event) => event.key === " " && event.preventDefault()}
          onChange={(event) => onSelect(event.nativeEvent instanceof PointerEvent && event.nativeEvent.shiftKey)}
        />
      </div>
      {columns.map((column, index) => (
        <MessageCell key={column.key} {...props} column={column} at={{ row, column: index + 1 }} />
      ))}
    </Box>
  );
});

function MessageCell(props: MessageRowProps & { readonly column: MessageColumn; readonly at: Cell }) {
  const { message, column, at, activeColumn, isMasked, isNew, onActive, onFilter } = props;
  const text = shownText(column, message, isMasked);
  const canFilter = column.conditions !== undefined && text !== "";
  return (
    <div
      role="gridcell"
      aria-colindex={at.column + 1}
      data-cell={`${at.row} ${at.column}`}
      data-mono={column.isMono}
      tabIndex={activeColumn === at.column ? 0 : -1}
      title={text}
      onFocus={() => onActive(at)}
    >
      {column.key === "type" && isNew ? <NewMark /> : null}
      <CellContent message={message} column={column} text={text} />
      {canFilter ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Filter by this ${column.title.toLowerCase()}`}
          title="Filter by this value (F)"
          onClick={(event) => onFilter(event.currentTarget, column, message)}
        >
          <FilterAltIcon sx={{ fontSize: 14 }} />
        </button>
      ) : null}
    </div>
  );
}

function CellContent({
  message,
  column,
  text,
}: {
  readonly message: StoredMessage;
  readonly column: MessageColumn;
  readonly text: string;
}) {
  if (column.key === "labels") return <LabelChips labels={message.labels} />;
  if (column.key !== "controlId") return text;
  return (
    <PageLink href={messageHref(message)} tabIndex={-1}>
      {text === "" ? "no control id" : text}
    </PageLink>
  );
}

function NewMark() {
  return (
    <Box component="span" sx={{ color: token.ok, fontWeight: 700, fontSize: 11, mr: 1, letterSpacing: "0.03em" }}>
      NEW
    </Box>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: "var(--columns)",
  minWidth: "min-content",
  cursor: "pointer",
  "&:hover > *": { bgcolor: token.hover },
  '&[aria-selected="true"] > *': { bgcolor: token.sel },
  "&[data-new] > *:first-of-type": { boxShadow: `inset 3px 0 ${token.ok}` },
  "& > *": {
    position: "relative",
    px: "11px",
    height: 32,
    lineHeight: "31px",
    borderBottom: `1px solid ${token.line}`,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  "& input": { m: 0, verticalAlign: "-2px" },
  "& > *:focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
  "& > [data-mono]": { fontFamily: MONO, fontSize: 12.5 },
  "& button": {
    position: "absolute",
    right: 4,
    top: 4,
    width: 24,
    height: 23,
    p: 0,
    display: "none",
    placeItems: "center",
    border: `1px solid ${token.line}`,
    borderRadius: "5px",
    bgcolor: token.panel,
    color: token.dim,
    cursor: "pointer",
  },
  "& > *:hover button, & > *:focus button": { display: "grid" },
} as const;
