"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "#components/ui/card.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { apiPath } from "#lib/queries/api-path.ts";
import { operationQueries } from "#lib/queries/operations.ts";
import { OperationRow } from "./operation-row.tsx";

/** The long-running work of a dataset, newest first, alive while it runs. */
export function OperationList({ dataset }: { readonly dataset: string }) {
  const operations = useQuery(operationQueries.recent(dataset));
  return (
    <Card
      title="Operations"
      note={operations.data ? formatPlural(operations.data.length, "operation") : undefined}
      actions={<CopyAs request={{ method: "GET", path: apiPath(dataset, "/operations") }} />}
    >
      <OperationRows dataset={dataset} />
    </Card>
  );
}

function OperationRows({ dataset }: { readonly dataset: string }) {
  const operations = useQuery(operationQueries.recent(dataset));
  if (operations.isPending) return <LoadingLines what="operations" />;
  if (operations.isError) return <QueryProblem error={operations.error} onRetry={() => void operations.refetch()} />;
  if (operations.data.length === 0)
    return (
      <EmptyState title="No operations">
        Imports, exports and de-identification run here. The API keeps them for about 30 days.
      </EmptyState>
    );
  return (
    <>
      {operations.data.map((operation) => (
        <OperationRow key={operation.name} operation={operation} dataset={dataset} />
      ))}
    </>
  );
}
