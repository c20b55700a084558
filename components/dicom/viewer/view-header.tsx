"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { HeaderPanel } from "#components/dicom/headers/header-panel.tsx";
import { textOf } from "#lib/dicom/attributes.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { SIDE_PANEL } from "./side-panel-look.ts";
import { useViewPart } from "./use-snapshot.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface ViewHeaderProps {
  readonly study: StudyAddress;
  /** Series Instance UID of the active view; undefined for an empty one. */
  readonly series: string | undefined;
  /** The active view; undefined where a document is shown. */
  readonly view: ViewHandle | undefined;
}

/** The header of the picture in the active view; it follows when the stack is scrolled or another view is chosen. */
export function ViewHeader(props: ViewHeaderProps) {
  return (
    <Box component="aside" aria-label="Header" sx={WIDE_PANEL}>
      <HeaderOfPicture {...props} />
    </Box>
  );
}

function HeaderOfPicture({ study, series = "", view }: ViewHeaderProps) {
  const query = useQuery({ ...dicomStudyQueries.metadata({ ...study, series }), enabled: series !== "" });
  const shown = useViewPart(view, ({ index }) => view?.images[index]?.instance ?? view?.picture()?.instance);
  if (series === "") return <EmptyState title="No series in this view" isCompact />;
  if (query.isPending) return <LoadingLines what="the header" />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  const instance = query.data.find((each) => textOf(each, "00080018") === shown) ?? query.data[0];
  return instance ? <HeaderPanel instance={instance} /> : <EmptyState title="No instance in this series" isCompact />;
}

const WIDE_PANEL = { ...SIDE_PANEL, width: { xs: 320, lg: 460 } } as const;
