"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { DataTable, type TableColumn } from "#components/ui/data-table.tsx";
import { LabelChips } from "#components/ui/label-chips.tsx";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { KIND_TITLES, TypeMark } from "#components/ui/type-mark.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceQueries, type StoreMetrics } from "#lib/queries/stores.ts";

export interface StoreRow {
  /** Full name. */
  readonly id: string;
  readonly kind: StoreKind;
  /** Undefined until loaded, and for consent stores. */
  readonly metrics: StoreMetrics | undefined;
}

const COLUMNS: readonly TableColumn<StoreRow>[] = [
  {
    field: "store",
    title: "Store",
    value: (row) => row.id.split("/").at(-1),
    render: (row) => (
      <Box sx={CELL}>
        <TypeMark kind={row.kind} />
        <Box component={Link} href={resourceHref(row.id)} sx={NAME}>
          {row.id.split("/").at(-1)}
        </Box>
      </Box>
    ),
  },
  { field: "kind", title: "Kind", value: (row) => KIND_TITLES[row.kind] },
  {
    field: "count",
    title: "Items",
    width: "110px",
    align: "right",
    value: (row) => row.metrics?.total,
    render: (row) => (row.metrics ? formatCount(row.metrics.total) : "–"),
  },
  {
    field: "bytes",
    title: "Size",
    width: "110px",
    align: "right",
    value: (row) => row.metrics?.bytes,
    render: (row) => (row.metrics ? formatBytes(row.metrics.bytes) : "–"),
  },
  { field: "labels", title: "Labels", value: () => undefined, render: (row) => <StoreLabels name={row.id} /> },
];

/** The stores of a dataset with what is in them. */
export function StoresTable({ rows }: { readonly rows: readonly StoreRow[] }) {
  const router = useRouter();
  return <DataTable label="Stores" columns={COLUMNS} rows={rows} onOpen={(row) => router.push(resourceHref(row.id))} />;
}

/** Asked per row on screen: the grid draws only those. */
function StoreLabels({ name }: { readonly name: string }) {
  const { data } = useQuery(resourceQueries.get(name));
  return <LabelChips labels={data?.labels ?? {}} />;
}

const CELL = { display: "inline-flex", alignItems: "center", gap: 2 } as const;
const NAME = {
  color: "inherit",
  fontWeight: 500,
  textDecoration: "none",
  "&:hover": { textDecoration: "underline" },
} as const;
