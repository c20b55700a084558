"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import type { ToolName } from "./tools.ts";
import { ViewGrid } from "./view-grid.tsx";
import type { ViewHandle } from "./view-handle.ts";
import type { ViewerAddress } from "./viewer-address.ts";

const loading = () => <LoadingLines what="the planes" lines={3} />;
const SeriesPlanes = dynamic(() => import("./volume-stage.tsx").then((file) => file.SeriesPlanes), {
  ssr: false,
  loading,
});
const FusionPlanes = dynamic(() => import("./volume-stage.tsx").then((file) => file.FusionPlanes), {
  ssr: false,
  loading,
});

export interface ViewerStageProps {
  readonly study: StudyAddress;
  readonly entries: readonly SeriesEntry[];
  readonly address: ViewerAddress;
  /** By view; undefined for an empty one. */
  readonly shown: readonly (SeriesEntry | undefined)[];
  /** The active view. */
  readonly active: ViewHandle | undefined;
  readonly note: (changes: Partial<ViewerAddress>) => void;
  readonly onDrop: (view: number, series: string) => void;
  readonly onHandle: (view: number, handle: ViewHandle | undefined) => void;
  readonly onTool: (tool: ToolName) => void;
  readonly onStack: () => void;
}

/** What the address asks for: series side by side, or planes through a volume. */
export function ViewerStage(props: ViewerStageProps) {
  const { study, entries, address, shown, active, note, onDrop, onHandle, onTool, onStack } = props;
  const fusible = useMemo(() => fusibleSeries(entries, address.series), [entries, address.series]);
  const planes = { study, address, note, onHandle, onTool, onStack };
  if (address.mode === "fusion") return <FusionPlanes {...planes} entries={fusible} />;
  const [entry] = shown;
  if (address.mode === "mpr" && entry) return <SeriesPlanes {...planes} entry={entry} />;
  return (
    <ViewGrid
      study={study}
      layout={address.layout}
      shown={shown}
      active={address.active}
      begin={address}
      source={address.hasLines ? active : undefined}
      onActive={(view) => note({ active: view })}
      onDrop={onDrop}
      onHandle={onHandle}
    />
  );
}

/** The CT and PET series of a study: those that the address names, if it names both kinds. */
function fusibleSeries(entries: readonly SeriesEntry[], wanted: readonly string[]): readonly SeriesEntry[] {
  const all = entries.filter(({ modality }) => modality === "CT" || modality === "PT");
  const named = all.filter(({ series }) => wanted.includes(series));
  return new Set(named.map(({ modality }) => modality)).size === 2 ? named : all;
}
