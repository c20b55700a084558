"use client";

import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceQueries } from "#lib/queries/stores.ts";

const HEADS: Readonly<Record<StoreKind, string>> = {
  fhirStores: "Resource type",
  dicomStores: "Level",
  hl7V2Stores: "Message type",
  consentStores: "",
};

export interface StoreContentsProps {
  readonly store: string;
  readonly kind: StoreKind;
}

/** What is in the store by type, largest first, with a bar that shows each share. */
export function StoreContents({ store, kind }: StoreContentsProps) {
  const metrics = useQuery(resourceQueries.metrics(store, kind));
  if (kind === "consentStores")
    return <EmptyState title="The API keeps no counts of consents">It has no metrics for consent stores.</EmptyState>;
  if (metrics.isPending) return <LoadingLines what="the contents" />;
  if (metrics.isError) return <QueryProblem error={metrics.error} onRetry={() => void metrics.refetch()} />;
  if (metrics.data.total === 0) return <EmptyState title="Empty">Nothing has been put into this store yet.</EmptyState>;
  const most = Math.max(...metrics.data.rows.map((row) => row.count));
  return (
    <Table size="small" aria-label="Contents by type">
      <TableHead>
        <TableRow>
          <TableCell>{HEADS[kind]}</TableCell>
          <TableCell align="right">Count</TableCell>
          <TableCell align="right">Size</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {metrics.data.rows.map((row) => (
          <TableRow key={row.label}>
            <TableCell component="th" scope="row" sx={{ width: "60%" }}>
              {row.label}
              <Box aria-hidden sx={BAR} style={{ width: `${(row.count / most) * 100}%` }} />
            </TableCell>
            <TableCell align="right">{formatCount(row.count)}</TableCell>
            <TableCell align="right" sx={{ color: token.dim }}>
              {row.bytes === undefined ? "" : formatBytes(row.bytes)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const BAR = { height: 3, mt: "3px", borderRadius: 2, bgcolor: token.accent, opacity: 0.35, minWidth: 2 } as const;
