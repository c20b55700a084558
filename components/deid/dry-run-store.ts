"use client";

import { RunStore, type Run } from "#components/ui/run-store.ts";
import type { DryRunCall } from "#lib/queries/deid-sample.ts";
import type { StoreSample } from "#lib/queries/deid-dry-run.ts";

/** A dry run of a scope. What it read is patient data: it stays in this page's memory. */
export interface DryRun extends Run {
  readonly phase: string;
  /** The configuration that was tried, as its text. */
  readonly configText: string;
  readonly samples: readonly StoreSample[] | undefined;
  readonly error: unknown;
}

const runs = new RunStore<DryRun>();

/** The last dry run of a scope, and again whenever it changes. */
export function useDryRun(scope: string): DryRun | undefined {
  return runs.useRun(scope);
}

/** Starts one; it goes on while the person looks at another page. */
export function startDryRun(scope: string, configText: string, call: Omit<DryRunCall, "onPhase">): void {
  forgetPictures(runs.get(scope));
  runs.set(scope, { phase: "Starting", configText, samples: undefined, error: undefined, endedAt: undefined });
  const end = (change: Partial<DryRun>) => runs.change(scope, (run) => ({ ...run, ...change, endedAt: Date.now() }));
  const onPhase = (phase: string) => runs.change(scope, (run) => ({ ...run, phase }));
  // With its code, which brings the dictionary of DICOM, when it is first wanted.
  void import("#lib/queries/deid-dry-run.ts")
    .then(({ dryRun }) => dryRun({ ...call, onPhase }))
    .then(
      (samples) => end({ samples }),
      (error: unknown) => end({ error: error instanceof Error ? error : new Error("The dry run failed") }),
    );
}

/** Passed: this very configuration was tried, everything came out, and nothing of the source was found in it. */
export function isPassed(run: DryRun | undefined, configText: string): boolean {
  return (
    run?.samples !== undefined &&
    run.configText === configText &&
    run.samples.length > 0 &&
    run.samples.every(({ scan, pairs }) => scan.certain === 0 && pairs.length > 0 && pairs.every(({ after }) => after))
  );
}

function forgetPictures(run: DryRun | undefined): void {
  for (const { items } of run?.samples ?? [])
    for (const { picture } of items.values()) if (picture !== undefined) URL.revokeObjectURL(picture);
}
