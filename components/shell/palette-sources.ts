"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { formatResourceName } from "#lib/contract/resource-name.ts";
import { homeQueries } from "#lib/queries/home.ts";
import type { TreeLocation, TreeStore } from "#lib/queries/tree.ts";
import type { PagePlace } from "./page-place.ts";
import { resourceEntry, type PaletteEntry } from "./palette-entries.ts";
import { signOut } from "./sign-out.ts";
import { useThemeMode } from "./use-theme-mode.ts";

/** Everything that the palette can offer on this page: recents, what the tree has loaded, actions. */
export function usePaletteEntries(place: PagePlace, onHelp: () => void): PaletteEntry[] {
  const recents = useQuery(homeQueries.home()).data?.recents ?? [];
  const resources = useLoadedNames();
  const actions = useActions(place, onHelp);
  return [
    ...recents.flatMap((recent) => resourceEntry(recent.name, "Recent") ?? []),
    ...resources.flatMap((name) => resourceEntry(name, "Resources") ?? []),
    ...actions,
  ];
}

/** Names that the tree's answers hold now; more come while it loads. */
function useLoadedNames(): string[] {
  const queryClient = useQueryClient();
  const cache = queryClient.getQueryCache();
  const countAnswers = () =>
    cache.findAll({ queryKey: ["tree"] }).reduce((sum, query) => sum + query.state.dataUpdateCount, 0);
  useSyncExternalStore((onChange) => cache.subscribe(onChange), countAnswers, countAnswers);
  const projects = queryClient.getQueriesData<readonly TreeLocation[]>({ queryKey: ["tree", "project"] });
  const stores = queryClient.getQueriesData<readonly TreeStore[]>({ queryKey: ["tree", "stores"] });
  const names = projects.flatMap(([key, locations]) => [
    String(key[2]),
    ...(locations ?? []).flatMap((location) => [location.name, ...location.datasets]),
  ]);
  return [...names, ...stores.flatMap(([, list]) => (list ?? []).map((store) => store.name))];
}

function useActions(place: PagePlace, onHelp: () => void): PaletteEntry[] {
  const { shown, toggle } = useThemeMode();
  const { masked, setMasked } = useIdentityMask();
  const next = shown === "dark" ? "light" : "dark";
  return [
    ...useCreations(place),
    ...useLockActions(place),
    action("theme", `Switch to the ${next} theme`, "", toggle),
    action("mask", masked ? "Show identities" : "Mask identities", "Names, birth dates, record numbers", () =>
      setMasked(!masked),
    ),
    action("help", "Keyboard and help", "?", onHelp),
    { ...action("home", "Home", "Projects, recents, running work", () => undefined), target: { href: "/" } },
    action("sign-out", "Sign out", "", () => void signOut()),
  ];
}

function useCreations({ resource }: PagePlace): PaletteEntry[] {
  const mayCreateDataset = useCan("healthcare.datasets.create");
  const mayCreateStore = useCan("healthcare.fhirStores.create");
  if (!resource) return [];
  const project = formatResourceName({ kind: "project", project: resource.project });
  const creations: PaletteEntry[] = [];
  if ("dataset" in resource && mayCreateStore) {
    const dataset = formatResourceName({ ...resource, kind: "dataset" });
    creations.push(
      link("create-store", "Create a store", `in ${resource.dataset}`, resourceHref(dataset, { create: "store" })),
    );
  }
  if (mayCreateDataset)
    creations.push(
      link(
        "create-dataset",
        "Create a dataset",
        `in ${resource.project}`,
        resourceHref(project, { create: "dataset" }),
      ),
    );
  return creations;
}

function useLockActions({ name }: PagePlace): PaletteEntry[] {
  const { environment, isLocked, askToUnlock, lock } = useEnvironment(name ?? "");
  if (environment !== "production") return [];
  return isLocked
    ? [action("unlock", "Unlock production for writing", "asks for its name", askToUnlock)]
    : [action("lock", "Lock production", "makes it read-only again", lock)];
}

function action(id: string, title: string, note: string, run: () => void): PaletteEntry {
  return { id, title, note, group: "Actions", mark: undefined, target: { run } };
}

function link(id: string, title: string, note: string, href: string): PaletteEntry {
  return { id, title, note, group: "Actions", mark: undefined, target: { href } };
}
