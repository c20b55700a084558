"use client";

import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { DataTable, type TableColumn } from "#components/ui/data-table.tsx";
import { FactList } from "#components/ui/facts.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageBody } from "#components/ui/page-body.tsx";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import type { StoreConformance, TypeConformance } from "#lib/fhir/store-conformance.ts";
import { conformanceQuery } from "#lib/queries/fhir-conformance.ts";
import { resourceQueries } from "#lib/queries/stores.ts";

/** What this store's server supports, type by type, against what R4 publishes; and what is in the store. */
export function CapabilityPage({ storeName }: { readonly storeName: string }) {
  const conformance = useQuery(conformanceQuery(storeName));
  const metrics = useQuery(resourceQueries.metrics(storeName, "fhirStores"));
  const [isOnlyPresent, setOnlyPresent] = useState(true);
  if (conformance.isPending) return <LoadingLines what="the CapabilityStatement" lines={10} />;
  if (conformance.isError) return <QueryProblem error={conformance.error} onRetry={() => void conformance.refetch()} />;
  const present = new Map(metrics.data?.rows.map((row) => [row.label, row]));
  const rows = conformance.data.types
    .filter(({ type }) => !isOnlyPresent || metrics.data === undefined || present.has(type))
    .map((type) => ({
      ...type,
      id: type.type,
      count: present.get(type.type)?.count ?? 0,
      bytes: present.get(type.type)?.bytes ?? 0,
    }));
  return (
    <PageBody>
      <Card title="The server">
        <ServerFacts conformance={conformance.data} storeName={storeName} />
      </Card>
      {metrics.isError ? <QueryProblem error={metrics.error} onRetry={() => void metrics.refetch()} /> : null}
      <Card
        title="Types, against R4"
        note={<span>{formatCount(rows.length)}</span>}
        actions={
          <FormControlLabel
            control={
              <Switch size="small" checked={isOnlyPresent} onChange={(event) => setOnlyPresent(event.target.checked)} />
            }
            label="Only types in this store"
          />
        }
      >
        <DataTable label="Types, against R4" columns={COLUMNS} rows={rows} />
      </Card>
    </PageBody>
  );
}

interface Row extends TypeConformance {
  readonly id: string;
  readonly count: number;
  readonly bytes: number;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { field: "type", title: "Type", value: ({ type }) => type, width: "16%" },
  {
    field: "count",
    title: "Resources",
    value: ({ count }) => count,
    render: ({ count }) => formatCount(count),
    align: "right",
    width: "8%",
  },
  {
    field: "bytes",
    title: "Size",
    value: ({ bytes }) => bytes,
    render: ({ bytes }) => formatBytes(bytes),
    align: "right",
    width: "8%",
  },
  {
    field: "interactions",
    title: "Interactions",
    value: ({ interactions }) => interactions.length,
    render: (row) => <Names offered={`${row.interactions.length} offered`} missing={row.missingInteractions} />,
  },
  {
    field: "parameters",
    title: "Search parameters",
    value: ({ parameters }) => parameters.length,
    render: (row) => (
      <Names
        offered={`${row.parameters.length - row.extraParameters.length} of ${row.parameters.length - row.extraParameters.length + row.missingParameters.length}`}
        missing={row.missingParameters}
        extra={row.extraParameters}
      />
    ),
  },
  {
    field: "profiles",
    title: "Profiles",
    value: ({ profiles }) => profiles.length,
    render: ({ profiles }) => (profiles.length === 0 ? "none named" : profiles.join(", ")),
    width: "14%",
  },
];

interface NamesProps {
  readonly offered: string;
  readonly missing: readonly string[];
  readonly extra?: readonly string[];
}

function Names({ offered, missing, extra = [] }: NamesProps) {
  return (
    <Box>
      {offered}
      {missing.length === 0 ? null : (
        <Box component="span" sx={{ color: token.warn }}>
          {" "}
          · not{" "}
          <Box component="span" sx={{ fontFamily: MONO, fontSize: 11.5 }}>
            {missing.join(", ")}
          </Box>
        </Box>
      )}
      {extra.length === 0 ? null : (
        <Box component="span" sx={{ color: token.dim }}>
          {" "}
          · beyond R4{" "}
          <Box component="span" sx={{ fontFamily: MONO, fontSize: 11.5 }}>
            {extra.join(", ")}
          </Box>
        </Box>
      )}
    </Box>
  );
}

function ServerFacts({
  conformance,
  storeName,
}: {
  readonly conformance: StoreConformance;
  readonly storeName: string;
}) {
  const store = useQuery(resourceQueries.get(storeName)).data;
  const isOn = (name: string) => store !== undefined && store[name] === true;
  const word = (isYes: boolean) => (store === undefined ? "…" : { true: "yes", false: "no" }[`${isYes}`]);
  return (
    <FactList
      facts={[
        { label: "FHIR version", value: conformance.fhirVersion },
        { label: "Formats", value: [...conformance.formats, ...conformance.patchFormats].join(", ") },
        { label: "On the whole store", value: conformance.systemInteractions.join(", ") },
        { label: "Operations", value: conformance.operations.map((name) => `$${name}`).join(", ") },
        { label: "Takes ids of yours", value: word(isOn("enableUpdateCreate")), help: "enableUpdateCreate" },
        {
          label: "Keeps references whole",
          value: word(!isOn("disableReferentialIntegrity")),
          help: "disableReferentialIntegrity, the other way round",
        },
        {
          label: "Keeps versions",
          value: word(!isOn("disableResourceVersioning")),
          help: "disableResourceVersioning, the other way round",
        },
      ]}
    />
  );
}
