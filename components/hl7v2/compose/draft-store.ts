"use client";

import { useEffect, useSyncExternalStore } from "react";
import { draftQueries, keepDraft, LONGEST_KEPT_DRAFT } from "#lib/queries/drafts.ts";
import type { QueryClient } from "@tanstack/react-query";

/**
 * The message that somebody is writing, by store. It lives in the page's memory, so that going elsewhere in the console loses nothing, and a
 * moment after every change the console's server gets it too and keeps it sealed, so that a reload, a crash or another machine brings it
 * back. It is patient data: the browser's own storage never sees it.
 */
export interface HeldDraft {
  readonly text: string;
  /** `loading` until the server told what it keeps; `here` is in this page's memory alone. */
  readonly kept: "loading" | "server" | "saving" | "here";
  /** What a template, a file or a message took the place of; it can be brought back. */
  readonly earlier: string | undefined;
}

const NOTHING: HeldDraft = { text: "", kept: "loading", earlier: undefined };
const SAVE_AFTER_MS = 700;

const drafts = new Map<string, HeldDraft>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

export function useDraft(store: string, client: QueryClient): HeldDraft {
  useEffect(() => {
    if (!drafts.has(store)) void load(store, client);
  }, [store, client]);
  return useSyncExternalStore(
    subscribe,
    () => drafts.get(store) ?? NOTHING,
    () => NOTHING,
  );
}

/** Takes what was typed; the server follows. */
export function writeDraft(store: string, text: string): void {
  take(store, text, drafts.get(store)?.earlier);
}

/** Puts another message in the place of the draft, which can be brought back. */
export function replaceDraft(store: string, text: string): void {
  const { text: before = "", earlier } = drafts.get(store) ?? {};
  take(store, text, before.trim() === "" || before === text ? earlier : before);
}

function take(store: string, text: string, earlier: string | undefined): void {
  if (drafts.get(store)?.text === text) return;
  set(store, { text, earlier, kept: text.length > LONGEST_KEPT_DRAFT ? "here" : "saving" });
  clearTimeout(timers.get(store));
  if (text.length <= LONGEST_KEPT_DRAFT)
    timers.set(
      store,
      setTimeout(() => void save(store, text), SAVE_AFTER_MS),
    );
}

async function load(store: string, client: QueryClient): Promise<void> {
  set(store, NOTHING);
  const found = await client.fetchQuery(draftQueries.ofStore(store)).catch(() => undefined);
  // Something typed or opened meanwhile wins.
  if (drafts.get(store) === NOTHING)
    set(store, { ...NOTHING, text: found?.text ?? "", kept: found ? "server" : "here" });
}

async function save(store: string, text: string): Promise<void> {
  const isKept = await keepDraft(store, text).then(
    () => true,
    () => false,
  );
  const now = drafts.get(store);
  if (now?.text === text) set(store, { ...now, kept: isKept ? "server" : "here" });
}

function set(store: string, draft: HeldDraft): void {
  drafts.set(store, draft);
  const isAtRisk = [...drafts.values()].some(({ text, kept }) => text !== "" && (kept === "here" || kept === "saving"));
  window.removeEventListener("beforeunload", askBeforeLeaving);
  if (isAtRisk) window.addEventListener("beforeunload", askBeforeLeaving);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
