"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { Downloads } from "#components/dicom/manage/downloads.tsx";
import { StudyActions } from "#components/dicom/manage/study-actions.tsx";
import { seriesList } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, studyPath } from "#lib/queries/dicom-study.ts";
import { startEarly } from "./early-start.ts";
import { StudyViewer } from "./study-viewer.tsx";

const HeadersPage = dynamic(
  () => import("#components/dicom/headers/headers-page.tsx").then((file) => file.HeadersPage),
  { ssr: false },
);

if (typeof window !== "undefined") startEarly(window.location);

export interface StudyPageProps {
  /** Resource name of the DICOM store. */
  readonly store: string;
  /** Study Instance UID. */
  readonly study: string;
}

/** A study of a DICOM store: its viewer, and its headers. */
export function StudyPage({ store, study: uid }: StudyPageProps) {
  const tab = useSearchParams().get("tab") === "headers" ? "headers" : "viewer";
  const href = resourceHref(`${store}/dicomWeb/studies/${uid}`);
  const study = useMemo(() => ({ store, study: uid }), [store, uid]);
  const series = useQuery(dicomStudyQueries.series(study));
  const instances = useQuery(dicomStudyQueries.instances(study));
  const entries = useMemo(
    () => series.data && seriesList(series.data, instances.data ?? []),
    [series.data, instances.data],
  );
  return (
    <>
      <TabsLink
        label="Views of this study"
        current={tab}
        tabs={[
          { value: "viewer", label: "Viewer", href },
          { value: "headers", label: "Headers", href: `${href}?tab=headers` },
        ]}
      >
        <CopyAs request={{ method: "GET", path: studyPath(study) }} />
        {entries && entries.length > 0 ? <StudyActions study={study} /> : null}
      </TabsLink>
      <Box sx={{ px: 3, py: 2, "&:empty": { display: "none" } }}>
        <Downloads store={store} />
      </Box>
      {series.isPending ? <LoadingLines what="the study" /> : null}
      {series.isError ? <QueryProblem error={series.error} onRetry={() => void series.refetch()} /> : null}
      {entries?.length === 0 ? (
        <EmptyState title="No such study in this store">
          It may have been deleted, or its instances moved to another store.
        </EmptyState>
      ) : null}
      {entries && entries.length > 0 && tab === "viewer" ? <StudyViewer study={study} entries={entries} /> : null}
      {entries && entries.length > 0 && tab === "headers" ? <HeadersPage study={study} entries={entries} /> : null}
    </>
  );
}
