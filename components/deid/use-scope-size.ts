"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { treeQueries, type TreeStore } from "#lib/queries/tree.ts";
import { datasetOf, type DeidScope } from "./deid-scope.ts";

/** What a scope covers and how much it is, by the stores' metrics. */
export function useScopeSize({ kind, name }: DeidScope) {
  const stores = useQuery({ ...treeQueries.stores(datasetOf(name)), enabled: kind === "dataset" });
  const all: readonly TreeStore[] = kind === "dataset" ? (stores.data ?? []) : [{ name, kind }];
  const covered = all.filter((store) => store.kind === "fhirStores" || store.kind === "dicomStores");
  const metrics = useQueries({ queries: covered.map((store) => resourceQueries.metrics(store.name, store.kind)) });
  const isKnown = metrics.every(({ data }) => data !== undefined) && (kind !== "dataset" || stores.data !== undefined);
  const total = (of: "fhirStores" | "dicomStores") =>
    metrics.reduce((sum, { data }, index) => sum + (covered[index]?.kind === of ? (data?.total ?? 0) : 0), 0);
  const items = [
    kind === "dicomStores" ? "" : formatPlural(total("fhirStores"), "resource"),
    kind === "fhirStores" ? "" : formatPlural(total("dicomStores"), "instance"),
  ];
  return {
    covered,
    left: all.filter((store) => !covered.includes(store)),
    items: isKnown ? items.filter(Boolean).join(", ") : "…",
    bytes: isKnown ? formatBytes(metrics.reduce((sum, { data }) => sum + (data?.bytes ?? 0), 0)) : "…",
  };
}
