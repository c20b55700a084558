import { hash } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { deidEvidenceSchema, type DeidRun } from "#lib/contract/console/deid-runs.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { auditRecords, deidRuns } from "#lib/server/schema.ts";

export type DeidRunRow = typeof deidRuns.$inferSelect;

/** Action of the audit row that seals evidence; its resource ends in the SHA-256. */
export const SEAL_ACTION = "console.deid-evidence.seal";

/** The newest runs of a source. */
export function rowsOfSource(runtime: Runtime, source: string, limit: number): Promise<DeidRunRow[]> {
  return runtime.database.state
    .select()
    .from(deidRuns)
    .where(eq(deidRuns.source, source))
    .orderBy(desc(deidRuns.launchedAt))
    .limit(limit);
}

export async function rowOf(runtime: Runtime, id: string): Promise<DeidRunRow | undefined> {
  const [row] = await runtime.database.state.select().from(deidRuns).where(eq(deidRuns.id, id));
  return row;
}

/** What the audit row of a seal is about. */
export function sealedResource(operation: string, sha256: string): string {
  return `${operation}/evidence/${sha256}`;
}

/** A run as people see it. Evidence is checked against the audit chain each time it is shown. */
export async function toRun(runtime: Runtime, row: DeidRunRow): Promise<DeidRun> {
  const { id, operation, source, destination, configName, configSha256, request, scan } = row;
  return {
    id,
    operation,
    source,
    destination,
    configName,
    configSha256,
    request,
    scan,
    launchedBy: row.name,
    launchedAt: row.launchedAt.toISOString(),
    evidence: row.evidence === null ? null : deidEvidenceSchema.parse(JSON.parse(row.evidence)),
    seal: await sealOf(runtime, row),
  };
}

async function sealOf(runtime: Runtime, { operation, evidence, sealedAt }: DeidRunRow): Promise<DeidRun["seal"]> {
  if (evidence === null || sealedAt === null) return null;
  const sha256 = hash("sha256", evidence, "hex");
  const sealed = and(
    eq(auditRecords.action, SEAL_ACTION),
    eq(auditRecords.resource, sealedResource(operation, sha256)),
  );
  const [row] = await runtime.database.state.select().from(auditRecords).where(sealed).limit(1);
  return {
    sha256,
    sealedAt: sealedAt.toISOString(),
    auditSeq: row?.seq ?? 0,
    auditHash: row?.hash ?? "",
    isGenuine: row !== undefined,
  };
}
