"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";

export const MESSAGE_TABS = ["workbench", "views", "related", "findings", "compare"] as const;
export type MessageTab = (typeof MESSAGE_TABS)[number];

export const MESSAGE_LAYERS = ["findings", "identifiers"] as const;
/** What can be marked in the text of a message. */
export type MessageLayer = (typeof MESSAGE_LAYERS)[number];

/** What the address says about the view: positions and ids, never a value of the message. */
export interface MessageView {
  readonly tab: MessageTab;
  /** `PID-5.2`: where the cursor stands; empty at first. */
  readonly at: string;
  readonly layers: readonly MessageLayer[];
  /** Id of the message to compare with; empty for none. */
  readonly comparedWith: string;
  /** Positions that a comparison leaves out; undefined for the usual ones. */
  readonly ignore: string | undefined;
}

export interface MessageViewControl {
  readonly view: MessageView;
  /** The address with some of the view changed; undefined or "" takes a parameter out. */
  readonly hrefWith: (changes: Changes) => string;
  /** Changes the address without a new entry in the browser's history. */
  readonly replace: (changes: Changes) => void;
}

type Changes = Readonly<Record<string, string | undefined>>;

/** Reads and writes the view in the page's address. */
export function useMessageView(): MessageViewControl {
  const params = useSearchParams();
  const pathname = usePathname();
  return useMemo(
    () => ({
      view: readView(params),
      hrefWith: (changes) => changedHref(pathname, params.toString(), changes),
      // The address as it is now: the parameters of this render may be older than a step that was just taken.
      replace: (changes) => {
        const href = changedHref(pathname, window.location.search, changes);
        if (href !== window.location.pathname + window.location.search) window.history.replaceState(null, "", href);
      },
    }),
    [params, pathname],
  );
}

/** The parameter of a set of layers: absent means all, `none` means none. */
export function formatLayers(layers: readonly MessageLayer[]): string | undefined {
  if (layers.length === MESSAGE_LAYERS.length) return undefined;
  return layers.length === 0 ? "none" : layers.join(",");
}

function changedHref(pathname: string, search: string, changes: Changes): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return query === "" ? pathname : `${pathname}?${query}`;
}

function readView(params: { get(name: string): string | null }): MessageView {
  const layers = params.get("layers")?.split(",");
  return {
    tab: MESSAGE_TABS.find((tab) => tab === params.get("tab")) ?? "workbench",
    at: params.get("at") ?? "",
    layers: layers ? MESSAGE_LAYERS.filter((layer) => layers.includes(layer)) : MESSAGE_LAYERS,
    comparedWith: params.get("with") ?? "",
    ignore: params.get("ignore") ?? undefined,
  };
}
