"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { Card } from "#components/ui/card.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { apiPath } from "#lib/queries/api-path.ts";
import { treeQueries, type TreeLocation } from "#lib/queries/tree.ts";
import { DatasetsTable, type DatasetRow } from "./datasets-table.tsx";
import { EnvironmentEditor } from "./environment-editor.tsx";

// The window comes with its code when it is opened.
const CreateDatasetDialog = dynamic(
  () => import("./create-dataset-dialog.tsx").then((file) => file.CreateDatasetDialog),
  { ssr: false },
);

export interface DatasetsPageProps {
  readonly project: string;
  /** Full name of the one location to show; undefined for the whole project. */
  readonly location: string | undefined;
}

/** The datasets of a project, or of one of its locations. */
export function DatasetsPage({ project, location }: DatasetsPageProps) {
  const router = useRouter();
  const isCreating = useSearchParams().get("create") === "dataset";
  const name = location ?? project;
  const tree = useQuery(treeQueries.project(project));
  const close = () => router.replace(resourceHref(name));
  return (
    <>
      <TabsLink
        label="Views"
        current="datasets"
        tabs={[{ value: "datasets", label: "Datasets", href: resourceHref(name) }]}
      >
        <CopyAs request={{ method: "GET", path: apiPath(name, location === undefined ? "/locations" : "/datasets") }} />
        {location === undefined ? <EnvironmentEditor name={project} /> : null}
        <GuardedButton
          permission="healthcare.datasets.create"
          resource={name}
          variant="contained"
          color="primary"
          onAct={() => router.push(resourceHref(name, { create: "dataset" }))}
        >
          Create dataset
        </GuardedButton>
      </TabsLink>
      <PageBody>
        <DatasetsCard project={project} location={location} />
      </PageBody>
      {isCreating && tree.data ? (
        <CreateDatasetDialog project={project} locations={tree.data} initialLocation={location} onClose={close} />
      ) : null}
    </>
  );
}

function DatasetsCard({ project, location }: DatasetsPageProps) {
  const tree = useQuery(treeQueries.project(project));
  const shown = (tree.data ?? []).filter((each) => location === undefined || each.name === location);
  const rows = useDatasetRows(shown);
  if (tree.isPending) return <LoadingLines what="datasets" />;
  if (tree.isError) return <QueryProblem error={tree.error} onRetry={() => void tree.refetch()} />;
  if (location !== undefined && shown.length === 0)
    return (
      <EmptyState title="The project has no such location">
        Check the name in the address, or choose one from the tree.
      </EmptyState>
    );
  const broken = shown.filter((each) => each.problem !== undefined);
  return (
    <>
      <Card title="Datasets" note={formatPlural(rows.length, "dataset")}>
        {rows.length === 0 ? (
          <EmptyState title="No datasets yet">
            A dataset holds the FHIR, HL7v2, DICOM and consent stores of one purpose in one region.
          </EmptyState>
        ) : (
          <DatasetsTable rows={rows} />
        )}
      </Card>
      {broken.length > 0 ? <UnreadLocations locations={broken} /> : null}
    </>
  );
}

/** What is missing from the list, so that nobody takes a part for the whole. */
function UnreadLocations({ locations }: { readonly locations: readonly TreeLocation[] }) {
  return (
    <Card title="Locations that could not be read" note={formatPlural(locations.length, "location")}>
      <ul>
        {locations.map((location) => (
          <li key={location.name}>
            <strong>{location.name.split("/").at(-1)}</strong>: {location.problem?.message}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function useDatasetRows(locations: readonly TreeLocation[]): DatasetRow[] {
  const datasets = locations.flatMap((location) => location.datasets);
  const stores = useQueries({ queries: datasets.map((dataset) => treeQueries.stores(dataset)) });
  return datasets.map((dataset, index) => ({ id: dataset, stores: stores[index]?.data }));
}
