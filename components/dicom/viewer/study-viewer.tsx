"use client";

import Box from "@mui/material/Box";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { frameAttributes } from "#lib/dicom/frame-attributes.ts";
import { firstSeries, type SeriesEntry } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import type { Measurement } from "./measurement.ts";
import { SeriesStrip } from "./series-strip.tsx";
import { SideArea } from "./side-area.tsx";
import { StackSlider } from "./stack-slider.tsx";
import { StructuresProvider } from "./structure-layer.tsx";
import { useCine } from "./use-cine.ts";
import { useHandles } from "./use-handles.ts";
import { useMeasurements } from "./use-measurements.ts";
import { useNotedPlace } from "./use-noted-place.ts";
import { useViewPart } from "./use-snapshot.ts";
import { useStructures } from "./use-structures.ts";
import { useSyncedViews } from "./use-synced-views.ts";
import { useTool } from "./use-tool.ts";
import { useUndoKeys } from "./use-undo-keys.ts";
import { useViewerAddress, type ViewerAddress } from "./viewer-address.ts";
import { useViewerKeys } from "./viewer-keys.ts";
import { ViewGrid } from "./view-grid.tsx";
import { ViewerToolbar } from "./viewer-toolbar.tsx";

export interface StudyViewerProps {
  readonly study: StudyAddress;
  /** At least one. */
  readonly entries: readonly SeriesEntry[];
}

/** The viewer of a study: strip, views, slider and tools around them. */
export function StudyViewer({ study, entries }: StudyViewerProps) {
  const { address, go, note } = useViewerAddress();
  const { handles, all, setHandle } = useHandles(address.layout.rows * address.layout.columns);
  const shown = all.map((_, view) => seriesOfView(entries, address.series[view] ?? "", view));
  const current = shown[address.active];
  const active = handles[address.active];
  const status = useViewPart(active, (view) => view.status);
  const [isSynced, setIsSynced] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const cine = useCine(active);
  const { tool, setTool } = useTool();
  const { book, list } = useMeasurements(status === "ready");
  const pictureOf = usePictureOf(study);
  const structures = useStructures(study, entries, status === "ready");
  const show = (view: number, series: string) => go(opened(shown, view, series));
  const hop = (by: number) => {
    const next = entries[entries.findIndex(({ series }) => series === current?.series) + by];
    if (next) show(address.active, next.series);
  };
  const showMeasurement = ({ series, instance, frame }: Measurement) => {
    if (instance === "") return;
    if (current?.series !== series) go({ ...opened(shown, address.active, series), instance, frame });
    else active?.goTo(active.images.findIndex((image) => image.instance === instance && image.frame === frame));
  };
  useViewerKeys(area, { active, onHop: hop, onTool: setTool, onPlay: cine.toggle });
  useUndoKeys(book);
  useNotedPlace(active, address, note);
  useSyncedViews(isSynced, active, all);
  return (
    <Box ref={area} sx={FRAME}>
      <ViewerToolbar
        tool={tool}
        onTool={setTool}
        view={active}
        address={address}
        cine={cine}
        isSynced={isSynced}
        onSync={() => setIsSynced(!isSynced)}
        measurements={list.length}
        hasStructures={entries.some(({ kind }) => kind === "segmentation" || kind === "structures")}
        onPanel={(panel) => go({ panel: address.panel === panel ? "none" : panel })}
        onLayout={(layout) => go({ layout, active: 0 })}
      />
      <Box sx={BODY}>
        <SeriesStrip
          study={study}
          entries={entries}
          current={current?.series}
          mayPaint={status !== undefined && status !== "opening"}
          onShow={(series) => show(address.active, series)}
        />
        <Box sx={STAGE}>
          <StructuresProvider value={structures}>
            <ViewGrid
              study={study}
              layout={address.layout}
              shown={shown}
              active={address.active}
              begin={address}
              source={active}
              onActive={(view) => note({ active: view })}
              onDrop={show}
              onHandle={setHandle}
            />
          </StructuresProvider>
          {active ? <StackSlider view={active} /> : null}
        </Box>
        {book ? (
          <SideArea
            panel={address.panel}
            structures={structures}
            study={study}
            book={book}
            list={list}
            pictureOf={pictureOf}
            onShow={showMeasurement}
          />
        ) : null}
      </Box>
    </Box>
  );
}

/** The address with a series in one of the views. */
function opened(
  shown: readonly (SeriesEntry | undefined)[],
  view: number,
  series: string,
): Pick<ViewerAddress, "series" | "active" | "instance" | "frame" | "window"> {
  const next = shown.map((entry, index) => (index === view ? series : (entry?.series ?? "")));
  return { series: next, active: view, instance: undefined, frame: 1, window: undefined };
}

/** The first view shows the study's first pictures unless the address says otherwise; others wait for a series to be dropped. */
function seriesOfView(entries: readonly SeriesEntry[], wanted: string, view: number): SeriesEntry | undefined {
  const named = entries.find(({ series }) => series === wanted);
  return named ?? (view === 0 ? firstSeries(entries) : undefined);
}

/** Attributes of the picture below a measurement, from what the page has read already. */
function usePictureOf(study: StudyAddress): (measurement: Measurement) => DicomAttributes | undefined {
  const queries = useQueryClient();
  return ({ series, instance, frame }) => {
    const known = queries.getQueryData(dicomStudyQueries.metadata({ ...study, series }).queryKey);
    const found = known?.find((attributes) => textOf(attributes, "00080018") === instance);
    return found && frameAttributes(found, frame);
  };
}

const FRAME = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column" } as const;

const BODY = { flex: 1, minHeight: 0, display: "flex", gap: 3, p: 3 } as const;

const STAGE = { flex: 1, minWidth: 0, minHeight: 0, display: "flex", flexDirection: "column", gap: 2 } as const;
