"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { seriesList } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, studyPath } from "#lib/queries/dicom-study.ts";
import { startEarly } from "./early-start.ts";
import { StudyViewer } from "./study-viewer.tsx";

if (typeof window !== "undefined") startEarly(window.location);

export interface StudyPageProps {
  /** Resource name of the DICOM store. */
  readonly store: string;
  /** Study Instance UID. */
  readonly study: string;
}

/** A study of a DICOM store: its viewer. */
export function StudyPage({ store, study: uid }: StudyPageProps) {
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
        current="viewer"
        tabs={[{ value: "viewer", label: "Viewer", href: resourceHref(`${store}/dicomWeb/studies/${uid}`) }]}
      >
        <CopyAs request={{ method: "GET", path: studyPath(study) }} />
      </TabsLink>
      {series.isPending ? <LoadingLines what="the study" /> : null}
      {series.isError ? <QueryProblem error={series.error} onRetry={() => void series.refetch()} /> : null}
      {entries?.length === 0 ? (
        <EmptyState title="No such study in this store">
          It may have been deleted, or its instances moved to another store.
        </EmptyState>
      ) : null}
      {entries && entries.length > 0 ? <StudyViewer study={study} entries={entries} /> : null}
    </>
  );
}
