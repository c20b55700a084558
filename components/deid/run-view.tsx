"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { FactStrip } from "#components/ui/facts.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { PageLink } from "#components/ui/page-link.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidQueries } from "#lib/queries/deid.ts";
import { operationQueries, type Operation } from "#lib/queries/operations.ts";
import { EvidenceCard } from "./evidence-card.tsx";
import { ReviewQueue } from "./review-queue.tsx";
import { datasetOf, idOf, type DeidScope } from "./deid-scope.ts";
import { useScopeSize } from "./use-scope-size.ts";

export interface RunViewProps {
  readonly scope: DeidScope;
  /** Full name. */
  readonly operation: string;
  readonly renderOperation: (operation: Operation, amounts: readonly number[] | undefined) => ReactNode;
  readonly onBack: () => void;
}

/** One run: how far it is, and what was launched. The address names the operation, so a reload finds it again. */
export function RunView({ scope, operation, renderOperation, onBack }: RunViewProps) {
  const current = useQuery(operationQueries.one(operation));
  const runs = useQuery(deidQueries.ofSource(scope.name));
  const { amounts } = useScopeSize(scope);
  const run = runs.data?.find((each) => each.operation === operation);
  const hasEnded = current.data?.done === true;
  useNewPlaces(hasEnded);
  return (
    <>
      <Box>
        <Button onClick={onBack}>← Another de-identification</Button>
      </Box>
      <Card title="Progress">
        {current.isPending ? <LoadingLines what="the operation" lines={2} /> : null}
        {current.isError ? <QueryProblem error={current.error} onRetry={() => void current.refetch()} /> : null}
        {current.data ? renderOperation(current.data, scope.kind === "dataset" ? amounts : undefined) : null}
      </Card>
      {run && hasEnded ? <EvidenceCard run={run} scope={scope} /> : null}
      {run?.evidence ? <ReviewQueue run={run} scope={scope} /> : null}
      {run ? <Launched run={run} /> : null}
      {runs.data && !run ? (
        <Box sx={{ color: token.dim }}>
          This operation was not launched from here, so the console does not know its configuration and keeps no
          evidence.
        </Box>
      ) : null}
    </>
  );
}

/** A run that has ended may have made a dataset or a store: the tree looks again. */
function useNewPlaces(hasEnded: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (hasEnded) void queryClient.invalidateQueries({ queryKey: ["tree"] });
  }, [queryClient, hasEnded]);
}

function Launched({ run }: { readonly run: DeidRun }) {
  const dataset = datasetOf(run.destination);
  const place = run.destination === dataset ? idOf(dataset) : `${idOf(dataset)} › ${idOf(run.destination)}`;
  return (
    <>
      <FactStrip
        facts={[
          { label: "Source", value: idOf(run.source) },
          {
            label: "Destination",
            value: (
              <PageLink href={resourceHref(run.destination)} style={{ color: "inherit" }}>
                {place}
              </PageLink>
            ),
          },
          { label: "Launched by", value: run.launchedBy },
          { label: "Launched", value: formatMoment(run.launchedAt) },
          { label: "Configuration", value: run.configName },
        ]}
      />
      <Card title="What was launched" note="Keys are replaced by their SHA-256">
        <Box component="pre" tabIndex={0} aria-label="What was launched" sx={REQUEST}>
          {JSON.stringify(run.request, undefined, 2)}
        </Box>
        <Box sx={{ ...monoText, color: token.dim, px: 3, pb: 3, overflowWrap: "anywhere" }}>
          SHA-256 of the configuration {run.configSha256}
        </Box>
      </Card>
    </>
  );
}

const REQUEST = { ...monoText, m: 0, p: 3, maxHeight: 260, overflow: "auto" } as const;
