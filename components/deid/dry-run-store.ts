"use client";

import type { QueryClient } from "@tanstack/react-query";
import { RunStore, type Run } from "#components/ui/run-store.ts";
import type { DeidDryRunInput } from "#lib/contract/console/deid-dry-runs.ts";
import type { ShownDryRun } from "#lib/queries/deid-dry-run.ts";

/** A dry run of a scope. What it read is patient data: it stays in this page's memory. */
export interface DryRun extends Run {
  readonly phase: string;
  /** The configuration that was tried, as its text. */
  readonly configText: string;
  readonly shown: ShownDryRun | undefined;
  readonly error: unknown;
}

const runs = new RunStore<DryRun>();

/** The last dry run of a scope, and again whenever it changes. */
export function useDryRun(scope: string): DryRun | undefined {
  return runs.useRun(scope);
}

export interface DryRunStart {
  readonly input: DeidDryRunInput;
  readonly configText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: QueryClient;
}

/** Starts one; it goes on while the person looks at another page. */
export function startDryRun({ input, configText, headers, client }: DryRunStart): void {
  const scope = input.source;
  forgetPictures(runs.get(scope));
  runs.set(scope, { phase: "Starting", configText, shown: undefined, error: undefined, endedAt: undefined });
  const end = (change: Partial<DryRun>) => {
    runs.change(scope, (run) => ({ ...run, ...change, endedAt: Date.now() }));
    void client.invalidateQueries({ queryKey: ["deid-gate"] });
  };
  const onPhase = (phase: string) => runs.change(scope, (run) => ({ ...run, phase }));
  // With its code, which brings the dictionary of DICOM, when it is first wanted.
  void import("#lib/queries/deid-dry-run.ts")
    .then(({ dryRun }) => dryRun(input, headers, onPhase))
    .then(
      (shown) => end({ shown }),
      (error: unknown) => end({ error: error instanceof Error ? error : new Error("The dry run failed") }),
    );
}

function forgetPictures(run: DryRun | undefined): void {
  for (const { pairs } of run?.shown?.samples ?? [])
    for (const { before, after } of pairs)
      for (const item of [before, after]) if (item?.frame) URL.revokeObjectURL(item.frame.picture);
}
