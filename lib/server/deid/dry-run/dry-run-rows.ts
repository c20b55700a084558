import { hash, randomBytes } from "node:crypto";
import { and, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import {
  deidSamplesSchema,
  type DeidDryRun,
  type DeidDryRunInput,
  type DeidSample,
} from "#lib/contract/console/deid-dry-runs.ts";
import type { DeidDryRunResult } from "#lib/contract/console/deid-dry-run-result.ts";
import { canonicalJson } from "#lib/deid/config-keys.ts";
import type { Actor } from "#lib/server/deid/on-record.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { deidDryRuns } from "#lib/server/schema.ts";
import { createSeal, type Seal } from "#lib/server/seal.ts";

export type DryRunRow = typeof deidDryRuns.$inferSelect;

type Fields = Readonly<Record<string, unknown>>;

/** What identifies a configuration: its SHA-256, or that of its address when the API reads it from a bucket. */
export function configSha256Of({ config, gcsConfigUri }: Fields): string {
  return hash("sha256", canonicalJson(config ?? { gcsConfigUri }), "hex");
}

/** Tells the resources, or the list of studies, that a request is restricted to from others, without their names; `[]` when it takes all. */
export function selectionOf(resources: readonly string[], list = ""): string {
  const names = list === "" ? resources : [...resources, list];
  if (names.length === 0) return "[]";
  return hash("sha256", canonicalJson([...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1))), "hex");
}

/** Puts down that a dry run begins. */
export async function insertDryRun({ runtime, session, call }: Actor, input: DeidDryRunInput): Promise<DryRunRow> {
  const row: DryRunRow = {
    id: randomBytes(16).toString("base64url"),
    source: input.source,
    selection: selectionOf(input.resources, input.list),
    configSha256: configSha256Of(input.configuration),
    issuer: session.issuer,
    subject: session.subject,
    name: session.name,
    requestId: call.requestId,
    startedAt: new Date(),
    progress: { phase: "Starting", beatAt: new Date().toISOString() },
    result: null,
    temporary: [],
    sealedSamples: null,
  };
  await runtime.database.state.insert(deidDryRuns).values(row);
  return row;
}

export async function changeDryRun({ database }: Runtime, id: string, change: Partial<DryRunRow>): Promise<void> {
  await database.state.update(deidDryRuns).set(change).where(eq(deidDryRuns.id, id));
}

export async function dryRunRow({ database }: Runtime, id: string): Promise<DryRunRow | undefined> {
  const [row] = await database.state.select().from(deidDryRuns).where(eq(deidDryRuns.id, id));
  return row;
}

/** The newest passing one of this configuration, of all of the source or of what the launch is restricted to. */
export async function passingDryRun(
  { database }: Runtime,
  launch: { readonly source: string; readonly configSha256: string; readonly selection: string },
): Promise<DeidDryRunResult | null> {
  const [row] = await database.state
    .select()
    .from(deidDryRuns)
    .where(
      and(
        eq(deidDryRuns.source, launch.source),
        eq(deidDryRuns.configSha256, launch.configSha256),
        or(eq(deidDryRuns.selection, "[]"), eq(deidDryRuns.selection, launch.selection)),
        isNotNull(deidDryRuns.result),
        sql`(${deidDryRuns.result} ->> 'passed')::boolean`,
      ),
    )
    .orderBy(desc(deidDryRuns.startedAt))
    .limit(1);
  return row?.result ?? null;
}

/** As the person who started it sees it. */
export function toDryRun(runtime: Runtime, row: DryRunRow): DeidDryRun {
  const text = row.sealedSamples === null ? undefined : sampleBox(runtime).unseal(row.sealedSamples);
  return {
    id: row.id,
    progress: row.progress,
    result: row.result,
    samples: text === undefined ? null : deidSamplesSchema.parse(JSON.parse(text)),
  };
}

/** Names of resources are the source's own ids, so they are kept sealed and only for as long as people compare. */
export function sealedSamples(runtime: Runtime, samples: readonly DeidSample[]): string {
  return sampleBox(runtime).seal(JSON.stringify(samples));
}

function sampleBox(runtime: Runtime): Seal {
  return createSeal(runtime.config.secret, "deid-samples");
}
