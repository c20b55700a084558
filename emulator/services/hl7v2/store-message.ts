import { createHash, randomUUID } from "node:crypto";
import { ackText } from "#lib/hl7v2/ack.ts";
import type { Context } from "#emulator/http/route.ts";
import { acceptMessage, refusal, type AcceptedMessage } from "./accept-message.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";
import {
  findMessage,
  insertMessage,
  keepAck,
  replaceLabels,
  sentAck,
  type FullRow,
  type Labels,
} from "./message-rows.ts";

type Writer = Pick<Context, "database" | "now" | "readings">;

/**
 * Stores a message once: the same bytes again are the message that is there, unless the store rejects duplicates.
 * @throws MessageRefused
 */
export async function createMessage(
  context: Writer,
  store: Hl7v2Store,
  data: Uint8Array,
  labels: Labels,
): Promise<FullRow> {
  const accepted = accept(context, store, data);
  return context.database.write(() => addMessage(context, store, accepted, labels));
}

export interface Ingested {
  readonly row: FullRow;
  /** The acknowledgement for the sender; the same as before for a message that was ingested before. */
  readonly ack: string;
}

/** As createMessage, with an acknowledgement that is kept. @throws MessageRefused with a NACK */
export async function ingestMessage(
  context: Writer,
  store: Hl7v2Store,
  data: Uint8Array,
  labels: Labels,
): Promise<Ingested> {
  const accepted = accept(context, store, data);
  return context.database.write(() => {
    const row = addMessage(context, store, accepted, labels);
    const before = sentAck(context, row.rid);
    if (before !== undefined) return { row, ack: before };
    const ack = ackText(accepted.message, { controlId: randomUUID(), time: context.now() });
    keepAck(context, row.rid, ack);
    return { row, ack };
  });
}

/**
 * Stores a message of an import or of seeded data; one that is there gets the new labels (contract 11.8). Call inside a write.
 * @throws MessageRefused before anything is changed
 */
export function importMessage(context: Writer, store: Hl7v2Store, data: Uint8Array, labels: Labels): void {
  const accepted = accept(context, store, data);
  const found = findMessage(context, store.id, accepted.id);
  if (found) replaceLabels(context, store, found.rid, labels);
  else insertMessage(context, store, accepted, labels);
}

function addMessage(context: Writer, store: Hl7v2Store, accepted: AcceptedMessage, labels: Labels): FullRow {
  const found = findMessage(context, store.id, accepted.id);
  if (!found) return insertMessage(context, store, accepted, labels);
  if (!store.rejectDuplicateMessage) return found;
  throw refusal(
    accepted.message,
    context.now(),
    "duplicate message: the store already has a message with the same bytes",
    true,
  );
}

/** @throws MessageRefused */
function accept(context: Writer, store: Hl7v2Store, data: Uint8Array): AcceptedMessage {
  const accepted = acceptMessage(store, data, context.now());
  if (context.readings["hl7v2-message-id"] === "bytes") return accepted;
  return { ...accepted, id: createHash("sha256").update(store.name).update(data).digest() };
}
