"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { Terminator } from "#lib/hl7v2/inspect-draft.ts";
import {
  uploadFeed,
  type FeedUploadEvent,
  type MessageOutcome,
  type MessageVerdict,
} from "#lib/queries/hl7v2-upload.ts";
import { messagesKey } from "#lib/queries/hl7v2-messages.ts";

/** One upload of messages into one store, as a screen shows it. A new object for every change; `verdicts` is one growing list. */
export interface FeedRun {
  readonly state: "running" | "paused" | "stopping" | "stopped" | "done" | "failed";
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly counts: Readonly<Record<MessageOutcome, number>>;
  readonly verdicts: readonly MessageVerdict[];
  readonly notes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly error: unknown;
}

export interface FeedStart {
  readonly store: string;
  readonly files: readonly File[];
  readonly terminator: Terminator | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: QueryClient;
}

interface Held {
  run: FeedRun;
  readonly stop: AbortController;
  /** Those that wait for the end of a pause. */
  readonly waiting: (() => void)[];
}

/** Runs live outside of components: going to another tab or page of the console does not stop an upload. */
const runs = new Map<string, Held>();
const listeners = new Set<() => void>();
/** Screens are told ten times a second at most. */
const TELL_MS = 100;

export function useFeedRun(store: string): FeedRun | undefined {
  return useSyncExternalStore(
    subscribe,
    () => runs.get(store)?.run,
    () => undefined,
  );
}

/** Starts an upload; the store's former one is forgotten. */
export function startFeed({ store, files, terminator, headers, client }: FeedStart): void {
  const held: Held = { run: newRun(files), stop: new AbortController(), waiting: [] };
  const verdicts: MessageVerdict[] = [];
  let next = held.run;
  runs.set(store, held);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    // A pause or stop that was asked for meanwhile is on the held run.
    held.run = { ...next, verdicts, state: next.state === "running" ? held.run.state : next.state };
    notify();
  };
  const onEvent = (event: FeedUploadEvent) => {
    if (event.kind === "verdict") verdicts.push(event.verdict);
    next = applyEvent(next, event);
    timer ??= setTimeout(tell, TELL_MS);
  };
  const finish = (state: "stopped" | "done" | "failed", error?: unknown) => {
    clearTimeout(timer);
    next = { ...next, state, error, endedAt: Date.now() };
    tell();
    void client.invalidateQueries({ queryKey: ["metrics", store] });
    void client.invalidateQueries({ queryKey: messagesKey(store) });
  };
  const untilGo = (): Promise<void> =>
    held.run.state === "paused" ? new Promise((resolve) => held.waiting.push(resolve)) : Promise.resolve();
  notify();
  uploadFeed({ store, files, terminator, headers, signal: held.stop.signal, untilGo, onEvent }).then(
    () => finish(held.stop.signal.aborted ? "stopped" : "done"),
    (error: unknown) => finish("failed", error),
  );
}

/** Nothing new is sent until it goes on; what is under way gets its verdict. */
export function pauseFeed(store: string, isPaused: boolean): void {
  const held = runs.get(store);
  if (!held || (held.run.state !== "running" && held.run.state !== "paused")) return;
  held.run = { ...held.run, state: isPaused ? "paused" : "running" };
  if (!isPaused) for (const go of held.waiting.splice(0)) go();
  notify();
}

/** Sends nothing more. */
export function stopFeed(store: string): void {
  const held = runs.get(store);
  if (!held || (held.run.state !== "running" && held.run.state !== "paused")) return;
  held.stop.abort();
  held.run = { ...held.run, state: "stopping" };
  for (const go of held.waiting.splice(0)) go();
  notify();
}

function newRun(files: readonly File[]): FeedRun {
  return {
    state: "running",
    files: files.map(({ name, size }) => ({ name, size })),
    bytesRead: 0,
    bytesTotal: files.reduce((sum, file) => sum + file.size, 0),
    counts: { stored: 0, known: 0, refused: 0 },
    verdicts: [],
    notes: [],
    startedAt: Date.now(),
    endedAt: undefined,
    error: undefined,
  };
}

function applyEvent(run: FeedRun, event: FeedUploadEvent): FeedRun {
  if (event.kind === "read") return { ...run, bytesRead: run.bytesRead + event.bytes };
  if (event.kind === "note") return { ...run, notes: [...run.notes, event.text] };
  const { outcome } = event.verdict;
  return { ...run, counts: { ...run.counts, [outcome]: run.counts[outcome] + 1 } };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  const isBusy = [...runs.values()].some(({ run }) => run.endedAt === undefined);
  window.removeEventListener("beforeunload", warn);
  if (isBusy) window.addEventListener("beforeunload", warn);
  for (const listener of listeners) listener();
}

/** Closing the page would stop the upload half-way. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
