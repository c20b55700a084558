"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidQueries } from "#lib/queries/deid.ts";
import { datasetOf, idOf, type DeidScope } from "./deid-scope.ts";
import { VerdictWord } from "./verdict-word.tsx";

export interface RunHistoryProps {
  readonly scope: DeidScope;
  readonly onOpen: (operation: string) => void;
}

/** What was launched from here before, kept beyond the thirty days of the API. */
export function RunHistory({ scope, onOpen }: RunHistoryProps) {
  const runs = useQuery(deidQueries.ofSource(scope.name));
  return (
    <Card title="Earlier runs" note={runs.data ? formatPlural(runs.data.length, "run") : undefined}>
      {runs.isPending ? <LoadingLines what="earlier runs" lines={2} /> : null}
      {runs.isError ? <QueryProblem error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.data?.length === 0 ? <EmptyState isCompact title="Nothing was de-identified from here yet" /> : null}
      {runs.data?.map((run) => (
        <Line key={run.id} run={run} onOpen={onOpen} />
      ))}
    </Card>
  );
}

function Line({ run, onOpen }: { readonly run: DeidRun; readonly onOpen: RunHistoryProps["onOpen"] }) {
  return (
    <Box sx={LINE}>
      <Button onClick={() => onOpen(run.operation)}>{formatMoment(run.launchedAt)}</Button>
      <span>
        to {idOf(datasetOf(run.destination))}
        {run.destination === datasetOf(run.destination) ? "" : ` › ${idOf(run.destination)}`}
      </span>
      <Box component="span" sx={{ color: token.dim }}>
        {run.configName} · {run.launchedBy}
      </Box>
      <Box component="span" sx={{ ml: "auto" }}>
        <VerdictWord verdict={run.evidence?.scan.verdict} />
      </Box>
    </Box>
  );
}

const LINE = {
  display: "flex",
  gap: 3,
  alignItems: "center",
  flexWrap: "wrap",
  px: 3,
  py: 1,
  "& + &": { borderTop: `1px solid ${token.line}` },
} as const;
