import type { Database, Row } from "#emulator/store/database.ts";
import type { Hl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import type { CHANGE_TYPES } from "./transfer-messages.ts";

export type ChangeType = Exclude<(typeof CHANGE_TYPES)[number], "ALL">;

/** One message that is not as it was; `change` is what happened to it since, and is taken back. */
export interface RollbackStep {
  readonly change: ChangeType;
  /** 32 bytes */
  readonly id: Uint8Array;
  /** JSON, as they were; empty for what was not there. */
  readonly labels: string;
  /** Bytes of a message that was deleted. */
  readonly data: Uint8Array | undefined;
}

interface BeforeRow extends Row {
  id: Uint8Array;
  create_time: number;
  labels: string;
  data: Uint8Array | null;
  labels_now: string | null;
}

/**
 * What has to be done so that a store is as it was at a moment. The oldest change of a message after the moment tells how it was then. Worked
 * out again after a part was done, it is what is left.
 * @param time microseconds since 1970
 */
export function rollbackPlan(
  database: Database,
  store: Hl7v2Store,
  { time, excludeRollbacks }: { readonly time: number; readonly excludeRollbacks: boolean },
): readonly RollbackStep[] {
  const changed = database.all<BeforeRow>(BEFORE, store.id, time, Number(excludeRollbacks));
  const fresh = database.all<{ id: Uint8Array }>(CREATED, store.id, time, store.id, time, Number(excludeRollbacks));
  return [
    ...changed.flatMap((row) => stepOf(row, time)),
    ...fresh.map(({ id }): RollbackStep => ({ change: "CREATE", id, labels: "", data: undefined })),
  ];
}

/** SQLite takes the other columns from the row of the smallest `seq`; the bytes come from whichever deletion was last. */
const BEFORE = `
SELECT before.id, before.create_time, before.labels, message.labels AS labels_now,
  (SELECT data FROM hl7v2_changes AS gone WHERE gone.store = before.store AND gone.id = before.id AND gone.data IS NOT NULL ORDER BY seq DESC LIMIT 1) AS data
FROM (SELECT store, id, create_time, labels, min(seq) FROM hl7v2_changes WHERE store = ? AND time > ? AND is_rollback <= 1 - ? GROUP BY id) AS before
LEFT JOIN hl7v2_messages AS message ON message.store = before.store AND message.id = before.id
ORDER BY before.id`;

const CREATED = `
SELECT id FROM hl7v2_messages WHERE store = ? AND create_time > ?
AND id NOT IN (SELECT id FROM hl7v2_changes WHERE store = ? AND time > ? AND is_rollback <= 1 - ?) ORDER BY id`;

function stepOf({ id, create_time, labels, data, labels_now }: BeforeRow, time: number): readonly RollbackStep[] {
  const wasThere = create_time <= time;
  const isThere = labels_now !== null;
  if (!wasThere) return isThere ? [{ change: "CREATE", id, labels: "", data: undefined }] : [];
  if (!isThere) return [{ change: "DELETE", id, labels, data: data ?? undefined }];
  return labels === labels_now ? [] : [{ change: "UPDATE", id, labels, data: undefined }];
}
