"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FactList, FactStrip } from "#components/ui/facts.tsx";
import { JsonCard } from "#components/ui/json-card.tsx";
import { LabelChips } from "#components/ui/label-chips.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { KIND_TITLES } from "#components/ui/type-mark.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceQueries, type ConfiguredResource } from "#lib/queries/stores.ts";
import { EnvironmentWord } from "./datasets-table.tsx";
import { StoreContents } from "./store-contents.tsx";
import { fieldText, fieldValues, STORE_FIELDS } from "./store-fields.ts";
import { wiringFacts } from "./store-wiring.ts";

export interface StoreOverviewProps {
  readonly store: string;
  readonly kind: StoreKind;
}

/** What is in a store, how it is set, what it is wired to. */
export function StoreOverview({ store, kind }: StoreOverviewProps) {
  const resource = useQuery(resourceQueries.get(store));
  if (resource.isPending) return <LoadingLines what="the store" />;
  if (resource.isError) return <QueryProblem error={resource.error} onRetry={() => void resource.refetch()} />;
  return (
    <PageBody>
      <StoreStrip store={store} kind={kind} />
      <Box sx={COLUMNS}>
        <Card title="Contents">
          <StoreContents store={store} kind={kind} />
        </Card>
        <Box sx={{ display: "flex", flexDirection: "column", gap: 3, minWidth: 0 }}>
          <Card title="Settings">
            <StoreSettings resource={resource.data} kind={kind} />
          </Card>
          <Card title="Wiring" note="where changes are sent">
            <StoreWiring resource={resource.data} />
          </Card>
          <JsonCard title="Configuration as JSON" json={resource.data} />
        </Box>
      </Box>
    </PageBody>
  );
}

function StoreStrip({ store, kind }: StoreOverviewProps) {
  const metrics = useQuery(resourceQueries.metrics(store, kind));
  const counts = metrics.data
    ? [
        { label: kind === "dicomStores" ? "Instances" : "Items", value: formatCount(metrics.data.total) },
        { label: "Stored", value: formatBytes(metrics.data.bytes), help: "Old versions and pixels included." },
      ]
    : [];
  return (
    <FactStrip
      facts={[
        { label: "Kind", value: KIND_TITLES[kind] },
        ...counts,
        { label: "Location", value: store.split("/")[3] },
        { label: "Environment", value: <EnvironmentWord name={store} /> },
      ]}
    />
  );
}

interface ResourceProps {
  readonly resource: ConfiguredResource;
}

function StoreSettings({ resource, kind }: ResourceProps & { readonly kind: StoreKind }) {
  const fields = STORE_FIELDS[kind];
  const values = fieldValues(fields, resource);
  const labels = resource.labels ?? {};
  return (
    <FactList
      facts={[
        ...fields.map((field) => ({ label: field.label, value: fieldText(field, values), help: field.help })),
        { label: "Labels", value: Object.keys(labels).length > 0 ? <LabelChips labels={labels} /> : "None" },
      ]}
    />
  );
}

function StoreWiring({ resource }: ResourceProps) {
  const facts = wiringFacts(resource);
  if (facts.length > 0) return <FactList facts={facts} />;
  return (
    <EmptyState isCompact title="Nothing is told about changes">
      A store can publish its changes to Pub/Sub and stream them to BigQuery.
    </EmptyState>
  );
}

const COLUMNS = {
  display: "grid",
  gap: 3,
  alignItems: "start",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1.1fr) minmax(0, 1fr)" },
} as const;
