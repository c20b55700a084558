"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { DEFAULT_LAYERS, LAYERS, type Layer } from "#lib/fhir/annotation.ts";
import { parseReference } from "#lib/fhir/reference-target.ts";

export const RESOURCE_TABS = ["readable", "json", "narrative", "attachments", "history", "edit", "compare"] as const;
export type ResourceTab = (typeof RESOURCE_TABS)[number];

/** A resource opened beside another, by its reference. */
export interface BesideAddress {
  readonly type: string;
  readonly id: string;
  readonly version: string | undefined;
}

/** What the address says about the view: all of it can be linked, reloaded and walked with Back. Never a value of the resource. */
export interface ResourceView {
  readonly tab: ResourceTab;
  /** Undefined for the current version. */
  readonly version: string | undefined;
  readonly layers: readonly Layer[];
  /** JSON Pointer of the cursor. */
  readonly pointer: string;
  /** Opened one from the other, the last one in sight. */
  readonly beside: readonly BesideAddress[];
  /** The two versions that the history compares; undefined for the newest and the one before. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly diff: "inline" | "side";
  /** Id of the resource that this one is compared with; undefined for none. */
  readonly with: string | undefined;
  /** The version that the changes layer compares with; undefined for the one before. */
  readonly against: string | undefined;
  /** Opaque id of the search that led here. */
  readonly search: string | undefined;
}

export interface ResourceViewControl {
  readonly view: ResourceView;
  /** The address with some of the view changed; undefined or "" takes a parameter out. */
  readonly hrefWith: (changes: Readonly<Record<string, string | undefined>>) => string;
  readonly setLayers: (layers: readonly Layer[]) => void;
  readonly setPointer: (pointer: string) => void;
  readonly setBeside: (beside: readonly BesideAddress[]) => void;
  readonly setPair: (pair: { readonly from: string; readonly to: string }) => void;
  readonly setDiff: (diff: ResourceView["diff"]) => void;
  readonly setAgainst: (version: string) => void;
}

/** Reads and writes the view in the page's address. Small steps replace the entry of the browser's history, opening adds one. */
export function useResourceView(): ResourceViewControl {
  const params = useSearchParams();
  const pathname = usePathname();
  return useMemo(() => {
    // The address as it is now: the parameters of this render may be older than a step that was just taken.
    const hrefNow = (changes: Changes) => changedHref(pathname, window.location.search, changes);
    const replace = (changes: Changes) => window.history.replaceState(null, "", hrefNow(changes));
    return {
      view: readView(params),
      hrefWith: (changes) => changedHref(pathname, params.toString(), changes),
      setLayers: (layers) => replace({ layers: formatLayers(layers) }),
      setPointer: (pointer) => replace({ path: pointer }),
      setBeside: (beside) =>
        window.history.pushState(null, "", hrefNow({ beside: beside.map(formatBeside).join(",") })),
      setPair: (pair) => replace(pair),
      setDiff: (diff) => replace({ diff: diff === "inline" ? undefined : diff }),
      setAgainst: (against) => replace({ against }),
    };
  }, [params, pathname]);
}

type Changes = Readonly<Record<string, string | undefined>>;

function changedHref(pathname: string, search: string, changes: Changes): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return query === "" ? pathname : `${pathname}?${query}`;
}

function readView(params: { get(name: string): string | null }): ResourceView {
  return {
    tab: RESOURCE_TABS.find((tab) => tab === params.get("tab")) ?? "json",
    version: params.get("version") ?? undefined,
    layers: readLayers(params.get("layers")),
    pointer: params.get("path") ?? "",
    beside: (params.get("beside") ?? "").split(",").flatMap(readBeside),
    from: params.get("from") ?? undefined,
    to: params.get("to") ?? undefined,
    diff: params.get("diff") === "side" ? "side" : "inline",
    with: params.get("with") ?? undefined,
    against: params.get("against") ?? undefined,
    search: params.get("search") ?? undefined,
  };
}

/** Absent means those that are on at first; `none` means none. */
function readLayers(text: string | null): readonly Layer[] {
  if (text === null) return DEFAULT_LAYERS;
  const names = text.split(",");
  return LAYERS.filter((layer) => names.includes(layer));
}

function formatLayers(layers: readonly Layer[]): string | undefined {
  if (layers.join() === DEFAULT_LAYERS.join()) return undefined;
  return layers.length === 0 ? "none" : layers.join(",");
}

function readBeside(text: string): BesideAddress[] {
  const target = parseReference(text);
  return target?.kind === "local" ? [{ type: target.type, id: target.id, version: target.version }] : [];
}

function formatBeside({ type, id, version }: BesideAddress): string {
  return version === undefined ? `${type}/${id}` : `${type}/${id}/_history/${version}`;
}
