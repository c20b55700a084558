"use client";

import Box from "@mui/material/Box";
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { KIND_TITLES } from "#components/ui/type-mark.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceDeletion, sendDeletion } from "#lib/queries/resource-changes.ts";
import { resourceQueries, type StoreMetrics } from "#lib/queries/stores.ts";
import { treeQueries } from "#lib/queries/tree.ts";

/** What a store counts, one and many. */
const COUNTED: Readonly<Record<StoreKind, string>> = {
  fhirStores: "resource",
  dicomStores: "instance",
  hl7V2Stores: "message",
  consentStores: "consent",
};

/** Counting is one call a store. */
const MAX_LISTED = 50;

export interface DeleteDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Deletes a store with all that is in it. */
export function DeleteStoreDialog({ name, kind, onClose }: DeleteDialogProps & { readonly kind: StoreKind }) {
  const metrics = useQuery(resourceQueries.metrics(name, kind));
  const dataset = name.split("/").slice(0, -2).join("/");
  return (
    <DeletionGate
      name={name}
      above={dataset}
      listKey={treeQueries.stores(dataset).queryKey}
      action="Delete store"
      title={`Delete this ${KIND_TITLES[kind]}`}
      onClose={onClose}
    >
      <BlastLine label={shortName(name)} kind={kind} metrics={metrics.data} isCounting={metrics.isLoading} />
      <p style={{ margin: "8px 0 0" }}>It is deleted at once and cannot be brought back. Old versions go with it.</p>
    </DeletionGate>
  );
}

/** Deletes a dataset with every store in it. */
export function DeleteDatasetDialog({ name, onClose }: DeleteDialogProps) {
  const stores = useQuery(treeQueries.stores(name));
  const listed = stores.data?.slice(0, MAX_LISTED) ?? [];
  const unlisted = (stores.data?.length ?? 0) - listed.length;
  const metrics = useQueries({ queries: listed.map((store) => resourceQueries.metrics(store.name, store.kind)) });
  const location = name.split("/").slice(0, -2).join("/");
  return (
    <DeletionGate
      name={name}
      above={location}
      listKey={treeQueries.project(location.split("/").slice(0, 2).join("/")).queryKey}
      action="Delete dataset"
      title="Delete this dataset"
      onClose={onClose}
    >
      <strong>{stores.data ? formatPlural(stores.data.length, "store") : "Counting the stores…"}</strong>
      {stores.isError ? " (could not be counted)" : null}
      <Box component="ul" sx={{ m: 0, pl: 5, maxHeight: 160, overflow: "auto" }}>
        {listed.map((store, index) => (
          <li key={store.name}>
            <BlastLine
              label={shortName(store.name)}
              kind={store.kind}
              metrics={metrics[index]?.data}
              isCounting={metrics[index]?.isLoading === true}
            />
          </li>
        ))}
        {unlisted > 0 ? <li>and {formatPlural(unlisted, "more store")} with all that is in them</li> : null}
      </Box>
      <p style={{ margin: "8px 0 0" }}>All of it is deleted at once and cannot be brought back.</p>
    </DeletionGate>
  );
}

interface BlastLineProps {
  readonly label: string;
  readonly kind: StoreKind;
  readonly metrics: StoreMetrics | undefined;
  readonly isCounting: boolean;
}

function BlastLine({ label, kind, metrics, isCounting }: BlastLineProps) {
  const size = metrics
    ? `${formatCount(metrics.total)} ${COUNTED[kind]}${metrics.total === 1 ? "" : "s"}, ${formatBytes(metrics.bytes)}`
    : "all that is in it (the API tells no count)";
  return (
    <span>
      <strong>{label}</strong> ({KIND_TITLES[kind]}): {isCounting ? "counting…" : size}
    </span>
  );
}

interface DeletionGateProps extends DeleteDialogProps {
  /** Name of what holds it: the page to go to afterwards. */
  readonly above: string;
  /** Key of the tree's list that it stands in. */
  readonly listKey: readonly string[];
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
}

function DeletionGate({ name, above, listKey, title, action, onClose, children }: DeletionGateProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(name);
  const deletion = useMutation({
    mutationFn: () => sendDeletion(resourceDeletion(name), headers),
    onSuccess: async () => {
      // The list above first: once the row is gone, nothing on screen asks for what no longer exists.
      await queryClient.invalidateQueries({ queryKey: listKey });
      onClose();
      router.push(resourceHref(above));
    },
  });
  return (
    <ConfirmByName
      title={title}
      name={shortName(name)}
      action={action}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
      isPending={deletion.isPending}
      error={deletion.error}
    >
      {children}
    </ConfirmByName>
  );
}

function shortName(name: string): string {
  return name.split("/").at(-1) ?? name;
}
