import type { AuditEntry, ChainHead } from "./audit-chain.ts";
import { openCheckpoints } from "./audit-checkpoints.ts";
import { chainEntries, insertRecords, readHead } from "./audit-rows.ts";
import type { AuditLog, AuditPlace } from "./audit-log.ts";
import { errorFields, log } from "./log.ts";

/** Records that arrive while a commit is on its way share the next one. */
const MAX_ROWS = 1000;
/** Another replica took the number first: read the head again. One of the competing replicas always wins, so this ends. */
const MAX_COLLISIONS = 50;
const UNIQUE_VIOLATION = "23505";

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The audit log of several replicas on one PostgreSQL: append() waits for the commit. */
export function openCommittedAuditLog(place: AuditPlace): AuditLog {
  const checkpoints = openCheckpoints(place);
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  /** Undefined until read, and again after a commit whose outcome is unknown. */
  let head: ChainHead | undefined;

  const commit = async (entries: readonly AuditEntry[]): Promise<void> => {
    const recordedAt = new Date().toISOString();
    for (let collisions = 0; ; collisions += 1) {
      head ??= await readHead(place.database);
      const records = chainEntries(head, entries, recordedAt);
      try {
        await insertRecords(
          place.database,
          records.map((record) => JSON.stringify(record)),
        );
        head = records.at(-1) ?? head;
        checkpoints.reached(head);
        return;
      } catch (error) {
        head = undefined;
        if (errorFields(error).code !== UNIQUE_VIOLATION || collisions >= MAX_COLLISIONS) throw error;
      }
    }
  };

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_ROWS);
      waiting = waiting.slice(MAX_ROWS);
      try {
        await commit(batch.map(({ entry }) => entry));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        log.error("audit.write-failed", { rows: batch.length, ...errorFields(error) });
        for (const { reject } of batch) reject(error);
      }
    }
    flushing = undefined;
  };

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        flushing ??= flush();
      }),
    settle: async () => {
      await flushing;
    },
    close: async () => {
      await flushing;
      await checkpoints.close();
    },
  };
}
