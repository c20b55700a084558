"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { UploadOutcome } from "#lib/fhir/upload-verdict.ts";
import { uploadFiles } from "#lib/queries/fhir-upload.ts";
import type { FileVerdict, UploadEvent } from "#lib/queries/upload-events.ts";

/** One upload into one store, as a screen shows it. A new object for every change; `verdicts` is one growing list, read up to its length. */
export interface UploadRun {
  /** What the run is known by: one at a time. */
  readonly key: string;
  readonly state: "running" | "stopping" | "stopped" | "done" | "failed";
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly counts: Readonly<Record<UploadOutcome, number>>;
  readonly verdicts: readonly FileVerdict[];
  readonly notes: readonly { readonly file: string; readonly message: string }[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly error: unknown;
}

export interface UploadStart {
  /** What the run is known by; the store where files are dropped on it. */
  readonly key: string;
  readonly store: string;
  readonly files: readonly File[];
  readonly headers: Readonly<Record<string, string>>;
  readonly client: QueryClient;
}

/** Runs live outside of components: going to another tab or page of the console does not stop an upload. */
const runs = new Map<string, { run: UploadRun; readonly stop: AbortController }>();
const listeners = new Set<() => void>();
/** Screens are told ten times a second at most. */
const TELL_MS = 100;

export function useUploadRun(key: string): UploadRun | undefined {
  return useSyncExternalStore(
    subscribe,
    () => runs.get(key)?.run,
    () => undefined,
  );
}

/** Starts an upload; the former one of the same key is forgotten. */
export function startUpload({ key, store, files, headers, client }: UploadStart): void {
  const stop = new AbortController();
  const verdicts: FileVerdict[] = [];
  let run: UploadRun = {
    key,
    state: "running",
    files: files.map(({ name, size }) => ({ name, size })),
    bytesRead: 0,
    bytesTotal: files.reduce((sum, file) => sum + file.size, 0),
    counts: { created: 0, updated: 0, done: 0, refused: 0 },
    verdicts,
    notes: [],
    startedAt: Date.now(),
    endedAt: undefined,
    error: undefined,
  };
  const held = { run, stop };
  runs.set(key, held);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    // A stop asked for meanwhile is on the held run.
    held.run = { ...run, state: held.run.state === "stopping" && run.state === "running" ? "stopping" : run.state };
    notify();
  };
  const onEvent = (event: UploadEvent) => {
    if (event.kind === "verdicts") verdicts.push(...event.verdicts);
    run = applyEvent(run, event);
    timer ??= setTimeout(tell, TELL_MS);
  };
  const finish = (state: "stopped" | "done" | "failed", error?: unknown) => {
    clearTimeout(timer);
    run = { ...run, state, error, endedAt: Date.now() };
    tell();
    void client.invalidateQueries({ queryKey: ["metrics", store] });
    void client.invalidateQueries({ queryKey: ["fhir-search", store] });
  };
  notify();
  uploadFiles({ store, files, headers, signal: stop.signal, onEvent }).then(
    () => finish(stop.signal.aborted ? "stopped" : "done"),
    (error: unknown) => finish("failed", error),
  );
}

/** Sends nothing more; what is under way still gets its verdict. */
export function stopUpload(key: string): void {
  const held = runs.get(key);
  if (held?.run.state !== "running") return;
  held.stop.abort();
  held.run = { ...held.run, state: "stopping" };
  notify();
}

function applyEvent(run: UploadRun, event: UploadEvent): UploadRun {
  if (event.kind === "read") return { ...run, bytesRead: run.bytesRead + event.bytes };
  if (event.kind === "note") return { ...run, notes: [...run.notes, { file: event.file, message: event.message }] };
  const counts = { ...run.counts };
  for (const { outcome } of event.verdicts) counts[outcome] += 1;
  return { ...run, counts };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  const isBusy = [...runs.values()].some(({ run }) => run.state === "running" || run.state === "stopping");
  window.removeEventListener("beforeunload", warn);
  if (isBusy) window.addEventListener("beforeunload", warn);
  for (const listener of listeners) listener();
}

/** Closing the page would stop the upload half-way. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
