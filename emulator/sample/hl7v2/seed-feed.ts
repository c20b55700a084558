import type { Context } from "#emulator/http/route.ts";
import { hl7v2StoreOf } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { importMessage } from "#emulator/services/hl7v2/store-message.ts";
import { findStore, type StoreAddress } from "#emulator/services/stores/rows.ts";
import type { HospitalOptions } from "#emulator/sample/hospital.ts";
import { patientCount } from "#emulator/sample/people.ts";
import type { FeedMessage } from "./desk.ts";
import { hospitalFeed } from "./feed.ts";
import { quarantine } from "./quarantine.ts";

export interface FeedOptions {
  readonly hospital: HospitalOptions;
  /** Only the spoiled messages that an interface engine set aside. */
  readonly isQuarantine: boolean;
}

/** Messages of one transaction. */
const BATCH = 300;

/** Fills an HL7v2 store in batches of whole patients; a message that a former run has stored is left as it is. */
export async function* fillFeed(
  context: Context,
  address: StoreAddress,
  { hospital, isQuarantine }: FeedOptions,
): AsyncGenerator<{ written: number; part: number }> {
  const patients = patientCount(hospital.scale);
  let batch: FeedMessage[] = [];
  let written = 0;
  let done = 0;
  for (const messages of hospitalFeed(hospital)) {
    batch.push(...messages);
    done++;
    if (isQuarantine || batch.length < BATCH) continue;
    written += await writeBatch(context, address, batch);
    batch = [];
    yield { written, part: Math.min(1, done / patients) };
  }
  written += await writeBatch(context, address, isQuarantine ? quarantine(batch) : batch);
  yield { written, part: 1 };
}

/** Returns how many were written: none when somebody has deleted the store meanwhile. */
function writeBatch(context: Context, address: StoreAddress, messages: readonly FeedMessage[]): Promise<number> {
  return context.database.write(() => {
    const row = findStore(context.database, address);
    if (!row) return 0;
    const store = hl7v2StoreOf(context.database, address, row);
    for (const { text, labels } of messages) importMessage(context, store, Buffer.from(text), labels);
    return messages.length;
  });
}
