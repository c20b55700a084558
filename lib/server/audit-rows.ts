import { asc, desc, gt } from "drizzle-orm";
import { GENESIS, hashRecord, type AuditEntry, type AuditRecord, type ChainHead } from "./audit-chain.ts";
import type { Database } from "./database.ts";
import { auditRecords } from "./schema.ts";

/** One parameter for all records: PostgreSQL reads the JSON, which costs this thread less than an array for every column. */
const INSERT = `INSERT INTO audit_records
  (seq, recorded_at, request_id, phase, issuer, subject, name, roles, action, resource, status, reason, hash)
  SELECT seq, "recordedAt", "requestId", phase, issuer, subject, name, roles, action, resource, status, reason, hash
  FROM json_to_recordset($1::json) AS record(seq bigint, "recordedAt" timestamptz, "requestId" text, phase text, issuer text,
    subject text, name text, roles text, action text, resource text, status int, reason text, hash text)`;

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

/**
 * Adds records in one commit; rejects with SQLSTATE 23505 when a number is taken.
 * @param lines each record as JSON
 */
export async function insertRecords(database: Database, lines: readonly string[]): Promise<void> {
  await database.connection.runPrepared("append_audit", INSERT, [`[${lines.join(",")}]`]);
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
