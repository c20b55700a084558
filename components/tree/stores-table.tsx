"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
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
  /** For sorting; undefined until loaded, for consent stores, and far down in very long lists. */
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
        <Box component={PageLink} href={resourceHref(row.id)} sx={NAME}>
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
    render: (row) => <StoreMetric row={row} text={(metrics) => formatCount(metrics.total)} />,
  },
  {
    field: "bytes",
    title: "Size",
    width: "110px",
    align: "right",
    value: (row) => row.metrics?.bytes,
    render: (row) => <StoreMetric row={row} text={(metrics) => formatBytes(metrics.bytes)} />,
  },
  { field: "labels", title: "Labels", value: () => undefined, render: (row) => <StoreLabels name={row.id} /> },
];

/** The stores of a dataset with what is in them. */
export function StoresTable({ rows }: { readonly rows: readonly StoreRow[] }) {
  const router = useRouter();
  return <DataTable label="Stores" columns={COLUMNS} rows={rows} onOpen={(row) => router.push(resourceHref(row.id))} />;
}

interface StoreMetricProps {
  readonly row: StoreRow;
  readonly text: (metrics: StoreMetrics) => string;
}

/** Asked per row that is drawn. */
function StoreMetric({ row, text }: StoreMetricProps) {
  const { data } = useQuery(resourceQueries.metrics(row.id, row.kind));
  return data ? text(data) : "–";
}

/** Asked per row that is drawn. */
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
