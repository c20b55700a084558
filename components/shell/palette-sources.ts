"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { projectsAtHand } from "#components/tree/projects-at-hand.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import { offeredViews, type PageView } from "#components/ui/page-views.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { formatResourceName } from "#lib/contract/resource-name.ts";
import { homeQueries } from "#lib/queries/home.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { placeTitle, type PagePlace } from "./page-place.ts";
import { resourceEntry, type PaletteEntry } from "./palette-entries.ts";
import { signOut } from "./sign-out.ts";
import { useThemeMode } from "./use-theme-mode.ts";

/** Everything that the palette can offer on this page: recents, resources, actions. */
export function usePaletteEntries(
  place: PagePlace,
  onHelp: () => void,
): { readonly entries: PaletteEntry[]; readonly isReading: boolean } {
  const home = useQuery(homeQueries.home()).data;
  const recents = home?.recents ?? [];
  const { names, isReading } = useResourceNames(projectsAtHand(home?.projects ?? [], place.name));
  const actions = useActions(place, onHelp);
  const entries = [
    ...recents.flatMap((recent) => resourceEntry(recent.name, "Recent") ?? []),
    ...names.flatMap((name) => resourceEntry(name, "Resources") ?? []),
    ...offeredViews().map((view) => viewEntry(view, place)),
    ...actions,
  ];
  return { entries, isReading };
}

function viewEntry({ label, href }: PageView, place: PagePlace): PaletteEntry {
  return {
    id: `view ${href}`,
    title: label,
    note: `of ${placeTitle(place)}`,
    group: "On this page",
    mark: undefined,
    target: { href },
  };
}

/** Every resource of the projects on hand; what the tree has not opened yet is read while the palette is open. */
function useResourceNames(projects: readonly string[]): { readonly names: string[]; readonly isReading: boolean } {
  const trees = useQueries({ queries: projects.map((project) => treeQueries.project(project)) });
  const locations = trees.flatMap(({ data }) => data ?? []);
  const datasets = locations.flatMap((location) => location.datasets);
  const stores = useQueries({ queries: datasets.map((dataset) => treeQueries.stores(dataset)) });
  const names = [
    ...projects,
    ...locations.flatMap((location) => (location.datasets.length > 0 ? [location.name] : [])),
    ...datasets,
    ...stores.flatMap(({ data }) => (data ?? []).map((store) => store.name)),
  ];
  return { names, isReading: [...trees, ...stores].some(({ isPending }) => isPending) };
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
