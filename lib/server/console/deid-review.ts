import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { deidDecisionInputSchema, type DeidReview, type RejectLevel } from "#lib/contract/console/deid-review.ts";
import { isWithin, rejectedPlace, type RejectedPlace } from "#lib/deid/rejected-place.ts";
import { releaseBlockers, reviewItems, type ReviewItem } from "#lib/deid/review-gate.ts";
import { rejectPlace } from "#lib/server/deid/reject-place.ts";
import { requireRun } from "#lib/server/deid/require-run.ts";
import { toRun, type DeidRunRow } from "#lib/server/deid/run-rows.ts";
import { UNLOCK_HEADER } from "#lib/server/gateway/guard-environment.ts";
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

/** What is rejected leaves the output before the decision is kept: a decision is never ahead of the data. */
export const decideDeidItems = consoleQuestion(
  { method: "PUT", path: "deid-runs/{id}/review", input: deidDecisionInputSchema, permissions: READ },
  async ({ input, session, runtime, call }) => {
    const row = await requireRun(runtime, session, input.id);
    if (row.releasedAt) throw problem("FAILED_PRECONDITION", "The output was released already.");
    const all = reviewItems(await toRun(runtime, row));
    const chosen = input.items.map((id) => all.find((item) => item.id === id) ?? unknownItem(id));
    const decided = {
      decision: input.decision,
      sealedReason: reasonBox(runtime).seal(input.reason),
      name: session.name,
      decidedAt: new Date(),
    };
    const keep = async (items: readonly ReviewItem[]): Promise<void> => {
      for (const { id } of items)
        await runtime.database.state
          .insert(deidDecisions)
          .values({ run: row.id, item: id, ...decided })
          .onConflictDoUpdate({ target: [deidDecisions.run, deidDecisions.item], set: decided });
    };
    if (input.decision === "reject")
      for (const place of placesOf(chosen, input.level)) {
        const unlock = call.request.headers[UNLOCK_HEADER];
        await rejectPlace({ runtime, session, call }, place, typeof unlock === "string" ? unlock : undefined);
        await keep(all.filter(({ resource }) => isWithin(resource, place)));
      }
    else await keep(chosen);
    return { body: await reviewOf(runtime, row) };
  },
);

function unknownItem(id: string): never {
  throw problem("INVALID_ARGUMENT", `items: the evidence names no such place as ${id}.`);
}

/** Each place once, though several findings may stand in it. */
function placesOf(items: readonly ReviewItem[], level: RejectLevel): RejectedPlace[] {
  const places = new Map<string, RejectedPlace>();
  for (const { resource } of items) {
    const place = rejectedPlace(resource, level);
    if (!place)
      throw problem("INVALID_ARGUMENT", `${resource || "A finding"}: names no ${level} that could be deleted.`);
    places.set(place.name, place);
  }
  return [...places.values()];
}

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
