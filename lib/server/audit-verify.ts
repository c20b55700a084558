import { followChain, GENESIS, isCheckpointGenuine, type AuditRecord, type Checkpoint } from "./audit-chain.ts";
import { readCheckpoints } from "./audit-checkpoints.ts";
import { readRecords } from "./audit-rows.ts";
import type { AuditPlace } from "./audit-log.ts";

const PAGE = 5000;
/** The console signs every 1,000 rows; twice as many without a signature mean that signatures were removed. */
const MAX_UNSIGNED = 2000;

export type AuditVerdict =
  | { readonly state: "whole"; readonly records: number; readonly unsigned: number }
  | { readonly state: "broken"; readonly seq: number; readonly why: string };

/**
 * Checks the audit log from its first record: numbers without a gap, every hash, every signed checkpoint against the row it names.
 * A changed, removed, added or swapped row breaks the chain; a cut tail or an older copy of the database misses a signed row.
 */
export async function verifyAudit(place: AuditPlace): Promise<AuditVerdict> {
  const checkpoints: Checkpoint[] = [];
  for await (const checkpoint of readCheckpoints(place.dataDir)) {
    if (!checkpoint || !isCheckpointGenuine(place.auditKey, checkpoint)) {
      return {
        state: "broken",
        seq: checkpoint?.seq ?? 0,
        why: "a checkpoint is not signed with this installation's audit key",
      };
    }
    checkpoints.push(checkpoint);
  }
  checkpoints.sort((a, b) => a.seq - b.seq);
  const lastSigned = checkpoints.at(-1)?.seq ?? 0;
  let head = GENESIS;
  for (;;) {
    const records = await readRecords(place.database, head.seq, PAGE);
    if (records.length === 0) break;
    const followed = followChain(head, records);
    if ("brokenAt" in followed) {
      return { state: "broken", seq: followed.brokenAt, why: "the record is missing or was changed" };
    }
    const forged = findForged(checkpoints, records);
    if (forged) return { state: "broken", seq: forged.seq, why: "the record is not the one that was signed" };
    head = followed.head;
  }
  if (lastSigned > head.seq) {
    return {
      state: "broken",
      seq: head.seq + 1,
      why: `records up to ${lastSigned} were signed, and the log ends before`,
    };
  }
  const unsigned = head.seq - lastSigned;
  return unsigned > MAX_UNSIGNED
    ? { state: "broken", seq: lastSigned + 1, why: `the last ${unsigned} records are not covered by a checkpoint` }
    : { state: "whole", records: head.seq, unsigned };
}

/** The first checkpoint that names another hash than its row has. */
function findForged(checkpoints: readonly Checkpoint[], records: readonly AuditRecord[]): Checkpoint | undefined {
  const first = records[0]?.seq ?? 0;
  return checkpoints.find(({ seq, hash }) => {
    const record = records[seq - first];
    return record !== undefined && seq >= first && record.hash !== hash;
  });
}
