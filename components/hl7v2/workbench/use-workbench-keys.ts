"use client";

import { useEffect, useRef } from "react";

export interface WorkbenchKeys {
  readonly onGoTo: () => void;
  readonly onHop: (by: 1 | -1) => void;
  readonly onCopyPath: () => void;
  readonly onCopyValue: () => void;
  readonly onCopySegment: () => void;
}

/** Keys that work anywhere in the workbench, and on the page while nothing else has the focus. Arrows belong to the panes. */
export function useWorkbenchKeys(area: { readonly current: HTMLElement | null }, keys: WorkbenchKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!concerns(area.current, event.target)) return;
      const act = actOf(latest.current, event.key);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [area]);
}

function actOf(keys: WorkbenchKeys, key: string): (() => void) | undefined {
  const acts: Readonly<Record<string, () => void>> = {
    "/": keys.onGoTo,
    "]": () => keys.onHop(1),
    "[": () => keys.onHop(-1),
    p: keys.onCopyPath,
    c: keys.onCopyValue,
    s: keys.onCopySegment,
  };
  return Object.hasOwn(acts, key) ? acts[key] : undefined;
}

function concerns(area: HTMLElement | null, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return target === document.body || target.id === "main" || (area?.contains(target) ?? false);
}
