"use client";

import Box from "@mui/material/Box";
import { useQueries, useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { homeQueries } from "#lib/queries/home.ts";
import { operationQueries, type Operation } from "#lib/queries/operations.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { OperationRow } from "./operation-row.tsx";
import { operationState } from "./operation-words.ts";

/** A week: what failed before that has been seen or does not matter. */
const ATTENTION_MS = 7 * 24 * 3_600_000;

interface Work {
  readonly dataset: string;
  readonly operation: Operation;
}

/** Running work, and work of the last week that failed wholly or in part, over every dataset of the projects. */
export function WorkOverview() {
  const projects = (useQuery(homeQueries.home()).data?.projects ?? []).map((project) =>
    project.startsWith("projects/") ? project : `projects/${project}`,
  );
  const trees = useQueries({ queries: projects.map((project) => treeQueries.project(project)) });
  const datasets = trees.flatMap((tree) => (tree.data ?? []).flatMap((location) => location.datasets));
  const lists = useQueries({ queries: datasets.map((dataset) => operationQueries.recent(dataset)) });
  const work = lists.flatMap((list, index) =>
    (list.data ?? []).map((operation): Work => ({ dataset: datasets[index] ?? "", operation })),
  );
  const isLoading = trees.some((tree) => tree.isPending) || lists.some((list) => list.isPending);
  const unread = lists.filter((list) => list.isError).length + trees.filter((tree) => tree.isError).length;
  const running = work.filter(({ operation }) => !operation.done);
  const broken = work.filter(({ operation }) => needsAttention(operation));
  return (
    <>
      <WorkCard title="Running" noun="operation" work={running} isLoading={isLoading} nothing="Nothing is running" />
      <WorkCard
        title="Needs attention"
        noun="operation"
        work={broken}
        isLoading={isLoading}
        nothing="Nothing failed in the last seven days"
      />
      {unread > 0 ? (
        <Box sx={{ color: token.warn }}>The operations of {formatPlural(unread, "dataset")} could not be read.</Box>
      ) : null}
    </>
  );
}

function needsAttention(operation: Operation): boolean {
  const { state } = operationState(operation);
  const at = Date.parse(operation.metadata?.endTime ?? operation.metadata?.createTime ?? "");
  return (state === "failed" || state === "partial") && !(Date.now() - at > ATTENTION_MS);
}

interface WorkCardProps {
  readonly title: string;
  readonly noun: string;
  readonly work: readonly Work[];
  readonly isLoading: boolean;
  readonly nothing: string;
}

function WorkCard({ title, noun, work, isLoading, nothing }: WorkCardProps) {
  return (
    <Card title={title} note={isLoading ? undefined : formatPlural(work.length, noun)}>
      {isLoading && work.length === 0 ? <LoadingLines what={title} lines={2} /> : null}
      {!isLoading && work.length === 0 ? <EmptyState isCompact title={nothing} /> : null}
      {work.map(({ dataset, operation }) => (
        <Box key={operation.name} sx={{ "& + &": { borderTop: `1px solid ${token.line}` } }}>
          <Box component={PageLink} href={resourceHref(dataset, { tab: "operations" })} sx={PLACE}>
            {dataset.split("/").at(-1)}
          </Box>
          <OperationRow operation={operation} dataset={dataset} />
        </Box>
      ))}
    </Card>
  );
}

const PLACE = {
  display: "inline-block",
  px: 3,
  pt: 2,
  mb: -1,
  fontSize: 12,
  color: token.accent,
  textDecoration: "none",
} as const;
