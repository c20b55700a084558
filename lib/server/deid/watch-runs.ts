import { and, asc, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import { errorFields, log } from "#lib/server/log.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import type { RecordedCall } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { deidDryRuns, deidRuns } from "#lib/server/schema.ts";
import type { Session } from "#lib/server/sessions.ts";
import { changeDryRun } from "./dry-run/dry-run-rows.ts";
import { removeTemporaryStores } from "./dry-run/temporary-stores.ts";
import { beginEvidence, isBrokenOff, leaveCancelled, type EvidenceWork } from "./make-evidence.ts";
import { wasCancelled } from "./operation-facts.ts";

/** How often operations that were launched from here are looked at. */
const EVERY_MS = 2_000;
/** The API forgets operations after thirty days. */
const KNOWN_MS = 30 * 24 * 3_600_000;
/** What is temporary is removed after so long when nobody did. */
const LEFT_BEHIND_MS = 15 * 60_000;
const AT_ONCE = 20;

export interface DeidWatch {
  /** Looks at once. Tests call it; otherwise a timer does. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Begins the evidence of a run as soon as its operation has ended, unless it was cancelled, whoever looks or does not: also after the console was stopped in between,
 * and in whichever process of several comes first.
 */
export function watchDeidRuns(runtime: Runtime): DeidWatch {
  let looking: Promise<void> = Promise.resolve();
  let isStopped = false;
  const look = async (): Promise<void> => {
    await beginDueEvidence(runtime);
    await removeLeftBehind(runtime);
  };
  let timer: NodeJS.Timeout | undefined;
  const plan = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => {
          log.warn("deid.watch-failed", errorFields(error));
        })
        .finally(plan);
    }, EVERY_MS).unref();
  };
  plan();
  return {
    look,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

async function beginDueEvidence(runtime: Runtime): Promise<void> {
  const rows = await runtime.database.state
    .select()
    .from(deidRuns)
    .where(
      and(
        isNull(deidRuns.evidence),
        or(isNull(deidRuns.scan), isBrokenOff()),
        gt(deidRuns.launchedAt, new Date(Date.now() - KNOWN_MS)),
      ),
    )
    .orderBy(asc(deidRuns.launchedAt))
    .limit(AT_ONCE);
  for (const row of rows) {
    const session = await actingFor(runtime, row);
    if (!session) continue;
    await lookAt({ runtime, session, call: behind(row.requestId), row }).catch((error: unknown) => {
      // It still runs, or the API cannot be reached: the next look asks again.
      if (!(error instanceof ProblemError)) throw error;
    });
  }
}

/** A cancelled run's output is looked at only when somebody asks for it; what somebody asked for goes on. */
async function lookAt(work: EvidenceWork): Promise<void> {
  const { runtime, row } = work;
  if (row.scan === null && (await wasCancelled(work, row.operation))) await leaveCancelled(runtime, row);
  else await beginEvidence(work);
}

async function removeLeftBehind(runtime: Runtime): Promise<void> {
  const rows = await runtime.database.state
    .select()
    .from(deidDryRuns)
    .where(
      and(
        lt(deidDryRuns.startedAt, new Date(Date.now() - LEFT_BEHIND_MS)),
        ne(sql`jsonb_array_length(${deidDryRuns.temporary})`, 0),
      ),
    )
    .limit(AT_ONCE);
  for (const row of rows) {
    const session = await actingFor(runtime, row);
    if (!session) continue;
    await removeTemporaryStores({ runtime, session, call: behind(row.requestId) }, row.temporary);
    await changeDryRun(runtime, row.id, { temporary: [], sealedSamples: null });
  }
}

/**
 * In whose name the console goes on. Where calls carry people's own tokens it needs a session of that person that still lives: without one
 * the work waits until somebody who may opens the run.
 */
async function actingFor(
  { config, sessions }: Runtime,
  { issuer, subject, name }: Readonly<Record<"issuer" | "subject" | "name", string>>,
): Promise<Session | undefined> {
  if (config.api.credentials === "user") return sessions.ofPerson(issuer, subject);
  return { idHash: "", issuer, subject, name, roles: [] };
}

/** The audit rows carry the id of the call that began it. */
function behind(requestId: string): RecordedCall {
  return { requestId, request: { headers: {} } };
}
