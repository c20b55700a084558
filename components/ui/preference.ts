"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

/** How a choice is written down. `read` gives undefined for text that it does not know. Keep it a constant of the module. */
export interface PreferenceForm<T> {
  readonly read: (stored: string) => T | undefined;
  readonly write: (value: T) => string;
}

export const BOOLEAN_FORM: PreferenceForm<boolean> = {
  read: (stored) => (stored === "true" || stored === "false" ? stored === "true" : undefined),
  write: String,
};

export const NUMBER_FORM: PreferenceForm<number> = {
  read: (stored) => (Number.isFinite(Number(stored)) ? Number(stored) : undefined),
  write: String,
};

/**
 * A choice about the look of the console, kept in this browser's localStorage under `careplane.<name>`.
 * Only for settings of the frame (a width, a switch): names or values of patients never go here.
 * The server and the first paint use `fallback`; text that the form refuses counts as absent.
 */
export function usePreference<T>(name: string, fallback: T, form: PreferenceForm<T>): readonly [T, (value: T) => void] {
  const key = `careplane.${name}`;
  const stored = useSyncExternalStore(
    subscribe,
    () => storedText(key),
    () => undefined,
  );
  const value = useMemo(
    () => (stored === undefined ? fallback : (form.read(stored) ?? fallback)),
    [stored, fallback, form],
  );
  const setValue = useCallback(
    (next: T) => {
      store(key, form.write(next));
      for (const listener of listeners) listener();
    },
    [key, form],
  );
  return [value, setValue];
}

/** Storage events tell about other tabs only, so writers in this tab wake the listeners themselves. */
const listeners = new Set<() => void>();
/** Holds choices for the visit when the browser refuses storage (private mode, policy). */
const memory = new Map<string, string>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function storedText(key: string): string | undefined {
  try {
    return window.localStorage.getItem(key) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}

function store(key: string, text: string): void {
  memory.set(key, text);
  try {
    window.localStorage.setItem(key, text);
  } catch {
    // Refused storage: the choice lives in memory until the tab closes.
  }
}
