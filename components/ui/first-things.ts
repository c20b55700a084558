"use client";

import { useSyncExternalStore } from "react";

/** Nobody waits longer for the rest of the console. */
const AT_MOST_MS = 5000;

let isHeld = false;
const listeners = new Set<() => void>();

function setHeld(next: boolean): void {
  isHeld = next;
  for (const tell of listeners) tell();
}

/** A page that was opened for one heavy thing, such as a series of pictures, lets it come before the calls of what stands around it. */
export function holdOthersBack(): void {
  setHeld(true);
  setTimeout(releaseOthers, AT_MOST_MS);
}

/** The heavy thing is there, or does not come. */
export function releaseOthers(): void {
  if (isHeld) setHeld(false);
}

/** Whether what stands around a page should wait with its calls. */
export function useIsHeldBack(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isHeld,
    () => false,
  );
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
