import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { deidDecisionInputSchema, type DeidReview } from "#lib/contract/console/deid-review.ts";
import { releaseBlockers, reviewItems } from "#lib/deid/review-gate.ts";
import { requireRun } from "#lib/server/deid/require-run.ts";
import { toRun, type DeidRunRow } from "#lib/server/deid/run-rows.ts";
import { problem } from "#lib/server/problems.ts";
import { recordCall } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { deidDecisions, deidRuns } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";
import { consoleQuestion } from "./console-question.ts";

const READ = ["healthcare.operations.get"];
const idSchema = z.object({ id: z.string().max(64) });

export const askDeidReview = consoleQuestion(
  { method: "GET", path: "deid-runs/{id}/review", input: idSchema, permissions: READ },
  async ({ input, session, runtime }) => ({
    body: await reviewOf(runtime, await requireRun(runtime, session, input.id)),
  }),
);

export const decideDeidItem = consoleQuestion(
  { method: "PUT", path: "deid-runs/{id}/review", input: deidDecisionInputSchema, permissions: READ },
  async ({ input, session, runtime }) => {
    const row = await requireRun(runtime, session, input.id);
    if (row.releasedAt) throw problem("FAILED_PRECONDITION", "The output was released already.");
    if (!reviewItems(await toRun(runtime, row)).some(({ id }) => id === input.item))
      throw problem("INVALID_ARGUMENT", "item: the evidence names no such place.");
    const decided = {
      decision: input.decision,
      sealedReason: reasonBox(runtime).seal(input.reason),
      name: session.name,
      decidedAt: new Date(),
    };
    await runtime.database.state
      .insert(deidDecisions)
      .values({ run: row.id, item: input.item, ...decided })
      .onConflictDoUpdate({ target: [deidDecisions.run, deidDecisions.item], set: decided });
    return { body: await reviewOf(runtime, row) };
  },
);

/** The gate: nothing undecided, nothing in quarantine, evidence whole and genuine. What it lets through is on record by its destination. */
export const releaseDeidRun = consoleQuestion(
  { method: "POST", path: "deid-runs/{id}/release", input: idSchema, permissions: READ },
  async ({ input, session, runtime, call }) => {
    const row = await requireRun(runtime, session, input.id);
    await runtime.audit.settle();
    const { blockers } = await reviewOf(runtime, row);
    if (blockers.length > 0) throw problem("FAILED_PRECONDITION", `Not released. ${blockers.join(" ")}`);
    await recordCall(runtime, call, session, {
      action: "console.deid-runs.release",
      resource: row.destination,
      status: 200,
    });
    await runtime.database.state
      .update(deidRuns)
      .set({ releasedBy: session.name, releasedAt: new Date() })
      .where(and(eq(deidRuns.id, row.id), isNull(deidRuns.releasedAt)));
    return { body: await reviewOf(runtime, await requireRun(runtime, session, input.id)) };
  },
);

async function reviewOf(runtime: Runtime, row: DeidRunRow): Promise<DeidReview> {
  await runtime.audit.settle();
  const box = reasonBox(runtime);
  const rows = await runtime.database.state.select().from(deidDecisions).where(eq(deidDecisions.run, row.id));
  const decided = new Map(rows.map(({ item, decision }) => [item, decision]));
  return {
    decisions: rows.map(({ item, decision, sealedReason, name, decidedAt }) => ({
      item,
      decision,
      reason: box.unseal(sealedReason) ?? "",
      decidedBy: name,
      decidedAt: decidedAt.toISOString(),
    })),
    blockers: [...releaseBlockers(await toRun(runtime, row), decided)],
    released: row.releasedAt && { by: row.releasedBy ?? "", at: row.releasedAt.toISOString() },
  };
}

function reasonBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "deid-decisions");
}
