"use client";

import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { treeQueries, type TreeLocation } from "#lib/queries/tree.ts";
import type { Loaded, NodeKind, TreeSource } from "./flatten-tree.ts";

export interface TreeAnswers {
  readonly locations: TreeSource["locations"];
  readonly stores: TreeSource["stores"];
}

/** Asks for what the open branches show: locations and datasets of each open project, stores of each open dataset. */
export function useTreeAnswers(
  projects: readonly string[],
  isOpen: (name: string, kind: NodeKind) => boolean,
): TreeAnswers {
  const locationAnswers = useQueries({
    queries: projects.map((project) => ({ ...treeQueries.project(project), enabled: isOpen(project, "project") })),
    combine: toLoadedList<readonly TreeLocation[]>,
  });
  const locations = useMemo(() => keyed(projects, locationAnswers), [projects, locationAnswers]);
  const openDatasets = useMemo(
    () => datasetsIn(locations).filter((name) => isOpen(name, "dataset")),
    [locations, isOpen],
  );
  const storeAnswers = useQueries({
    queries: openDatasets.map((dataset) => treeQueries.stores(dataset)),
    combine: toLoadedList,
  });
  const stores = useMemo(() => keyed(openDatasets, storeAnswers), [openDatasets, storeAnswers]);
  return { locations, stores };
}

/** Every dataset of the answers so far. */
export function datasetsIn(locations: TreeSource["locations"]): string[] {
  return [...locations.values()].flatMap((loaded) =>
    loaded.state === "done" ? loaded.value.flatMap((location) => location.datasets) : [],
  );
}

/** A constant function: React Query then keeps the combined list identical while nothing changed. */
function toLoadedList<T>(results: UseQueryResult<T>[]): Loaded<T>[] {
  return results.map((result) => {
    if (result.data !== undefined) return { state: "done", value: result.data };
    return result.isError ? { state: "failed", error: result.error } : { state: "pending" };
  });
}

function keyed<T>(names: readonly string[], answers: readonly Loaded<T>[]): ReadonlyMap<string, Loaded<T>> {
  return new Map(names.map((name, index) => [name, answers[index] ?? { state: "pending" }]));
}
