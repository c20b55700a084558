import {
  deidDryRunSchema,
  type DeidDryRun,
  type DeidDryRunInput,
  type DeidSample,
} from "#lib/contract/console/deid-dry-runs.ts";
import type { DeidDryRunResult, DryRunStoreResult } from "#lib/contract/console/deid-dry-run-result.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import { pairSample, type SamplePair } from "#lib/deid/sample-pairs.ts";
import { readDicomSide, readFhirSide, type ShownItem } from "./deid-sample.ts";
import { askConsole } from "./gateway.ts";

const JSON_BODY = { "content-type": "application/json" } as const;
const POLL_MS = 400;
/** Without a sign of life for so long its process has stopped. */
const SILENT_MS = 6 * 60_000;

/** The sample of a store, both sides of it side by side. */
export interface StoreSample extends DeidSample {
  readonly result: DryRunStoreResult;
  readonly pairs: readonly SamplePair<ShownItem>[];
}

export interface ShownDryRun {
  readonly result: DeidDryRunResult;
  readonly samples: readonly StoreSample[];
}

/**
 * Has the console's server de-identify a sample by the API into temporary stores and judge it, reads both sides for people to compare, and has
 * the stores removed. Rejects with ProblemError.
 */
export async function dryRun(
  input: DeidDryRunInput,
  headers: Readonly<Record<string, string>>,
  onPhase: (phase: string) => void,
): Promise<ShownDryRun> {
  const started = await askConsole("deid-dry-runs", deidDryRunSchema, {
    method: "POST",
    headers: { ...JSON_BODY, ...headers },
    body: JSON.stringify(input),
  });
  try {
    const { result, samples } = await ended(started, onPhase);
    onPhase("Comparing");
    const shown: StoreSample[] = [];
    for (const sample of samples ?? []) {
      const own = result?.stores.find(({ store }) => store === sample.store);
      if (own) shown.push({ ...sample, result: own, pairs: await pairsOf(sample) });
    }
    if (!result) throw new Error("A dry run that has ended has a result");
    return { result, samples: shown };
  } finally {
    await askConsole(`deid-dry-runs/${started.id}`, deidDryRunSchema.partial(), { method: "DELETE" });
  }
}

async function ended(started: DeidDryRun, onPhase: (phase: string) => void): Promise<DeidDryRun> {
  let run = started;
  while (run.result === null) {
    const { phase, problem, beatAt } = run.progress;
    if (problem !== undefined) throw failed(problem);
    if (Date.now() - Date.parse(beatAt) > SILENT_MS) throw failed("The console was stopped while it ran. Try again.");
    onPhase(phase);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    run = await askConsole(`deid-dry-runs/${started.id}`, deidDryRunSchema);
  }
  return run;
}

async function pairsOf({ kind, before, names, after }: DeidSample): Promise<readonly SamplePair<ShownItem>[]> {
  if (kind === "dicomStores") return pairSample(await readDicomSide(before), await readDicomSide(after));
  const source = await readFhirSide(before, names);
  return pairSample(source, await readFhirSide(after, new Set(source.map(({ group }) => group))));
}

function failed(message: string): ProblemError {
  return new ProblemError({ code: "FAILED_PRECONDITION", status: 0, hop: "console", message });
}
