"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "#components/ui/is-typing.ts";

export interface ShellKeys {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/**
 * Keys that work on every page: Ctrl/⌘-K and `/` open the palette, `?` the help, F6 goes to the next part of the page. They listen last, so that a
 * page that has its own use for a key (find in JSON by `/`) takes it with `preventDefault`.
 */
export function useShellKeys(keys: ShellKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const call = shellKey(event, latest.current);
      if (!call) return;
      event.preventDefault();
      call();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function shellKey(event: KeyboardEvent, keys: ShellKeys): (() => void) | undefined {
  if (event.defaultPrevented) return undefined;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return keys.onPalette;
  if (event.key === "F6") return () => void focusRegion(event.shiftKey ? -1 : 1);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  if (event.key === "/") return keys.onPalette;
  return event.key === "?" ? keys.onHelp : undefined;
}

async function focusRegion(step: 1 | -1): Promise<void> {
  const { focusNextRegion } = await import("./next-region.ts");
  focusNextRegion(step);
}
