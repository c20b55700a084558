"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { memo, type MouseEvent } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { plainText, select } from "#lib/fhir/result-text.ts";
import { summariseResource } from "#lib/fhir/resource-summary.ts";
import { cellText } from "./cell-text.ts";
import type { Cell } from "#components/ui/move-cell.ts";

/** A match, or a resource that came along with the match above it (level 1). */
export interface RowItem {
  readonly resource: JsonObject;
  readonly level: 0 | 1;
}

export interface ResultRowProps {
  readonly item: RowItem;
  /** `Patient/p1` */
  readonly name: string;
  readonly row: number;
  readonly href: string;
  readonly columns: readonly ResultColumn[];
  readonly isMasked: boolean;
  /** The column of the focus when it is in this row. */
  readonly activeColumn: number | undefined;
  readonly isSelected: boolean;
  readonly isBeside: boolean;
  readonly onActive: (cell: Cell) => void;
  readonly onPress: (event: MouseEvent, name: string) => void;
  readonly onToggle: (name: string) => void;
}

/** One row. Drawn anew only when something of its own changes: moving the focus touches two of them. */
export const ResultRow = memo(
  function ResultRow(props: ResultRowProps) {
    const { item, name, row } = props;
    return (
      <Box
        role="row"
        aria-rowindex={row + 2}
        aria-selected={props.isSelected}
        data-rowindex={row}
        data-beside={props.isBeside || undefined}
        data-level={item.level}
        sx={ROW}
        onClick={(event) => props.onPress(event, name)}
      >
        {item.level === 1 ? <IncludedCell {...props} /> : <MatchCells {...props} />}
      </Box>
    );
  },
  (before, after) => SAME.every((key) => before[key] === after[key]),
);

/** Handlers are left out: they act on what the row says, whichever of them is called. */
const SAME = ["item", "row", "columns", "isMasked", "activeColumn", "isSelected", "isBeside"] as const;

function MatchCells({
  item,
  name,
  row,
  href,
  columns,
  isMasked,
  activeColumn,
  isSelected,
  onActive,
  onToggle,
}: ResultRowProps) {
  return columns.map((column, at) => {
    const text = cellText(column, item.resource, isMasked);
    return (
      <div
        key={column.key}
        role="gridcell"
        aria-colindex={at + 1}
        data-cell={`${row} ${at}`}
        data-mono={column.isMono || undefined}
        tabIndex={activeColumn === at ? 0 : -1}
        title={text}
        onFocus={() => onActive({ row, column: at })}
      >
        {at === 0 ? <SelectBox row={row} name={name} isSelected={isSelected} onToggle={onToggle} /> : null}
        {column.key === "id" ? (
          <PageLink href={href} tabIndex={-1}>
            {text}
          </PageLink>
        ) : (
          text
        )}
      </div>
    );
  });
}

/** Over the whole width: other types have other columns. */
function IncludedCell({
  item,
  name,
  row,
  href,
  isMasked,
  activeColumn,
  isSelected,
  onActive,
  onToggle,
}: ResultRowProps) {
  const { text, isIdentifying } = summariseResource(item.resource);
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      data-cell={`${row} 0`}
      tabIndex={activeColumn === undefined ? -1 : 0}
      onFocus={() => onActive({ row, column: 0 })}
    >
      <SelectBox row={row} name={name} isSelected={isSelected} onToggle={onToggle} />
      <span aria-hidden>↳ </span>
      <PageLink href={href} tabIndex={-1}>
        {name}
      </PageLink>{" "}
      <span>{isMasked && isIdentifying ? MASKED_TEXT : text}</span>
    </div>
  );
}

function SelectBox({
  row,
  name,
  isSelected,
  onToggle,
}: Pick<ResultRowProps, "row" | "name" | "isSelected" | "onToggle">) {
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={`Select row ${row + 1}`}
      checked={isSelected}
      onChange={() => onToggle(name)}
    />
  );
}

/** `Patient/p1` */
export function resourceName(resource: JsonObject): string {
  return `${plainText(select(resource, "resourceType"))}/${plainText(select(resource, "id"))}`;
}

const ROW = {
  display: "grid",
  gridTemplateColumns: "var(--columns)",
  minWidth: "min-content",
  cursor: "pointer",
  "&:hover > *": { bgcolor: token.hover },
  '&[aria-selected="true"] > *': { bgcolor: token.sel },
  "&[data-beside] > *": { bgcolor: token.accentSoft },
  '&[data-level="1"] > *': { gridColumn: "1 / -1", pl: "30px", color: token.dim },
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
  "& input": { m: 0, mr: "8px", verticalAlign: "-2px", opacity: 0.35 },
  '&:hover input, &[aria-selected="true"] input, & > *:focus input': { opacity: 1 },
} as const;
