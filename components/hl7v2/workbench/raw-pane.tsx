"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, type KeyboardEvent, type MouseEvent } from "react";
import { cursorAtOffset, type Step } from "#lib/hl7v2/cursor.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import { RawLine } from "./raw-line.tsx";
import { RAW_LOOK } from "./raw-look.ts";
import type { CursorControl } from "./use-cursor.ts";
import type { Marks } from "./use-marks.ts";

export interface RawPaneProps {
  readonly message: Message;
  readonly cursor: CursorControl;
  readonly marks: Marks;
  readonly isMasked: boolean;
}

const LINE_HEIGHT = 22;

/** The message as it is written, a line for each segment: delimiters and control characters in sight, only what is in view in the page. */
export function RawPane({ message, cursor, marks, isMasked }: RawPaneProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: message.segments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  useScrollToCursor(cursor, virtual);
  const rows = virtual.getVirtualItems();
  const at = cursor.cursor;
  const isInSight = rows.some(({ index }) => index === at.segment);
  return (
    <Box
      ref={scroller}
      role="grid"
      tabIndex={0}
      data-pane="raw"
      aria-label="Message text"
      aria-rowcount={message.segments.length}
      {...(isInSight ? { "aria-activedescendant": cellId(id, at.segment, at.leaf) } : {})}
      onKeyDown={(event) => handleKey(event, cursor)}
      onClick={(event) => handleClick(event, message, cursor)}
      sx={RAW_LOOK}
    >
      <Box role="presentation" sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        <Box
          role="presentation"
          sx={{ position: "absolute", top: 0, left: 0, right: 0 }}
          style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}
        >
          {rows.map(({ index }) => {
            const segment = message.segments[index];
            return segment ? (
              <div key={index} role="presentation" ref={virtual.measureElement} data-index={index}>
                <RawLine
                  message={message}
                  segment={segment}
                  id={id}
                  cursorLeaf={at.segment === index ? (at.leaf ?? "segment") : undefined}
                  marks={marks}
                  isMasked={isMasked}
                />
              </div>
            ) : null;
          })}
        </Box>
      </Box>
    </Box>
  );
}

/** Id of a value's element, or of the line's segment name. */
export function cellId(id: string, segment: number, leaf: number | undefined): string {
  return `${id}-${segment}-${leaf ?? "id"}`;
}

function useScrollToCursor(
  { cursor, moves }: CursorControl,
  virtual: { readonly scrollToIndex: (index: number, options: { readonly align: "auto" | "center" }) => void },
): void {
  const done = useRef(0);
  useEffect(() => {
    if (moves === done.current) return;
    done.current = moves;
    virtual.scrollToIndex(cursor.segment, { align: "auto" });
  }, [cursor, moves, virtual]);
}

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "down",
  ArrowUp: "up",
  Home: "first",
  End: "last",
};

/** Tab goes straight to the table of the segment where there is one; what stands between is reached backwards from there. */
function handleKey(event: KeyboardEvent<HTMLElement>, cursor: CursorControl): void {
  if (event.key === "Tab" && !event.shiftKey) {
    const table = document.querySelector<HTMLElement>('[data-pane="table"]');
    if (!table) return;
    event.preventDefault();
    table.focus();
    return;
  }
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  cursor.step(step);
}

function handleClick(event: MouseEvent<HTMLElement>, message: Message, cursor: CursorControl): void {
  if (!(event.target instanceof Element) || !(window.getSelection()?.isCollapsed ?? true)) return;
  const value = event.target.closest<HTMLElement>("[data-start]");
  const line = event.target.closest<HTMLElement>("[data-segment]");
  if (value?.dataset["start"] !== undefined) {
    const found = cursorAtOffset(message, Number(value.dataset["start"]));
    if (found) cursor.moveTo(found);
  } else if (line?.dataset["segment"] !== undefined)
    cursor.moveTo({ segment: Number(line.dataset["segment"]), leaf: undefined });
}
