"use client";

import Box from "@mui/material/Box";
import { useState, type DragEvent } from "react";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import { draggedSeries, isSeriesDrag } from "./series-drag.ts";
import { seriesTitle, SeriesView } from "./series-view.tsx";
import { VIEW_CELL, VIEW_WORDS } from "./view-cell.ts";
import type { ViewHandle } from "./view-handle.ts";
import type { GridLayout, ViewerAddress } from "./viewer-address.ts";

export interface ViewGridProps {
  readonly study: StudyAddress;
  readonly layout: GridLayout;
  /** By view; undefined for an empty one. */
  readonly shown: readonly (SeriesEntry | undefined)[];
  readonly active: number;
  /** The picture that the active view begins with. */
  readonly begin: Pick<ViewerAddress, "instance" | "frame">;
  /** The active view: its picture is drawn as a line in the others. */
  readonly source: ViewHandle | undefined;
  readonly onActive: (view: number) => void;
  readonly onDrop: (view: number, series: string) => void;
  readonly onHandle: (view: number, handle: ViewHandle | undefined) => void;
}

/** The views, side by side. A series dragged from the strip opens where it is dropped. */
export function ViewGrid(props: ViewGridProps) {
  const { layout, shown } = props;
  return (
    <Box
      sx={GRID}
      style={{
        gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${layout.rows}, minmax(0, 1fr))`,
      }}
    >
      {shown.map((entry, view) => (
        // A view is its place: what it shows comes and goes.
        <ViewCell key={String(view)} {...props} view={view} entry={entry} />
      ))}
    </Box>
  );
}

interface ViewCellProps extends ViewGridProps {
  readonly view: number;
  readonly entry: SeriesEntry | undefined;
}

const NOTHING_NAMED = { instance: undefined, frame: 1 } as const;

function ViewCell({ study, view, entry, active, begin, source, onActive, onDrop, onHandle, shown }: ViewCellProps) {
  const [isOver, setIsOver] = useState(false);
  const isActive = active === view;
  const dropHere = (event: DragEvent) => {
    setIsOver(false);
    const series = draggedSeries(event.dataTransfer);
    if (series === undefined) return;
    event.preventDefault();
    onDrop(view, series);
  };
  return (
    <Box
      component="section"
      aria-label={`View ${view + 1}${entry ? `, ${seriesTitle(entry)}` : ", empty"}`}
      aria-current={isActive && shown.length > 1 ? "true" : undefined}
      data-view={view}
      tabIndex={0}
      sx={VIEW_CELL}
      data-active={isActive && shown.length > 1 ? "" : undefined}
      data-over={isOver ? "" : undefined}
      onFocus={() => isActive || onActive(view)}
      onPointerDownCapture={() => isActive || onActive(view)}
      onDragOver={(event) => {
        if (!isSeriesDrag(event.dataTransfer)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={dropHere}
    >
      {entry ? (
        <SeriesView
          key={entry.series}
          id={`view-${view}`}
          study={study}
          entry={entry}
          begin={isActive ? begin : NOTHING_NAMED}
          source={isActive ? undefined : source}
          onHandle={(handle) => onHandle(view, handle)}
        />
      ) : (
        <Box sx={VIEW_WORDS}>Drag a series here, or choose one in the strip.</Box>
      )}
    </Box>
  );
}

const GRID = { flex: 1, minHeight: 0, display: "grid", gap: "6px" } as const;
