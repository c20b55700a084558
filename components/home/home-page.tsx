"use client";

import Box from "@mui/material/Box";
import { useQueries, useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatAgo, formatMoment } from "#components/ui/moment.ts";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { TypeMark } from "#components/ui/type-mark.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { parseResourceName, shortName } from "#lib/contract/resource-name.ts";
import type { Home } from "#lib/contract/console/recents.ts";
import { homeQueries } from "#lib/queries/home.ts";
import { treeQueries } from "#lib/queries/tree.ts";

export interface HomePageProps {
  /** Running and failed work of all projects. */
  readonly work: ReactNode;
}

/** Where to begin: projects, what this person opened lately, what runs and what needs attention. */
export function HomePage({ work }: HomePageProps) {
  const home = useQuery(homeQueries.home());
  if (home.isPending) return <LoadingLines what="your projects" />;
  if (home.isError) return <QueryProblem error={home.error} onRetry={() => void home.refetch()} />;
  return (
    <PageBody>
      <Box sx={COLUMNS}>
        <Box sx={MAIN_COLUMN}>
          <Card title="Projects" note={formatPlural(home.data.projects.length, "project")}>
            {home.data.projects.length === 0 ? (
              <EmptyState title="No projects are configured">
                Name them in the console's settings, or paste a resource name into ⌘K.
              </EmptyState>
            ) : (
              home.data.projects.map((project) => <ProjectLine key={project} project={projectName(project)} />)
            )}
          </Card>
          {work}
        </Box>
        <Card title="Recently opened">
          <Recents recents={home.data.recents} projects={home.data.projects.map(projectName)} />
        </Card>
      </Box>
    </PageBody>
  );
}

function projectName(project: string): string {
  return project.startsWith("projects/") ? project : `projects/${project}`;
}

function ProjectLine({ project }: { readonly project: string }) {
  const tree = useQuery(treeQueries.project(project));
  const used = tree.data?.filter((location) => location.datasets.length > 0) ?? [];
  const datasets = used.reduce((sum, location) => sum + location.datasets.length, 0);
  const places = used.map((location) => location.name.split("/").at(-1)).join(", ");
  return (
    <Box component={PageLink} href={resourceHref(project)} sx={LINE}>
      <Box component="span" sx={{ fontWeight: 600 }}>
        {project.split("/").at(-1)}
      </Box>
      <Box component="span" sx={NOTE}>
        {tree.data ? `${formatPlural(datasets, "dataset")}${places === "" ? "" : ` in ${places}`}` : null}
        {tree.isError ? "could not be read" : null}
      </Box>
    </Box>
  );
}

const MAX_RECENTS = 10;

function Recents({ recents, projects }: Home) {
  const now = useNow(60_000);
  const isGone = useGoneDatasets(projects);
  const kept = recents.filter((recent) => !isGone(recent.name)).slice(0, MAX_RECENTS);
  if (kept.length === 0)
    return (
      <EmptyState isCompact title="Nothing yet">
        Datasets and stores that you open appear here.
      </EmptyState>
    );
  return (
    <>
      {kept.map((recent) => {
        const name = parseResourceName(recent.name);
        if (!name) return null;
        return (
          <Box key={recent.name} component={PageLink} href={resourceHref(recent.name)} sx={LINE}>
            {name.kind === "store" ? <TypeMark kind={name.storeKind} /> : null}
            {name.kind === "dataset" ? <TypeMark kind="dataset" /> : null}
            <Box component="span" sx={{ fontWeight: 500 }}>
              {shortName(name)}
            </Box>
            <Box component="span" sx={NOTE}>
              {name.kind === "store" ? `in ${name.dataset}` : null}
            </Box>
            <Box
              component="time"
              dateTime={recent.openedAt}
              title={formatMoment(recent.openedAt)}
              sx={{ ...NOTE, ml: "auto" }}
            >
              {formatAgo(recent.openedAt, now)}
            </Box>
          </Box>
        );
      })}
    </>
  );
}

/** Tells whether the dataset of a name has been deleted, as far as the projects' lists have come. */
function useGoneDatasets(projects: readonly string[]): (name: string) => boolean {
  const trees = useQueries({ queries: projects.map((project) => treeQueries.project(project)) });
  const read = new Set(projects.filter((_, index) => trees[index]?.data?.every((location) => !location.problem)));
  const datasets = new Set(trees.flatMap((tree) => tree.data?.flatMap((location) => location.datasets) ?? []));
  return (name) => {
    const parts = name.split("/");
    return read.has(parts.slice(0, 2).join("/")) && !datasets.has(parts.slice(0, 6).join("/"));
  };
}

const COLUMNS = {
  display: "grid",
  gap: 3,
  alignItems: "start",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1.8fr) minmax(0, 1fr)" },
} as const;

const MAIN_COLUMN = { display: "flex", flexDirection: "column", gap: 3, minWidth: 0 } as const;

const LINE = {
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: 3,
  minHeight: 36,
  color: "inherit",
  textDecoration: "none",
  "&:hover": { bgcolor: token.hover },
  "&:focus-visible": { outlineOffset: -2 },
  "& + &": { borderTop: `1px solid ${token.line}` },
} as const;

const NOTE = { color: token.dim, whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis" } as const;
