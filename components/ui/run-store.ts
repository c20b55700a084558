"use client";

import { useSyncExternalStore } from "react";

/** Work that a screen started and shows: an upload, a download. */
export interface Run {
  /** Milliseconds since the epoch; undefined while it runs. */
  readonly endedAt: number | undefined;
}

/** Screens are told ten times a second at most. */
const TELL_MS = 100;
const stores = new Set<() => boolean>();

/**
 * Runs live outside of components: going to another tab or page of the console does not stop them. A run is a new object for every
 * change. While one is under way, closing the page asks first.
 */
export class RunStore<Each extends Run> {
  private runs: ReadonlyMap<string, Each> = new Map();
  private shown: ReadonlyMap<string, Each> = this.runs;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    stores.add(() => [...this.runs.values()].some(({ endedAt }) => endedAt === undefined));
  }

  get(key: string): Each | undefined {
    return this.runs.get(key);
  }

  /** Puts a run in place of the former one of its key, and tells screens at once. */
  set(key: string, run: Each): void {
    this.runs = new Map([...this.runs, [key, run]]);
    this.tell();
  }

  /** Changes a run; screens are told soon. */
  change(key: string, change: (run: Each) => Each): void {
    const run = this.runs.get(key);
    if (!run) return;
    this.runs = new Map([...this.runs, [key, change(run)]]);
    this.timer ??= setTimeout(() => this.tell(), TELL_MS);
  }

  delete(key: string): void {
    this.runs = new Map([...this.runs].filter(([other]) => other !== key));
    this.tell();
  }

  /** The run of a key, and again whenever it changes. */
  useRun(key: string): Each | undefined {
    return this.useRuns().get(key);
  }

  /** All runs by their keys, and again whenever one changes. */
  useRuns(): ReadonlyMap<string, Each> {
    return useSyncExternalStore(this.subscribe, this.read, this.read);
  }

  private readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private readonly read = (): ReadonlyMap<string, Each> => this.shown;

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shown = this.runs;
    window.removeEventListener("beforeunload", warn);
    if ([...stores].some((isBusy) => isBusy())) window.addEventListener("beforeunload", warn);
    for (const listener of this.listeners) listener();
  }
}

/** Closing the page would stop the work half-way. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
