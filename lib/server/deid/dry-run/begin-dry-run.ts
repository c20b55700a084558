import type { DeidDryRunInput } from "#lib/contract/console/deid-dry-runs.ts";
import type { DeidDryRunResult, DryRunStoreResult } from "#lib/contract/console/deid-dry-run-result.ts";
import type { Actor } from "#lib/server/deid/on-record.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { toProblem } from "#lib/server/problems.ts";
import { changeDryRun, insertDryRun, sealedSamples, type DryRunRow } from "./dry-run-rows.ts";
import { runDryRun } from "./run-dry-run.ts";
import { removeTemporaryStores } from "./temporary-stores.ts";

/** Begins a dry run, which goes on after the answer; its row tells how far it is. */
export async function beginDryRun(actor: Actor, input: DeidDryRunInput): Promise<DryRunRow> {
  const row = await insertDryRun(actor, input);
  void work(actor, row, input);
  return row;
}

async function work(actor: Actor, row: DryRunRow, input: DeidDryRunInput): Promise<void> {
  const { runtime } = actor;
  const change = (fields: Partial<DryRunRow>) => changeDryRun(runtime, row.id, fields);
  const at = (phase: string, problem?: string) => ({
    progress: { phase, beatAt: new Date().toISOString(), ...(problem === undefined ? {} : { problem }) },
  });
  const temporary: string[] = [];
  try {
    const { stores, samples } = await runDryRun({
      actor,
      source: input.source,
      configuration: input.configuration,
      size: input.size,
      chosen: input.resources,
      list: input.list,
      onPhase: (phase) => change(at(phase)),
      onStore: (store) => {
        temporary.push(store);
        return change({ temporary });
      },
    });
    await change({ ...at("Done"), result: resultOf(row, stores), sealedSamples: sealedSamples(runtime, samples) });
  } catch (error) {
    log.error("deid.dry-run-failed", { requestId: row.requestId, ...errorFields(error) });
    await removeTemporaryStores(actor, temporary)
      .then(() => change({ temporary: [] }))
      .catch(() => undefined);
    await change(at("Broken off", toProblem(error).message)).catch(() => undefined);
  }
}

/** Fails closed: nothing sampled at all is no pass, and neither is an item that did not come out. */
function resultOf(row: DryRunRow, stores: readonly DryRunStoreResult[]): DeidDryRunResult {
  const items = stores.reduce((sum, store) => sum + store.items, 0);
  return {
    id: row.id,
    startedBy: row.name,
    startedAt: row.startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    configSha256: row.configSha256,
    passed: items > 0 && stores.every(({ certain, cameOut, items: sampled }) => certain === 0 && cameOut === sampled),
    stores: [...stores],
  };
}
