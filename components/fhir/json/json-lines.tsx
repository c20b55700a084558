"use client";

import Box from "@mui/material/Box";
import { defaultKeyExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type CSSProperties, type KeyboardEvent, type MouseEvent } from "react";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { FoldedLines } from "#lib/fhir/json-folds.ts";
import type { JsonMatch } from "#lib/fhir/json-search.ts";
import { JsonLineRow, type LineMarks } from "./json-line-row.tsx";
import { SHOWN_FIRST, SHOWN_MORE, type JsonViewAction, type JsonViewState } from "./json-view-state.ts";
import { isFolded, lineKeyAction } from "./line-keyboard.ts";
import { LINE_HEIGHT, LINES_LOOK } from "./lines-look.ts";
import type { useHoveredReference } from "./reference-hover.tsx";

export interface JsonLinesProps {
  readonly id: string;
  readonly label: string;
  readonly document: JsonDocument;
  readonly view: FoldedLines;
  readonly state: JsonViewState;
  readonly act: (action: JsonViewAction) => void;
  readonly marksOf: (node: number) => LineMarks;
  /** The values whose lines are highlighted. */
  readonly highlighted: readonly number[];
  readonly matchesByLine: ReadonlyMap<number, readonly JsonMatch[]>;
  readonly currentMatch: JsonMatch | undefined;
  /** Enter on a value that is not folded: opens what it refers to. */
  readonly onEnter: (node: number) => void;
  /** What follows the pointer over marked references. */
  readonly hover: ReturnType<typeof useHoveredReference>["handlers"];
}

interface LineWidths extends CSSProperties {
  readonly "--number-width": string;
  readonly "--lines-width": string;
}

/** The lines of a document as a tree of values: only those in sight are in the page. */
export function JsonLines(props: JsonLinesProps) {
  const { id, label, document, view, state } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useLines(props, scroller);
  useScrollToCursor(props, virtual);
  const rows = virtual.getVirtualItems();
  const widths: LineWidths = {
    "--number-width": `${String(document.lineCount).length + 2}ch`,
    "--lines-width": `${virtual.scrollRect?.width ?? 600}px`,
  };
  const isInSight = rows.some(({ index }) => view.lineAt(index) === document.lineOf(state.cursor));
  return (
    <Box
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={label}
      {...(isInSight ? { "aria-activedescendant": rowId(id, state.cursor) } : {})}
      onKeyDown={(event) => handleKey(event, props)}
      onClick={(event) => handleClick(event, props)}
      {...props.hover}
      sx={LINES_LOOK}
      style={widths}
    >
      <Box role="presentation" sx={{ position: "relative" }} style={{ height: virtual.getTotalSize() }}>
        <Box
          role="presentation"
          sx={{ position: "absolute", top: 0, left: 0, minWidth: "100%", width: "max-content" }}
          style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}
        >
          {rows.map(({ index }) => (
            <Row key={view.lineAt(index)} index={index} lines={props} measure={virtual.measureElement} />
          ))}
        </Box>
      </Box>
    </Box>
  );
}

interface RowProps {
  readonly index: number;
  readonly lines: JsonLinesProps;
  readonly measure: (element: HTMLElement | null) => void;
}

/** Only strings shown at length are taller than a line and need measuring. */
function Row({ index, lines, measure }: RowProps) {
  const { document, view, state, highlighted, matchesByLine } = lines;
  const line = view.lineAt(index);
  const node = document.nodeOfLine(line);
  const shown = state.shown.get(node) ?? SHOWN_FIRST;
  const marks = lines.marksOf(node);
  const row = (
    <JsonLineRow
      document={document}
      line={line}
      id={rowId(lines.id, node)}
      isCursor={line === document.lineOf(state.cursor)}
      isHighlighted={highlighted.some((each) => isWithin(document, each, line))}
      isFolded={isFolded(document, view, node)}
      onName={marks.onName}
      onValue={marks.onValue}
      isMasked={marks.isMasked}
      matches={matchesByLine.get(line)}
      currentMatch={lines.currentMatch?.line === line ? lines.currentMatch : undefined}
      shown={shown}
    />
  );
  return shown === SHOWN_FIRST ? (
    row
  ) : (
    <div role="presentation" ref={measure} data-index={index}>
      {row}
    </div>
  );
}

type Lines = ReturnType<typeof useLines>;

function useLines({ view, state }: JsonLinesProps, scroller: { readonly current: HTMLDivElement | null }) {
  return useVirtualizer<HTMLDivElement, HTMLElement>({
    count: view.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    // Measured heights belong to lines, not to positions. Asking for every line costs 0.2 s in a document of 10 MB, so only when needed.
    getItemKey: state.shown.size > 0 ? (index) => view.lineAt(index) : defaultKeyExtractor,
    overscan: 20,
  });
}

/** Scrolls when the reader moves deliberately: gently for a step out of sight, to the middle for a jump. */
function useScrollToCursor({ document, view, state }: JsonLinesProps, virtual: Lines): void {
  const done = useRef(0);
  useEffect(() => {
    if (state.moves === done.current) return;
    done.current = state.moves;
    const position = view.positionOf(document.lineOf(state.cursor));
    const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
    const isJump = position < startIndex - 2 || position > endIndex + 2;
    virtual.scrollToIndex(position, { align: isJump ? "center" : "auto" });
  }, [document, view, state.moves, state.cursor, virtual]);
}

function isWithin(document: JsonDocument, node: number, line: number): boolean {
  return line >= document.lineOf(node) && line <= document.endLineOf(node);
}

function rowId(id: string, node: number): string {
  return `${id}-${node}`;
}

function handleKey(event: KeyboardEvent<HTMLElement>, props: JsonLinesProps): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = lineKeyAction(props.document, props.view, props.state.cursor, event.key);
  if (!action) return;
  event.preventDefault();
  if (action.do === "enter") enter(action.node, props);
  else if (action.do === "move") props.act(action);
  else props.act({ do: action.do, node: action.node });
}

function enter(node: number, props: JsonLinesProps): void {
  if (props.document.hasChildren(node)) props.act({ do: "toggle", node });
  else if (isCut(node, props)) showMore(node, props);
  else props.onEnter(node);
}

function isCut(node: number, { document, state, marksOf }: JsonLinesProps): boolean {
  const shown = state.shown.get(node) ?? SHOWN_FIRST;
  return document.kindOf(node) === "string" && document.sourceOf(node).length > shown && !marksOf(node).isMasked;
}

function showMore(node: number, { state, act }: JsonLinesProps): void {
  act({ do: "show", node, characters: (state.shown.get(node) ?? 0) + SHOWN_MORE });
}

function handleClick(event: MouseEvent<HTMLElement>, props: JsonLinesProps): void {
  if (!(event.target instanceof Element) || !(window.getSelection()?.isCollapsed ?? true)) return;
  const line = event.target.closest<HTMLElement>("[data-line]")?.dataset["line"];
  if (line === undefined) return;
  const node = props.document.nodeOfLine(Number(line));
  const act = event.target.closest<HTMLElement>("[data-act]")?.dataset["act"];
  if (act === "fold") props.act({ do: "toggle", node });
  else if (act === "more") showMore(node, props);
  else props.act({ do: "move", to: node });
}
