"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { fusionPair } from "#lib/dicom/fusion-pair.ts";
import { imageStack } from "#lib/dicom/image-stack.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { PlaneGrid, type PlaneGridProps } from "./plane-grid.tsx";
import type { ToolName } from "./tools.ts";

export interface VolumeStageProps extends Pick<PlaneGridProps, "address" | "note" | "onHandle"> {
  readonly study: StudyAddress;
  /** Takes up a tool: planes begin with the crosshairs. */
  readonly onTool: (tool: ToolName) => void;
  /** Back to pictures one by one. */
  readonly onStack: () => void;
}

/** Planes through one series; says why when its pictures are no volume. */
export function SeriesPlanes({ entry, ...props }: VolumeStageProps & { readonly entry: SeriesEntry }) {
  const { study, onStack } = props;
  const series = useMemo(() => ({ ...study, series: entry.series }), [study, entry.series]);
  const query = useQuery(dicomStudyQueries.metadata(series));
  const stack = useMemo(() => (query.data ? imageStack(query.data) : undefined), [query.data]);
  const base = useMemo(() => stack && { series, images: stack.images }, [series, stack]);
  useCrosshairs(props.onTool);
  if (query.isPending) return <LoadingLines what="the series" lines={3} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (!stack || !base) return null;
  if (!stack.volume.isVolume) return <NoPlanes why={stack.volume.why} onStack={onStack} />;
  return <PlaneGrid key={entry.series} {...props} base={base} overlay={undefined} />;
}

export interface FusionPlanesProps extends VolumeStageProps {
  /** The series that may be laid over each other: CT and PT. */
  readonly entries: readonly SeriesEntry[];
}

/** A constant of the module, so that it runs when an answer comes and not whenever something is painted. */
function joined(results: readonly UseQueryResult<readonly DicomAttributes[]>[]) {
  return {
    series: results.map(({ data }) => data),
    isPending: results.some(({ isPending }) => isPending),
    error: results.find(({ error }) => error)?.error,
  };
}

/** Planes through the CT of a study with its PET laid over it; says why when they do not fit. */
export function FusionPlanes({ entries, ...props }: FusionPlanesProps) {
  const { study, onStack } = props;
  const read = useQueries({
    queries: entries.map(({ series }) => dicomStudyQueries.metadata({ ...study, series })),
    combine: joined,
  });
  const pair = useMemo(() => {
    const candidates = entries.map(({ series, modality }, index) => ({
      series,
      modality,
      stack: imageStack(read.series[index] ?? []),
    }));
    return fusionPair(candidates);
  }, [entries, read.series]);
  const volumes = useMemo(() => {
    if (!pair.isPair) return undefined;
    const [base, overlay] = [pair.ct, pair.pt].map(({ series, stack }) => ({
      series: { ...study, series },
      images: stack.images,
    }));
    return base && overlay && { base, overlay };
  }, [study, pair]);
  useCrosshairs(props.onTool);
  if (read.isPending) return <LoadingLines what="the series" lines={3} />;
  if (read.error) return <QueryProblem error={read.error} />;
  if (!pair.isPair || !volumes) return <NoPlanes why={pair.isPair ? "" : pair.why} onStack={onStack} />;
  return <PlaneGrid key={`${pair.ct.series} ${pair.pt.series}`} {...props} {...volumes} />;
}

function NoPlanes({ why, onStack }: { readonly why: string; readonly onStack: () => void }) {
  return (
    <Box role="status" sx={{ flex: 1, display: "grid", placeItems: "center" }}>
      <EmptyState title="No planes can be cut here" action={<Button onClick={onStack}>Show as a stack</Button>}>
        {why}
      </EmptyState>
    </Box>
  );
}

/** Planes begin with the crosshairs in hand, stacks with the window. */
function useCrosshairs(onTool: VolumeStageProps["onTool"]): void {
  const take = useEffectEvent(onTool);
  useEffect(() => {
    take("crosshairs");
    return () => take("window");
  }, []);
}
