"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useInfiniteQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { useEffect, useMemo, useState } from "react";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { everythingPath, everythingQueries, type RecordPage } from "#lib/queries/fhir-everything.ts";
import { LabCards } from "./lab-cards.tsx";
import { PatientHead } from "./patient-head.tsx";
import { RecordList } from "./record-list.tsx";
import { Timeline } from "./timeline.tsx";

export interface PatientRoomProps {
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly id: string;
}

/** All that a store holds about one patient: on a timeline, as lines of values, and by type. It grows while the pages come. */
export function PatientRoom({ store, id }: PatientRoomProps) {
  const record = useInfiniteQuery(everythingQueries.ofPatient(store, id));
  const [isStopped, setStopped] = useState(false);
  const { hasNextPage, isFetching, isError, fetchNextPage } = record;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && !isStopped) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, isStopped, fetchNextPage]);
  const pages = record.data?.pages;
  const { events, labs, patient } = useMemo(() => gathered(pages ?? []), [pages]);
  if (record.isPending) return <LoadingLines what="the patient's record" lines={14} lineHeight={28} />;
  if (pages === undefined) return <QueryProblem error={record.error} onRetry={() => void record.refetch()} />;
  return (
    <Box sx={ROOM}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 3, flexWrap: "wrap" }}>
        <PatientHead patient={patient} />
        <Progress
          done={events.length}
          total={pages.at(-1)?.total}
          isLoading={hasNextPage}
          isStopped={isStopped}
          onStop={setStopped}
        />
        <Button component={PageLink} href={resourceHref(`${store}/fhir/Patient/${id}`)}>
          Patient resource
        </Button>
        <CopyAs request={{ method: "GET", path: everythingPath(store, id) }} />
      </Box>
      {isError ? <QueryProblem error={record.error} onRetry={() => void fetchNextPage()} /> : null}
      <Timeline store={store} events={events} />
      <LabCards labs={labs} />
      <RecordList store={store} events={events} />
    </Box>
  );
}

function gathered(pages: readonly RecordPage[]) {
  return {
    events: pages.flatMap((page) => page.events),
    labs: pages.flatMap((page) => page.labs),
    patient: pages.map((page) => page.patient).find((one) => one !== undefined),
  };
}

interface ProgressProps {
  readonly done: number;
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly isStopped: boolean;
  readonly onStop: (isStopped: boolean) => void;
}

/** `750 of 2,431 resources`, and a way to stop or go on. */
function Progress({ done, total, isLoading, isStopped, onStop }: ProgressProps) {
  const of = isLoading && total !== undefined ? ` of ${formatCount(total)}` : "";
  return (
    <Box sx={{ ml: "auto", display: "flex", gap: 2, alignItems: "center", color: token.dim, fontSize: 12 }}>
      <output>
        {formatCount(done)}
        {of} resources
      </output>
      {isLoading ? <Button onClick={() => onStop(!isStopped)}>{isStopped ? "Load the rest" : "Stop"}</Button> : null}
    </Box>
  );
}

const ROOM = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  px: 4,
  py: 3,
  display: "flex",
  flexDirection: "column",
  gap: 3,
  "& > *": { flexShrink: 0 },
} as const;
