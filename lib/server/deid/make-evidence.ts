import { hash } from "node:crypto";
import { and, eq, isNull, or, sql, type SQL } from "drizzle-orm";
import type { DeidEvidence, DeidScanProgress } from "#lib/contract/console/deid-runs.ts";
import { canonicalJson } from "#lib/deid/config-keys.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { toProblem } from "#lib/server/problems.ts";
import { recordCall, type RecordedCall } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { deidRuns } from "#lib/server/schema.ts";
import type { Session } from "#lib/server/sessions.ts";
import { dryRunRow } from "./dry-run/dry-run-rows.ts";
import { operationFacts } from "./operation-facts.ts";
import { SEAL_ACTION, sealedResource, type DeidRunRow } from "./run-rows.ts";
import manifest from "../../../package.json" with { type: "json" };
import { scanRun } from "./scan-run.ts";

/** A scan whose process has not been heard of for so long was broken off: another may begin. */
const STALE_MS = 30_000;
const BEAT_MS = 1_000;

const CAREPLANE_VERSION = manifest.version;

export interface EvidenceWork {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly call: RecordedCall;
  readonly row: DeidRunRow;
}

/**
 * Begins the scan that ends in sealed evidence, unless one is under way or has ended; goes on after the answer.
 * @throws ProblemError FAILED_PRECONDITION while the operation runs
 */
export async function beginEvidence(work: EvidenceWork): Promise<void> {
  const { runtime, session, row } = work;
  const facts = await operationFacts({ runtime, session }, row.operation);
  const begun = progressOf("Counting", new Date().toISOString());
  const claimed = await runtime.database.state
    .update(deidRuns)
    .set({ scan: begun, evidence: null, sealedAt: null })
    .where(and(eq(deidRuns.id, row.id), mayBegin()))
    .returning({ id: deidRuns.id });
  if (claimed.length === 0) return;
  for (const resource of [row.source, row.destination])
    await recordCall(runtime, work.call, session, { action: "console.deid-evidence.read", resource, status: 200 });
  void scanAndSeal(work, begun, facts);
}

/** Puts down that nobody looks at a run's output by itself, as the run was cancelled; people can still have it looked at. */
export async function leaveCancelled({ database }: Runtime, { id }: DeidRunRow): Promise<void> {
  const now = new Date().toISOString();
  const scan = { ...progressOf("Not begun", now), isCancelled: true, problem: "The run was cancelled." };
  await database.state
    .update(deidRuns)
    .set({ scan })
    .where(and(eq(deidRuns.id, id), isNull(deidRuns.scan)));
}

/** Its process has stopped half-way, without a word. */
export function isBrokenOff(): SQL {
  const stale = new Date(Date.now() - STALE_MS).toISOString();
  return sql`(not ${deidRuns.scan} ? 'problem' and ${deidRuns.scan}->>'beatAt' < ${stale})`;
}

/** Nobody works on it; what was sealed is only made anew when it could not be read whole. */
function mayBegin(): SQL | undefined {
  return or(
    and(isNull(deidRuns.evidence), or(isNull(deidRuns.scan), sql`${deidRuns.scan} ? 'problem'`, isBrokenOff())),
    sql`${deidRuns.evidence}::jsonb #>> '{scan,verdict}' = 'incomplete'`,
  );
}

async function scanAndSeal(
  { runtime, session, call, row }: EvidenceWork,
  begun: DeidScanProgress,
  facts: Awaited<ReturnType<typeof operationFacts>>,
): Promise<void> {
  const save = (scan: DeidScanProgress) =>
    runtime.database.state.update(deidRuns).set({ scan }).where(eq(deidRuns.id, row.id));
  let last = begun;
  const progress = async (phase: string, read: number, total: number): Promise<void> => {
    const isDue = phase !== last.phase || Date.now() - Date.parse(last.beatAt) >= BEAT_MS;
    if (!isDue) return;
    last = { ...progressOf(phase, begun.startedAt), read, total };
    await save(last);
  };
  try {
    const scan = await scanRun({ runtime, session }, row, { progress });
    const dryRun = row.dryRun === null ? null : ((await dryRunRow(runtime, row.dryRun))?.result ?? null);
    const evidence = canonicalJson({ ...evidenceOf(row), ...facts, dryRun, scan } satisfies DeidEvidence);
    const resource = sealedResource(row.operation, hash("sha256", evidence, "hex"));
    // First into the chain, then into the table: evidence without its audit row would not be shown as genuine.
    await recordCall(runtime, call, session, { action: SEAL_ACTION, resource, status: 200 });
    await runtime.audit.settle();
    await runtime.database.state
      .update(deidRuns)
      .set({ evidence, sealedAt: new Date() })
      .where(eq(deidRuns.id, row.id));
  } catch (error) {
    log.error("deid.scan-failed", { requestId: call.requestId, ...errorFields(error) });
    await Promise.resolve(save({ ...last, problem: toProblem(error).message })).catch(() => undefined);
  }
}

function progressOf(phase: string, startedAt: string): DeidScanProgress {
  return { phase, read: 0, total: 0, startedAt, beatAt: new Date().toISOString() };
}

function evidenceOf(row: DeidRunRow): Omit<DeidEvidence, "scan" | "dryRun" | "counts" | "failures" | "endedAt"> {
  return {
    format: "careplane-deid-evidence/1",
    run: row.id,
    operation: row.operation,
    method: row.method,
    source: row.source,
    destination: row.destination,
    launchedBy: row.name,
    launchedById: `${row.issuer} ${row.subject}`,
    launchedAt: row.launchedAt.toISOString(),
    launchRequestId: row.requestId,
    configName: row.configName,
    versions: { careplane: CAREPLANE_VERSION, api: "v1", node: process.versions.node },
    request: row.request,
    configSha256: row.configSha256,
  };
}
