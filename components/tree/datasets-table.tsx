"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { useRouter } from "next/navigation";
import { DataTable, type TableColumn } from "#components/ui/data-table.tsx";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { ENVIRONMENT_LOOKS, EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { KIND_TITLES, TypeMark } from "#components/ui/type-mark.tsx";
import { STORE_KINDS } from "#lib/contract/resource-name.ts";
import type { TreeStore } from "#lib/queries/tree.ts";

export interface DatasetRow {
  /** Full name. */
  readonly id: string;
  /** Undefined until they are loaded. */
  readonly stores: readonly TreeStore[] | undefined;
}

const COLUMNS: readonly TableColumn<DatasetRow>[] = [
  {
    field: "dataset",
    title: "Dataset",
    value: (row) => row.id.split("/").at(-1),
    render: (row) => (
      <Box sx={CELL}>
        <TypeMark kind="dataset" />
        <Box component={PageLink} href={resourceHref(row.id)} sx={NAME}>
          {row.id.split("/").at(-1)}
        </Box>
      </Box>
    ),
  },
  { field: "location", title: "Location", value: (row) => row.id.split("/")[3] },
  {
    field: "environment",
    title: "Environment",
    value: () => undefined,
    render: (row) => <EnvironmentWord name={row.id} />,
  },
  {
    field: "stores",
    title: "Stores",
    value: (row) => row.stores?.length,
    render: (row) => <StoreCounts stores={row.stores} />,
  },
];

/** Datasets with where they are, what they are for and what is in them. */
export function DatasetsTable({ rows }: { readonly rows: readonly DatasetRow[] }) {
  const router = useRouter();
  return (
    <DataTable label="Datasets" columns={COLUMNS} rows={rows} onOpen={(row) => router.push(resourceHref(row.id))} />
  );
}

/** Shape, colour and word of the environment of a resource; nothing when it has none. */
export function EnvironmentWord({ name }: { readonly name: string }) {
  const { environment } = useEnvironment(name);
  if (environment === undefined) return <Box sx={{ ...CELL, color: token.dim }}>Not labelled</Box>;
  return (
    <Box component="span" sx={CELL}>
      <EnvironmentMark environment={environment} isDecoration />
      {ENVIRONMENT_LOOKS[environment].title}
    </Box>
  );
}

function StoreCounts({ stores }: { readonly stores: readonly TreeStore[] | undefined }) {
  if (stores === undefined) return <Box sx={{ ...CELL, color: token.dim }}>…</Box>;
  if (stores.length === 0) return <Box sx={{ ...CELL, color: token.dim }}>None</Box>;
  const counts = STORE_KINDS.map((kind) => ({ kind, count: stores.filter((store) => store.kind === kind).length }));
  return (
    <Box sx={{ ...CELL, gap: 3 }}>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => (
          <Box
            key={kind}
            component="span"
            sx={{ display: "inline-flex", gap: "5px", alignItems: "center" }}
            title={KIND_TITLES[kind]}
          >
            <TypeMark kind={kind} />
            {count}
          </Box>
        ))}
    </Box>
  );
}

const CELL = { display: "inline-flex", alignItems: "center", gap: 2 } as const;
const NAME = {
  color: "inherit",
  fontWeight: 500,
  textDecoration: "none",
  "&:hover": { textDecoration: "underline" },
} as const;
