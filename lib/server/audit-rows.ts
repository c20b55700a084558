import { asc, desc, gt } from "drizzle-orm";
import { GENESIS, hashRecord, type AuditEntry, type AuditRecord, type ChainHead } from "./audit-chain.ts";
import type { Database } from "./database.ts";
import { auditRecords } from "./schema.ts";

const INSERT = `INSERT INTO audit_records
  (seq, recorded_at, request_id, phase, issuer, subject, name, roles, action, resource, status, reason, hash)
  SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::text[], $13::text[])`;

/** The columns of INSERT, in its order. */
const COLUMNS = [
  "seq",
  "recordedAt",
  "requestId",
  "phase",
  "issuer",
  "subject",
  "name",
  "roles",
  "action",
  "resource",
  "status",
  "reason",
  "hash",
] as const satisfies readonly (keyof AuditRecord)[];

/** Numbers, dates and hashes entries so that they continue the chain after `head`. */
export function chainEntries(head: ChainHead, entries: readonly AuditEntry[], recordedAt: string): AuditRecord[] {
  let last = head;
  return entries.map((entry) => {
    const record = { ...entry, seq: last.seq + 1, recordedAt };
    last = { seq: record.seq, hash: hashRecord(last.hash, record) };
    return { ...record, hash: last.hash };
  });
}

/** The last record of the chain as the table has it. */
export async function readHead(database: Database): Promise<ChainHead> {
  const [last] = await database.state
    .select({ seq: auditRecords.seq, hash: auditRecords.hash })
    .from(auditRecords)
    .orderBy(desc(auditRecords.seq))
    .limit(1);
  return last ?? GENESIS;
}

/** Adds records in one commit; rejects with SQLSTATE 23505 when a number is taken. */
export async function insertRecords(database: Database, records: readonly AuditRecord[]): Promise<void> {
  const columns = COLUMNS.map((column) => arrayLiteral(records.map((record) => record[column])));
  await database.connection.runPrepared("append_audit", INSERT, columns);
}

/** Up to `limit` records after `seq`, in order. */
export async function readRecords(database: Database, seq: number, limit: number): Promise<AuditRecord[]> {
  const rows = await database.state
    .select()
    .from(auditRecords)
    .where(gt(auditRecords.seq, seq))
    .orderBy(asc(auditRecords.seq))
    .limit(limit);
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}

/** PostgreSQL's array input syntax: quoted elements, backslash and quote escaped (manual §8.15.6). */
function arrayLiteral(values: readonly (string | number)[]): string {
  const elements = values.map((value) => (typeof value === "number" ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`));
  return `{${elements.join(",")}}`;
}
