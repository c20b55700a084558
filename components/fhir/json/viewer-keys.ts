"use client";

import { useEffect, useRef } from "react";
import type { KeySection } from "#components/ui/keyboard-map.tsx";

export interface ViewerKeys {
  readonly onFind: () => void;
  readonly onHop: (by: 1 | -1) => void;
  readonly onFhirPath: () => void;
  /** Undefined where no notes are kept. */
  readonly onNote: (() => void) | undefined;
  readonly onCopyPath: () => void;
  readonly onCopyValue: () => void;
  readonly onFoldAll: () => void;
  readonly onUnfoldAll: () => void;
}

/** What a plain key does in the viewer; undefined when it has no use for it. */
export function viewerKey(keys: ViewerKeys, key: string): (() => void) | undefined {
  const acts: Readonly<Record<string, (() => void) | undefined>> = {
    "/": keys.onFind,
    "]": () => keys.onHop(1),
    "[": () => keys.onHop(-1),
    f: keys.onFhirPath,
    n: keys.onNote,
    p: keys.onCopyPath,
    c: keys.onCopyValue,
    "-": keys.onFoldAll,
    "+": keys.onUnfoldAll,
    "=": keys.onUnfoldAll,
  };
  return Object.hasOwn(acts, key) ? acts[key] : undefined;
}

/**
 * Listens in `area`, and on the whole page when `isPrimary` and nothing else has the focus: a page that has just opened takes
 * its keys at once. It listens on the document, before the shell listens on the window, so `/` finds here.
 */
export function useViewerKeys(
  area: { readonly current: HTMLElement | null },
  keys: ViewerKeys,
  isPrimary: boolean,
): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!concerns(area.current, event.target, isPrimary)) return;
      const act = viewerKey(latest.current, event.key);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [area, isPrimary]);
}

function concerns(area: HTMLElement | null, target: EventTarget | null, isPrimary: boolean): boolean {
  if (!(target instanceof HTMLElement) || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  if (target === document.body || target.id === "main") return isPrimary;
  return area?.contains(target) ?? false;
}

/** What the help says of these keys. */
export const VIEWER_KEY_MAP: KeySection = {
  title: "JSON and annotations",
  keys: [
    [["]", "["], "Next, previous annotation"],
    [["/"], "Find names and values"],
    [["f"], "Evaluate a FHIRPath expression"],
    [["n"], "Write a note on the element"],
    [["↑", "↓", "PgUp", "PgDn"], "Move the cursor"],
    [["→", "←"], "Unfold, fold, go to the parent"],
    [["+", "-"], "Unfold all, fold all"],
    [["Enter"], "Open a reference, show a long value"],
    [["p"], "Copy the FHIRPath"],
    [["c"], "Copy the value"],
  ],
};
