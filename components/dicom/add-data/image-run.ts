"use client";

import type { QueryClient } from "@tanstack/react-query";
import { RunStore } from "#components/ui/run-store.ts";
import { uploadImages } from "#lib/queries/dicom-upload.ts";
import { refreshImages } from "#lib/queries/dicom-studies.ts";
import type { ImageOutcome, ImageUploadEvent, ImageVerdict, PlacedFile } from "#lib/queries/image-upload.ts";

/** One upload into one DICOM store, as a screen shows it. `verdicts` is one growing list, read up to its length. */
export interface ImageRun {
  readonly state: "running" | "paused" | "stopping" | "stopped" | "done" | "failed";
  /** What was dropped, in a word: the name of the only file, or how many there are. */
  readonly names: readonly string[];
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Files there are, those in opened zips too. */
  readonly filesFound: number;
  readonly counts: Readonly<Record<ImageOutcome, number>>;
  readonly verdicts: readonly ImageVerdict[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly error: unknown;
}

export interface ImageStart {
  readonly store: string;
  readonly files: readonly PlacedFile[];
  /** True: what differs takes the place of what is stored. */
  readonly isReplacing?: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: QueryClient;
}

/** By the names of their stores. */
export const imageRuns = new RunStore<ImageRun>();

/** What steers the run of a store. */
const controls = new Map<string, { readonly stop: AbortController; readonly waiting: (() => void)[] }>();

/** Starts an upload; the store's former one is forgotten. */
export function startImages({ store, files, isReplacing = false, headers, client }: ImageStart): void {
  const control = { stop: new AbortController(), waiting: [] as (() => void)[] };
  const verdicts: ImageVerdict[] = [];
  controls.set(store, control);
  imageRuns.set(store, newRun(files, verdicts));
  const onEvent = (event: ImageUploadEvent) => {
    if (event.kind === "verdict") verdicts.push(event.verdict);
    imageRuns.change(store, (run) => applyEvent(run, event));
  };
  const finish = (state: "stopped" | "done" | "failed", error?: unknown) => {
    const run = imageRuns.get(store);
    if (run) imageRuns.set(store, { ...run, state, error, endedAt: Date.now() });
    void refreshImages(client, store);
  };
  const untilGo = (): Promise<void> =>
    imageRuns.get(store)?.state === "paused"
      ? new Promise((resolve) => control.waiting.push(resolve))
      : Promise.resolve();
  uploadImages({ store, files, isReplacing, headers, signal: control.stop.signal, untilGo, onEvent }).then(
    () => finish(control.stop.signal.aborted ? "stopped" : "done"),
    (error: unknown) => finish("failed", error),
  );
}

/** Nothing new is sent until it goes on; what is under way gets its verdict. */
export function pauseImages(store: string, isPaused: boolean): void {
  const run = imageRuns.get(store);
  if (run?.state !== "running" && run?.state !== "paused") return;
  imageRuns.set(store, { ...run, state: isPaused ? "paused" : "running" });
  if (!isPaused) goOn(store);
}

/** Sends nothing more. */
export function stopImages(store: string): void {
  const run = imageRuns.get(store);
  if (run?.state !== "running" && run?.state !== "paused") return;
  controls.get(store)?.stop.abort();
  imageRuns.set(store, { ...run, state: "stopping" });
  goOn(store);
}

function goOn(store: string): void {
  for (const go of controls.get(store)?.waiting.splice(0) ?? []) go();
}

function newRun(files: readonly PlacedFile[], verdicts: readonly ImageVerdict[]): ImageRun {
  return {
    state: "running",
    names: files.map(({ path }) => path),
    bytesDone: 0,
    bytesTotal: files.reduce((sum, { file }) => sum + file.size, 0),
    filesFound: 0,
    counts: { stored: 0, replaced: 0, known: 0, changed: 0, conflict: 0, refused: 0, skipped: 0 },
    verdicts,
    startedAt: Date.now(),
    endedAt: undefined,
    error: undefined,
  };
}

function applyEvent(run: ImageRun, event: ImageUploadEvent): ImageRun {
  if (event.kind === "sent") return { ...run, bytesDone: run.bytesDone + event.bytes };
  if (event.kind === "found") return { ...run, filesFound: run.filesFound + event.files };
  const { outcome } = event.verdict;
  return { ...run, counts: { ...run.counts, [outcome]: run.counts[outcome] + 1 } };
}
