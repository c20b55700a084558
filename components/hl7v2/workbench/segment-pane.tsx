"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { MASKED_TEXT } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { valuedLeaves } from "#lib/hl7v2/cursor.ts";
import type { Dictionary } from "#lib/hl7v2/dictionary/dictionary.ts";
import { leavesOf } from "#lib/hl7v2/locate.ts";
import type { Segment } from "#lib/hl7v2/message.ts";
import type { RawPaneProps } from "./raw-pane.tsx";
import { rowOf } from "./segment-rows.ts";
import type { CursorControl } from "./use-cursor.ts";
import { visibleText } from "./visible-text.ts";

export interface SegmentPaneProps extends RawPaneProps {
  readonly dictionary: Dictionary | undefined;
}

/** The segment under the cursor as a table: position, name, type, value and meaning of everything in it. */
export function SegmentPane(props: SegmentPaneProps) {
  const { message, dictionary, cursor } = props;
  const [isEmptyShown, setIsEmptyShown] = useState(false);
  const segment = message.segments[cursor.cursor.segment];
  const title = segment && (dictionary?.segmentName(segment.id) ?? (segment.id.startsWith("Z") ? "Local segment" : ""));
  return (
    <Box component="section" aria-label="Segment" sx={CARD}>
      <Box sx={HEAD}>
        <Box component="h2" sx={{ m: 0, fontSize: 13, color: token.ink }}>
          {segment ? visibleText(segment.id) : "No segment"}
        </Box>
        {title ? `${title} · ` : ""}
        {segment ? `segment ${formatCount(segment.index + 1)} of ${formatCount(message.segments.length)}` : ""}
        <Box component="label" sx={{ ml: "auto", display: "flex", gap: 1, alignItems: "center", cursor: "pointer" }}>
          <input type="checkbox" checked={isEmptyShown} onChange={(event) => setIsEmptyShown(event.target.checked)} />
          Empty fields
        </Box>
      </Box>
      {segment ? <Rows {...props} segment={segment} isEmptyShown={isEmptyShown} /> : null}
    </Box>
  );
}

interface RowsProps extends SegmentPaneProps {
  readonly segment: Segment;
  readonly isEmptyShown: boolean;
}

const ROW_HEIGHT = 28;

function Rows({ message, dictionary, cursor, marks, isMasked, segment, isEmptyShown }: RowsProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const indexes = useMemo(
    () => (isEmptyShown ? leavesOf(message, segment).map((_, index) => index) : valuedLeaves(message, segment)),
    [message, segment, isEmptyShown],
  );
  const at = indexes.indexOf(cursor.cursor.leaf ?? -1);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: indexes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  return (
    <Box
      ref={scroller}
      role="grid"
      tabIndex={0}
      data-pane="table"
      aria-label={`Values of ${segment.id}`}
      aria-rowcount={indexes.length + 1}
      {...(items.some(({ index }) => index === at) ? { "aria-activedescendant": `${id}-${at}` } : {})}
      onKeyDown={(event) => handleKey(event, { cursor, indexes, at })}
      sx={GRID}
    >
      <Box role="row" aria-rowindex={1} sx={{ ...ROW, ...COLUMN_HEADS }}>
        {["Position", "Name", "Type", "Value", "Meaning"].map((head) => (
          <span key={head} role="columnheader">
            {head}
          </span>
        ))}
      </Box>
      <Box role="presentation" sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rowOf(message, segment, indexes[index] ?? 0, dictionary);
          const isHidden = isMasked && marks.isIdentifying(segment, row.span.start);
          const value = message.text.slice(row.span.start, Math.min(row.span.end, row.span.start + 300));
          return (
            <Box
              key={row.leaf}
              role="row"
              id={`${id}-${index}`}
              aria-rowindex={index + 2}
              aria-selected={index === at}
              onClick={() => cursor.moveTo({ segment: segment.index, leaf: row.leaf })}
              sx={ROW}
              className={index === at ? "at" : ""}
              style={{ position: "absolute", top: start, left: 0, right: 0, height: ROW_HEIGHT }}
            >
              <span role="gridcell" className="mono">
                {row.written}
              </span>
              <span role="gridcell" title={row.name}>
                {row.name}
              </span>
              <span role="gridcell" className="mono dim">
                {row.type}
              </span>
              <span role="gridcell" className="mono">
                <span className={`v ${marks.classOf(segment, row.span.start, row.span.end)}`}>
                  {isHidden ? MASKED_TEXT : visibleText(value)}
                </span>
              </span>
              <span role="gridcell" className="dim" title={isHidden ? "" : row.meaning}>
                {isHidden ? "" : row.meaning}
              </span>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

interface KeyTarget {
  readonly cursor: CursorControl;
  readonly indexes: readonly number[];
  readonly at: number;
}

function handleKey(event: KeyboardEvent<HTMLElement>, { cursor, indexes, at }: KeyTarget): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const to: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(at + 1, indexes.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: indexes.length - 1,
    PageDown: Math.min(at + 10, indexes.length - 1),
    PageUp: Math.max(at - 10, 0),
  };
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    cursor.step(event.key === "ArrowRight" ? "next" : "previous");
    return;
  }
  const row = to[event.key];
  if (row === undefined || indexes.length === 0) return;
  event.preventDefault();
  cursor.moveTo({ segment: cursor.cursor.segment, leaf: indexes[row] });
}

const CARD = {
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  minWidth: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;

const GRID = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  outlineOffset: -2,
  "& .mono": { fontFamily: MONO, fontSize: 12.5 },
  "& .dim": { color: token.dim },
  "& .at": { bgcolor: token.sel },
  "& .phi": { bgcolor: token.phi, borderRadius: "3px" },
  "& .at .dim": { color: token.ink },
  "& .error": { textDecoration: `underline wavy ${token.err}`, textUnderlineOffset: "3px" },
  "& .warning": { textDecoration: `underline wavy ${token.hlEdge}`, textUnderlineOffset: "3px" },
  "& .note": { textDecoration: `underline dotted ${token.accent}`, textUnderlineOffset: "3px" },
} as const;

const ROW = {
  display: "grid",
  gridTemplateColumns: "minmax(96px, 1fr) minmax(120px, 2fr) 56px minmax(110px, 2fr) minmax(90px, 1.6fr)",
  columnGap: 3,
  alignItems: "center",
  px: 3,
  borderBottom: `1px solid ${token.line}`,
  cursor: "default",
  "& > span": { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
} as const;

const COLUMN_HEADS = {
  position: "sticky",
  top: 0,
  zIndex: 1,
  bgcolor: token.panel,
  height: 30,
  fontSize: 12,
  fontWeight: 600,
  color: token.dim,
} as const;
