"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { tagText, type HeaderRow } from "#lib/dicom/header-rows.ts";

/** Height of a line in CSS pixels. */
const LINE_HEIGHT = 24;

export interface HeaderLinesProps {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly HeaderRow[];
  /** Paths of closed sequences and items. */
  readonly closed: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly isMasked: boolean;
  readonly onSelect: (path: string) => void;
  readonly onToggle: (path: string) => void;
}

/** The lines of a header as a tree; only those in sight are in the page. Arrows move, left and right close and open. */
export function HeaderLines(props: HeaderLinesProps) {
  const { id, label, rows, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  const at = rows.findIndex(({ path }) => path === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  const isInSight = items.some(({ index }) => index === at);
  return (
    <Box
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={label}
      {...(isInSight && selected ? { "aria-activedescendant": lineId(id, selected) } : {})}
      onKeyDown={(event) => handleKey(event, props, at)}
      sx={LINES}
    >
      <Box role="presentation" sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return row ? <HeaderLine key={row.path} {...props} row={row} top={start} /> : null;
        })}
      </Box>
    </Box>
  );
}

interface HeaderLineProps extends HeaderLinesProps {
  readonly row: HeaderRow;
  readonly top: number;
}

function HeaderLine({ id, row, top, closed, selected, isMasked, onSelect, onToggle }: HeaderLineProps) {
  const isSelected = row.path === selected;
  const isOpen = !closed.has(row.path);
  return (
    <Box
      id={lineId(id, row.path)}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isSelected}
      {...(row.children > 0 ? { "aria-expanded": isOpen } : {})}
      className={isSelected ? "line at" : "line"}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 8 + row.depth * 14 }}
      onClick={() => onSelect(row.path)}
      onDoubleClick={() => row.children > 0 && onToggle(row.path)}
    >
      <span className="fold" aria-hidden onClick={() => row.children > 0 && onToggle(row.path)}>
        {foldMark(row, isOpen)}
      </span>
      <span className="tag">{row.kind === "item" ? "" : tagText(row.tag)}</span>
      <span className="vr">{row.vr}</span>
      <span className={row.kind === "item" ? "name item" : "name"}>{row.name}</span>
      <RowValue row={row} isMasked={isMasked} />
    </Box>
  );
}

/** The value of a line, marked when it is an identifier, covered while identities are masked. */
function RowValue({ row, isMasked }: { readonly row: HeaderRow; readonly isMasked: boolean }) {
  if (!row.identifier || row.value === "") return <span className="value">{row.value}</span>;
  return (
    <span className="value">
      <span className="phi">{isMasked ? MASKED_TEXT : row.value}</span>
    </span>
  );
}

function foldMark({ children }: HeaderRow, isOpen: boolean): string {
  if (children === 0) return "";
  return isOpen ? "▾" : "▸";
}

function lineId(id: string, path: string): string {
  return `${id}-${path}`;
}

const PAGE = 20;

function handleKey(event: KeyboardEvent, { rows, closed, onSelect, onToggle }: HeaderLinesProps, at: number): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -rows.length,
    End: rows.length,
  };
  const step = steps[event.key];
  const row = rows[at];
  if (step !== undefined) {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (next) onSelect(next.path);
  } else if (row && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const isOpen = row.children > 0 && !closed.has(row.path);
    if (row.children > 0 && isOpen === (event.key === "ArrowLeft")) onToggle(row.path);
    else if (event.key === "ArrowLeft") onSelect(parentPath(row.path) ?? row.path);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** `a[1].b` → `a[1]` → `a`; undefined at the top. */
function parentPath(path: string): string | undefined {
  const end = Math.max(path.lastIndexOf("."), path.lastIndexOf("["));
  return end > 0 ? path.slice(0, end) : undefined;
}

const LINES = {
  ...monoText,
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  outlineOffset: -2,
  "& .line": {
    position: "absolute",
    top: 0,
    left: 0,
    minWidth: "100%",
    height: LINE_HEIGHT,
    lineHeight: `${LINE_HEIGHT}px`,
    display: "flex",
    whiteSpace: "pre",
    pr: 3,
    cursor: "default",
  },
  "& .line:hover": { bgcolor: token.hover },
  "& .line.at": { bgcolor: token.sel, boxShadow: `inset 3px 0 ${token.accent}` },
  "& .fold": { width: 16, flex: "none", color: token.dim, cursor: "pointer" },
  "& .tag": { flex: "none", minWidth: "12.5ch", color: token.dim },
  "& .vr": { flex: "none", minWidth: "3.5ch", color: token.num },
  "& .name": { flex: "none", minWidth: "26ch", pr: "2ch", color: token.key },
  "& .name.item": { color: token.dim },
  "& .value": { color: token.ink },
  "& .phi": { bgcolor: token.phi, color: token.phiInk, borderRadius: "3px", px: "3px" },
} as const;
