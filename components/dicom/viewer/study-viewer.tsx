"use client";

import Box from "@mui/material/Box";
import { useCallback, useRef, useState } from "react";
import { firstSeries, type SeriesEntry } from "#lib/dicom/series-list.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import { SeriesStrip } from "./series-strip.tsx";
import { useSnapshot } from "./use-snapshot.ts";
import type { Measurement } from "./measurement.ts";
import { SideArea } from "./side-area.tsx";
import { useUndoKeys } from "./use-undo-keys.ts";
import { useMeasurements } from "./use-measurements.ts";
import { useViewerAddress, type ViewerAddress } from "./viewer-address.ts";
import { useViewerKeys } from "./viewer-keys.ts";
import { ViewGrid } from "./view-grid.tsx";
import type { ViewHandle } from "./view-handle.ts";
import { toolsCode } from "./engine-code.ts";
import type { ToolName } from "./tools.ts";
import { ViewerToolbar } from "./viewer-toolbar.tsx";
import { StackSlider } from "./stack-slider.tsx";

export interface StudyViewerProps {
  readonly study: StudyAddress;
  /** At least one. */
  readonly entries: readonly SeriesEntry[];
}

/** The viewer of a study: strip, views, slider and tools around them. */
export function StudyViewer({ study, entries }: StudyViewerProps) {
  const control = useViewerAddress();
  const { address, go, note } = control;
  const { handles, setHandle } = useHandles();
  const count = address.layout.rows * address.layout.columns;
  const shown = Array.from({ length: count }, (_, view) => seriesOfView(entries, address.series[view] ?? "", view));
  const active = handles[address.active];
  const snapshot = useSnapshot(active);
  const area = useRef<HTMLDivElement>(null);
  const show = (view: number, series: string) => go(opened(shown, view, series));
  const hop = (by: number) => {
    const here = entries.findIndex(({ series }) => series === shown[address.active]?.series);
    const next = entries[here + by];
    if (next) show(address.active, next.series);
  };
  const { tool, setTool } = useTool();
  useViewerKeys(area, { active, onHop: hop, onTool: setTool });
  const isPainted = snapshot?.status === "ready";
  const { book, list } = useMeasurements(isPainted);
  useUndoKeys(book);
  const showMeasurement = ({ series, instance, frame }: Measurement) => {
    if (instance === "") return;
    if (shown[address.active]?.series !== series) go({ ...opened(shown, address.active, series), instance, frame });
    else active?.goTo(active.images.findIndex((image) => image.instance === instance && image.frame === frame));
  };
  return (
    <Box ref={area} sx={FRAME}>
      <ViewerToolbar
        tool={tool}
        onTool={setTool}
        image={active?.images[snapshot?.index ?? 0]?.attributes}
        view={active}
        snapshot={snapshot}
        address={address}
        measurements={list.length}
        onPanel={(panel) => go({ panel })}
        onLayout={(layout) => go({ layout, active: 0 })}
      />
      <Box sx={BODY}>
        <SeriesStrip
          study={study}
          entries={entries}
          current={shown[address.active]?.series}
          mayPaint={snapshot?.status === "ready" || (snapshot !== undefined && typeof snapshot.status !== "string")}
          onShow={(series) => show(address.active, series)}
        />
        <Box sx={STAGE}>
          <ViewGrid
            study={study}
            layout={address.layout}
            shown={shown}
            active={address.active}
            begin={address}
            onActive={(view) => note({ active: view })}
            onDrop={show}
            onHandle={setHandle}
          />
          {active && snapshot && snapshot.count > 1 ? <StackSlider view={active} snapshot={snapshot} /> : null}
        </Box>
        {book ? <SideArea panel={address.panel} book={book} list={list} onShow={showMeasurement} /> : null}
      </Box>
    </Box>
  );
}

/** The address with a series in one of the views. */
function opened(
  shown: readonly (SeriesEntry | undefined)[],
  view: number,
  series: string,
): Pick<ViewerAddress, "series" | "active" | "instance" | "frame"> {
  const next = shown.map((entry, index) => (index === view ? series : (entry?.series ?? "")));
  return { series: next, active: view, instance: undefined, frame: 1 };
}

/** The first view shows the study's first pictures unless the address says otherwise; others wait for a series to be dropped. */
function seriesOfView(entries: readonly SeriesEntry[], wanted: string, view: number): SeriesEntry | undefined {
  const named = entries.find(({ series }) => series === wanted);
  return named ?? (view === 0 ? firstSeries(entries) : undefined);
}

/** The tool that is taken up, here and in the engine. */
function useTool() {
  const [tool, setTool] = useState<ToolName>("window");
  const take = useCallback((next: ToolName) => {
    setTool(next);
    void takeUp(next);
  }, []);
  return { tool, setTool: take };
}

async function takeUp(tool: ToolName): Promise<void> {
  const { takeTool } = await toolsCode();
  takeTool(tool);
}

type Handles = Readonly<Record<number, ViewHandle | undefined>>;

function useHandles() {
  const [handles, setHandles] = useState<Handles>({});
  const setHandle = useCallback(
    (view: number, handle: ViewHandle | undefined) => setHandles((all) => ({ ...all, [view]: handle })),
    [],
  );
  return { handles, setHandle };
}

const FRAME = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column" } as const;

const BODY = { flex: 1, minHeight: 0, display: "flex", gap: 3, p: 3 } as const;

const STAGE = { flex: 1, minWidth: 0, minHeight: 0, display: "flex", flexDirection: "column", gap: 2 } as const;
