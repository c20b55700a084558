"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useState, type ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FactStrip } from "#components/ui/facts.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { JsonCard } from "#components/ui/json-card.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TabsLink } from "#components/ui/tabs-link.tsx";
import { apiPath } from "#lib/queries/api-path.ts";
import { resourceQueries, type ConfiguredResource } from "#lib/queries/stores.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { EnvironmentWord } from "./datasets-table.tsx";
import { EnvironmentEditor } from "./environment-editor.tsx";
import { StoresTable } from "./stores-table.tsx";

// Windows come with their code when they are opened.
const CreateStoreDialog = dynamic(() => import("./create-store-dialog.tsx").then((file) => file.CreateStoreDialog), {
  ssr: false,
});
const DeleteDatasetDialog = dynamic(() => import("./delete-dialogs.tsx").then((file) => file.DeleteDatasetDialog), {
  ssr: false,
});
const EditDatasetDialog = dynamic(() => import("./edit-dialogs.tsx").then((file) => file.EditDatasetDialog), {
  ssr: false,
});

const TABS = [
  ["overview", "Overview"],
  ["operations", "Operations"],
  ["deidentify", "De-identify"],
  ["configuration", "Configuration"],
] as const;

export interface DatasetPageProps {
  readonly dataset: string;
  /** The long-running work of the dataset. */
  readonly operations: ReactNode;
  /** De-identification of the whole dataset, for who may. */
  readonly deidentify: ReactNode;
}

/** A dataset: its stores, its long-running work, its configuration. */
export function DatasetPage({ dataset, operations, deidentify }: DatasetPageProps) {
  const wanted = useSearchParams().get("tab");
  const mayDeidentify = useCan("healthcare.datasets.deidentify");
  const tabs = TABS.filter(([value]) => value !== "deidentify" || mayDeidentify);
  const tab = tabs.find(([value]) => value === wanted)?.[0] ?? "overview";
  const resource = useQuery(resourceQueries.get(dataset));
  return (
    <>
      <TabsLink
        label="Views of the dataset"
        current={tab}
        tabs={tabs.map(([value, label]) => ({
          value,
          label,
          href: resourceHref(dataset, value === "overview" ? {} : { tab: value }),
        }))}
      >
        <DatasetActions name={dataset} dataset={resource.data} />
      </TabsLink>
      {tab === "deidentify" ? (
        deidentify
      ) : (
        <PageBody>
          {tab === "overview" ? <DatasetOverview name={dataset} /> : null}
          {tab === "operations" ? operations : null}
          {tab === "configuration" ? <DatasetConfiguration name={dataset} /> : null}
        </PageBody>
      )}
    </>
  );
}

interface DatasetActionsProps {
  readonly name: string;
  readonly dataset: ConfiguredResource | undefined;
}

function DatasetActions({ name, dataset }: DatasetActionsProps) {
  const router = useRouter();
  const isCreating = useSearchParams().get("create") === "store";
  const [dialog, setDialog] = useState<"edit" | "delete" | undefined>();
  const close = () => setDialog(undefined);
  return (
    <>
      <CopyAs request={{ method: "GET", path: apiPath(name) }} />
      <GuardedButton
        permission="healthcare.datasets.update"
        resource={name}
        disabled={!dataset}
        onAct={() => setDialog("edit")}
      >
        Edit
      </GuardedButton>
      <GuardedButton
        permission="healthcare.datasets.delete"
        resource={name}
        color="error"
        onAct={() => setDialog("delete")}
      >
        Delete
      </GuardedButton>
      <GuardedButton
        permission="healthcare.fhirStores.create"
        resource={name}
        variant="contained"
        color="primary"
        onAct={() => router.push(resourceHref(name, { create: "store" }))}
      >
        Create store
      </GuardedButton>
      {dialog === "edit" && dataset ? <EditDatasetDialog dataset={dataset} onClose={close} /> : null}
      {dialog === "delete" ? <DeleteDatasetDialog name={name} onClose={close} /> : null}
      {isCreating ? <CreateStoreDialog dataset={name} onClose={() => router.replace(resourceHref(name))} /> : null}
    </>
  );
}

/** Metrics are one call a store; a dataset of thousands is added up only in part. */
const MAX_COUNTED = 100;
const STORED_HELP = `Of the first ${MAX_COUNTED} stores that tell their size; consent stores do not.`;

function DatasetOverview({ name }: { readonly name: string }) {
  const resource = useQuery(resourceQueries.get(name));
  const stores = useQuery(treeQueries.stores(name));
  const counted = (stores.data ?? []).slice(0, MAX_COUNTED);
  const metrics = useQueries({ queries: counted.map((store) => resourceQueries.metrics(store.name, store.kind)) });
  if (resource.isPending || stores.isPending) return <LoadingLines what="the dataset" />;
  if (resource.isError) return <QueryProblem error={resource.error} onRetry={() => void resource.refetch()} />;
  if (stores.isError) return <QueryProblem error={stores.error} onRetry={() => void stores.refetch()} />;
  const isPart = stores.data.length > MAX_COUNTED || metrics.some((each) => each.isLoading);
  const bytes = metrics.reduce((sum, each) => sum + (each.data?.bytes ?? 0), 0);
  return (
    <>
      <FactStrip
        facts={[
          { label: "Stores", value: formatCount(stores.data.length) },
          { label: "Stored", value: `${formatBytes(bytes)}${isPart ? " or more" : ""}`, help: STORED_HELP },
          { label: "Time zone", value: resource.data.timeZone ?? "UTC" },
          { label: "Location", value: name.split("/")[3] },
          {
            label: "Environment",
            value: (
              <>
                <EnvironmentWord name={name} />
                <EnvironmentEditor name={name} isQuiet />
              </>
            ),
          },
        ]}
      />
      <Card title="Stores" note={formatPlural(stores.data.length, "store")}>
        {stores.data.length === 0 ? (
          <EmptyState title="No stores yet">
            Create a FHIR, HL7v2, DICOM or consent store to put data into this dataset.
          </EmptyState>
        ) : (
          <StoresTable
            rows={stores.data.map((store, index) => ({
              id: store.name,
              kind: store.kind,
              metrics: metrics[index]?.data,
            }))}
          />
        )}
      </Card>
    </>
  );
}

function DatasetConfiguration({ name }: { readonly name: string }) {
  const resource = useQuery(resourceQueries.get(name));
  if (resource.isPending) return <LoadingLines what="the configuration" />;
  if (resource.isError) return <QueryProblem error={resource.error} onRetry={() => void resource.refetch()} />;
  return <JsonCard title="Configuration" json={resource.data} />;
}
