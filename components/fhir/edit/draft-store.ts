"use client";

import { useSyncExternalStore } from "react";

/**
 * What was typed and not saved. It lives in this page's memory and survives going elsewhere in the console; it is patient data, so it
 * is never put into the browser's storage. Closing or reloading the page asks first.
 */
export interface Draft {
  readonly text: string;
  /** What the text began as, pretty-printed. */
  readonly baseText: string;
  /** Version that it began as; undefined for something new. */
  readonly etag: string | undefined;
}

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

/** The draft kept under a name, undefined when nothing was typed there. */
export function useDraft(name: string): Draft | undefined {
  return useSyncExternalStore(
    subscribe,
    () => drafts.get(name),
    () => undefined,
  );
}

/** Keeps what was typed; a text equal to its beginning is no draft. */
export function keepDraft(name: string, draft: Draft): void {
  if (draft.text === draft.baseText) drafts.delete(name);
  else drafts.set(name, draft);
  tell();
}

export function dropDraft(name: string): void {
  drafts.delete(name);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  if (drafts.size > 0) window.addEventListener("beforeunload", askBeforeLeaving);
  else window.removeEventListener("beforeunload", askBeforeLeaving);
  for (const listener of listeners) listener();
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
