"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { resourceQueries, type StoreMetrics } from "#lib/queries/stores.ts";
import { treeQueries, type TreeStore } from "#lib/queries/tree.ts";
import { datasetOf, type DeidScope } from "./deid-scope.ts";
import { nextLook } from "./next-look.ts";

/** What a scope covers and how much it is, by the stores' metrics, which are asked for again while they change. */
export function useScopeSize({ kind, name }: DeidScope) {
  const stores = useQuery({ ...treeQueries.stores(datasetOf(name)), enabled: kind === "dataset" });
  const all: readonly TreeStore[] = kind === "dataset" ? (stores.data ?? []) : [{ name, kind }];
  const covered = all.filter((store) => store.kind === "fhirStores" || store.kind === "dicomStores");
  const again = useNextLook();
  const metrics = useQueries({
    queries: covered.map((store) => ({
      ...resourceQueries.metrics(store.name, store.kind),
      staleTime: 0,
      refetchInterval: ({ state: { data } }: { readonly state: { readonly data: StoreMetrics | undefined } }) =>
        again(store.name, data?.total),
    })),
  });
  const isKnown = metrics.every(({ data }) => data !== undefined) && (kind !== "dataset" || stores.data !== undefined);
  const total = (of: "fhirStores" | "dicomStores") =>
    metrics.reduce((sum, { data }, index) => sum + (covered[index]?.kind === of ? (data?.total ?? 0) : 0), 0);
  const items = [
    kind === "dicomStores" ? "" : formatPlural(total("fhirStores"), "resource"),
    kind === "fhirStores" ? "" : formatPlural(total("dicomStores"), "instance"),
  ];
  return {
    /** Resources and instances, which are copied one kind after the other; undefined while they are not known. */
    amounts: isKnown ? [total("fhirStores"), total("dicomStores")] : undefined,
    covered,
    left: all.filter((store) => !covered.includes(store)),
    items: isKnown ? items.filter(Boolean).join(", ") : "…",
    bytes: isKnown ? formatBytes(metrics.reduce((sum, { data }) => sum + (data?.bytes ?? 0), 0)) : "…",
  };
}

/** When a store's total is to be looked at again, by how long this page has seen it as it is. */
function useNextLook(): (store: string, total: number | undefined) => number {
  const seen = useRef(new Map<string, { readonly total: number | undefined; readonly since: number }>());
  return (store, total) => {
    const now = Date.now();
    const last = seen.current.get(store);
    if (last !== undefined && last.total === total) return nextLook(now - last.since);
    seen.current.set(store, { total, since: now });
    return nextLook(0);
  };
}
