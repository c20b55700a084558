import { openCommittedAuditLog } from "./audit-committed.ts";
import { openJournaledAuditLog } from "./audit-journaled.ts";
import type { AuditLog, AuditPlace } from "./audit-log.ts";

/**
 * Opens the append-only, hash-chained audit log in table audit_records.
 * With PostgreSQL, which replicas share, a record is committed before its answer leaves. The embedded database has one process and
 * costs a third of a millisecond a commit, so there a record goes into a journal file before its answer leaves, and into the table in
 * batches; what a killed process left in the journal is brought in at the next start.
 */
export function openAuditLog(place: AuditPlace): Promise<AuditLog> {
  return place.database.kind === "postgres"
    ? Promise.resolve(openCommittedAuditLog(place))
    : openJournaledAuditLog(place);
}
