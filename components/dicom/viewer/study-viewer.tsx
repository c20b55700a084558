"use client";

import Box from "@mui/material/Box";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useRef } from "react";
import { releaseOthers } from "#components/ui/first-things.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { frameAttributes } from "#lib/dicom/frame-attributes.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import type { Measurement } from "./measurement.ts";
import { ReferenceContext } from "./reference-context.ts";
import { SeriesStrip } from "./series-strip.tsx";
import { SideArea } from "./side-area.tsx";
import { SliderPlace, StackSlider } from "./stack-slider.tsx";
import { StructuresContext } from "./structures-context.ts";
import { useCine } from "./use-cine.ts";
import { useHandles } from "./use-handles.ts";
import { KeyImagesContext, useKeyImages } from "./use-key-images.ts";
import { useMeasurements } from "./use-measurements.ts";
import { useNotedPlace } from "./use-noted-place.ts";
import { useViewPart } from "./use-snapshot.ts";
import { useStructures } from "./use-structures.ts";
import { useSyncedViews } from "./use-synced-views.ts";
import { useTool } from "./use-tool.ts";
import { useUndoKeys } from "./use-undo-keys.ts";
import { useViewerMoves } from "./use-viewer-moves.ts";
import { useViewerAddress, viewCount } from "./viewer-address.ts";
import { useViewerKeys } from "./viewer-keys.ts";
import { ViewerStage } from "./viewer-stage.tsx";
import { ViewerToolbar } from "./viewer-toolbar.tsx";

// Most people look at pictures.
const ViewHeader = dynamic(() => import("./view-header.tsx").then((file) => file.ViewHeader), { ssr: false });

export interface StudyViewerProps {
  readonly study: StudyAddress;
  /** At least one. */
  readonly entries: readonly SeriesEntry[];
}

/** The viewer of a study: strip, views, slider and tools around them. */
export function StudyViewer({ study, entries }: StudyViewerProps) {
  const control = useViewerAddress();
  const { address, go, note } = control;
  const { handles, all, setHandle } = useHandles(viewCount(address));
  const active = handles[address.active];
  const { shown, current, show, hop, showPicture, showReference, setLayout } = useViewerMoves(control, entries, active);
  const status = useViewPart(active, (view) => view.status);
  const isSettled = useViewPart(active, (view) => typeof view.status !== "string" || view.loaded >= view.count);
  useEffect(() => {
    if (isSettled === true) releaseOthers();
  }, [isSettled]);
  const area = useRef<HTMLDivElement>(null);
  const cine = useCine(active);
  const { tool, setTool } = useTool();
  const { book, list } = useMeasurements(status === "ready");
  const pictureOf = usePictureOf(study);
  const structures = useStructures(study, entries, status === "ready");
  const keys = useKeyImages(study, entries, { isOnly: address.isKeyOnly, mayStart: status === "ready" });
  const mark = () => {
    const image = active?.kind === "stack" ? active.picture() : undefined;
    if (image && !keys.isStored(image)) keys.toggle(image);
  };
  useViewerKeys(area, { active, onHop: hop, onTool: setTool, onMark: mark, onPlay: cine.toggle });
  useUndoKeys(book);
  useNotedPlace(active, address, note);
  useSyncedViews(address.isSynced, active, all);
  const has = useMemo(() => contents(entries), [entries]);
  return (
    <Box ref={area} sx={FRAME}>
      <ViewerToolbar
        tool={tool}
        onTool={setTool}
        view={active}
        address={address}
        cine={cine}
        keys={keys}
        measurements={list.length}
        has={has}
        onChange={note}
        onPanel={(panel) => go({ panel: address.panel === panel ? "none" : panel })}
        onLayout={setLayout}
      />
      <Box sx={BODY}>
        <SeriesStrip
          study={study}
          entries={entries}
          current={current?.series}
          mayPaint={status !== undefined && status !== "opening"}
          marks={keys.marks}
          onShow={(series) => show(address.active, series)}
        />
        <Box sx={STAGE}>
          <KeyImagesContext value={keys}>
            <StructuresContext value={structures}>
              <ReferenceContext value={showReference}>
                <ViewerStage
                  study={study}
                  entries={entries}
                  address={address}
                  shown={shown}
                  active={active}
                  note={note}
                  onDrop={show}
                  onHandle={setHandle}
                  onTool={setTool}
                  onStack={() => setLayout({ mode: "grid", layout: address.layout })}
                />
              </ReferenceContext>
            </StructuresContext>
          </KeyImagesContext>
          {active ? <StackSlider view={active} marks={keys.marks} /> : null}
          {!active && isStack(current) ? <SliderPlace /> : null}
        </Box>
        {address.panel === "header" ? <ViewHeader study={study} series={current?.series} view={active} /> : null}
        {book ? (
          <SideArea
            panel={address.panel}
            structures={structures}
            study={study}
            book={book}
            list={list}
            pictureOf={pictureOf}
            entries={entries}
            keys={keys}
            onOnly={(isKeyOnly) => go({ isKeyOnly })}
            onShow={showPicture}
          />
        ) : null}
      </Box>
    </Box>
  );
}

/** Whether a slider will stand below the pictures of a series. */
function isStack(entry: SeriesEntry | undefined): boolean {
  return entry?.kind === "image" && entry.frames > 1;
}

/** What the study holds beside pictures, and whether pictures may be laid over each other. */
function contents(entries: readonly SeriesEntry[]) {
  const modalities = new Set(entries.map(({ modality }) => modality));
  return {
    structures: entries.some(({ kind }) => kind === "segmentation" || kind === "structures"),
    fusion: modalities.has("CT") && modalities.has("PT"),
  };
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
