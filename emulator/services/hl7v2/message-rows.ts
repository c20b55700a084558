import type { Row } from "#emulator/store/database.ts";
import type { Context } from "#emulator/http/route.ts";
import type { AcceptedMessage } from "./accept-message.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";
import { NO_SEND_TIME } from "./schema.ts";

export type Labels = Readonly<Record<string, string>>;

/** A stored message as its row has it. */
export interface MessageRow extends Row {
  rid: number;
  /** 32 bytes */
  id: Uint8Array;
  message_type: string;
  send_facility: string;
  send_time: number;
  create_time: number;
  /** JSON */
  labels: string;
}

/** A row with its bytes. */
export interface FullRow extends MessageRow {
  data: Uint8Array;
  /** JSON */
  patient_ids: string;
}

export const ROW_COLUMNS =
  "message.rid, message.id, message.message_type, message.send_facility, message.send_time, message.create_time, message.labels";
export const FULL_COLUMNS = `${ROW_COLUMNS}, body.data, body.patient_ids`;

type Writer = Pick<Context, "database" | "now">;
/** Remembers what was before. `isRollback`: the change takes back others. */
type Changer = Writer & { readonly isRollback?: boolean };

export function findMessage(
  { database }: Pick<Context, "database">,
  store: number,
  id: Uint8Array,
): FullRow | undefined {
  return database.get<FullRow>(
    `SELECT ${FULL_COLUMNS} FROM hl7v2_messages AS message JOIN hl7v2_bodies AS body ON body.rid = message.rid WHERE message.store = ? AND message.id = ?`,
    store,
    id,
  );
}

/** Writes a message that is not there yet. Call inside a write. */
export function insertMessage(context: Writer, store: Hl7v2Store, accepted: AcceptedMessage, labels: Labels): FullRow {
  const { database } = context;
  const { facts, id, data } = accepted;
  const labelText = JSON.stringify(labels);
  const patientIds = JSON.stringify(facts.patientIds);
  const row: FullRow = {
    rid: 0,
    id,
    message_type: facts.messageType,
    send_facility: facts.sendFacility,
    send_time: facts.sendTime ?? NO_SEND_TIME,
    create_time: Math.round(context.now() * 1000),
    labels: labelText,
    data,
    patient_ids: patientIds,
  };
  const inserted = database.get<{ rid: number }>(
    "INSERT INTO hl7v2_messages (store, id, message_type, send_facility, send_time, create_time, size, labels) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING rid",
    store.id,
    id,
    row.message_type,
    row.send_facility,
    row.send_time,
    row.create_time,
    data.length,
    labelText,
  );
  if (!inserted) throw new Error("The message just written is not there");
  row.rid = inserted.rid;
  database.run("INSERT INTO hl7v2_bodies (rid, data, patient_ids) VALUES (?, ?, ?)", row.rid, data, patientIds);
  for (const { value, type = "" } of facts.patientIds)
    database.run("INSERT OR IGNORE INTO hl7v2_patient_ids VALUES (?, ?, ?, ?)", store.id, value, type, row.rid);
  writeLabels(context, store, row.rid, labels);
  count(context, store, row.message_type, { messages: 1, bytes: data.length });
  return row;
}

/** Puts labels in place of those the message has. Call inside a write. */
export function replaceLabels(context: Changer, store: Hl7v2Store, rid: number, labels: Labels): void {
  const { database } = context;
  const text = JSON.stringify(labels);
  database.run(
    "INSERT INTO hl7v2_changes SELECT NULL, store, ?, id, ?, create_time, labels, NULL FROM hl7v2_messages WHERE rid = ? AND labels <> ?",
    Math.round(context.now() * 1000),
    Number(context.isRollback ?? false),
    rid,
    text,
  );
  database.run("UPDATE hl7v2_messages SET labels = ? WHERE rid = ?", text, rid);
  database.run("DELETE FROM hl7v2_labels WHERE rid = ?", rid);
  writeLabels(context, store, rid, labels);
}

/** Its body, patient ids and labels go by ON DELETE CASCADE. Call inside a write. */
export function deleteMessage(context: Changer, store: Hl7v2Store, row: FullRow): void {
  context.database.run(
    "INSERT INTO hl7v2_changes SELECT NULL, store, ?, id, ?, create_time, labels, data FROM hl7v2_messages JOIN hl7v2_bodies USING (rid) WHERE rid = ?",
    Math.round(context.now() * 1000),
    Number(context.isRollback ?? false),
    row.rid,
  );
  context.database.run("DELETE FROM hl7v2_messages WHERE rid = ?", row.rid);
  count(context, store, row.message_type, { messages: -1, bytes: -row.data.length });
}

/** The acknowledgement that the sender of a message got, undefined when it was never ingested. */
export function sentAck({ database }: Pick<Context, "database">, rid: number): string | undefined {
  return database.get<{ ack: string | null }>("SELECT ack FROM hl7v2_bodies WHERE rid = ?", rid)?.ack ?? undefined;
}

export function keepAck({ database }: Pick<Context, "database">, rid: number, ack: string): void {
  database.run("UPDATE hl7v2_bodies SET ack = ? WHERE rid = ?", ack, rid);
}

function writeLabels({ database }: Pick<Context, "database">, store: Hl7v2Store, rid: number, labels: Labels): void {
  for (const [key, value] of Object.entries(labels))
    database.run("INSERT INTO hl7v2_labels VALUES (?, ?, ?, ?)", store.id, key, value, rid);
}

interface Change {
  readonly messages: 1 | -1;
  readonly bytes: number;
}

function count({ database }: Pick<Context, "database">, store: Hl7v2Store, type: string, change: Change): void {
  database.run(
    "INSERT INTO hl7v2_types VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes",
    store.id,
    type,
    change.messages,
    change.bytes,
  );
}
