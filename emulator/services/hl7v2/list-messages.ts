import { GoogleError } from "#emulator/http/errors.ts";
import type { Filter } from "#lib/contract/list-filter.ts";
import type { Database } from "#emulator/store/database.ts";
import { conjuncts, type Predicate } from "./filter-predicate.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";
import { FULL_COLUMNS, ROW_COLUMNS, type FullRow } from "./message-rows.ts";

/** `any`: nobody asked, so the order that is cheapest to follow. */
export type ListOrder = "any" | "send_time" | "send_time desc";

export interface ListRequest {
  readonly filter: Filter | undefined;
  readonly order: ListOrder;
  /** A cursor of an earlier row: begin behind it. */
  readonly after: string | undefined;
  readonly limit: number;
  /** False leaves `data` and `patient_ids` out of the rows. */
  readonly hasBodies: boolean;
}

export interface MessageList {
  readonly rows: readonly FullRow[];
  /** What `after` takes to go on behind a row. */
  readonly cursorOf: (row: FullRow) => string;
}

/** A term that fits at most so many messages is looked up and sorted; a commoner one is met soon enough along the order. */
const FEW = 20_000;

/** One page of messages in a stable order; messages of the same time are in the order they came in, those without a send time come first. */
export function listMessages(database: Database, store: Hl7v2Store, request: ListRequest): MessageList {
  const parts = conjuncts(request.filter, store);
  const column = sortColumn(request);
  const direction = request.order === "send_time desc" ? "DESC" : "ASC";
  const rare = rarest(database, parts);
  const conditions = [
    { sql: "message.store = ?", values: [store.id] },
    ...parts,
    ...behind(request, column, direction),
  ];
  const from = rare
    ? `(${rare.sql}) AS found CROSS JOIN hl7v2_messages AS message ON message.rid = found.rid`
    : `hl7v2_messages AS message INDEXED BY ${walkedIndex(parts, column)}`;
  const order = `ORDER BY message.${column} ${direction}, message.rid ${direction}`;
  const where = conditions.map(({ sql }) => `(${sql})`).join(" AND ");
  const page = `SELECT message.* FROM ${from} WHERE ${where} ${order} LIMIT ?`;
  const sql = request.hasBodies
    ? `SELECT ${FULL_COLUMNS} FROM (${page}) AS message CROSS JOIN hl7v2_bodies AS body ON body.rid = message.rid ${order}`
    : `SELECT ${ROW_COLUMNS} FROM (${page}) AS message ${order}`;
  const values = [...(rare?.values ?? []), ...conditions.flatMap((part) => part.values), request.limit];
  return { rows: database.all<FullRow>(sql, ...values), cursorOf: (row) => `${row[column]}:${row.rid}` };
}

type SortColumn = "send_time" | "create_time";

/** When nobody asks for an order, a filter by creation alone is followed along the creation: a live tail looks at new messages only. */
function sortColumn({ order, filter }: ListRequest): SortColumn {
  if (order !== "any" || !filter) return "send_time";
  const fields = new Set(fieldsOf(filter));
  const isByCreation = fields.has("create_time") || fields.has("createTime");
  const isBySending = ["send_time", "sendTime", "send_date", "sendDate"].some((field) => fields.has(field));
  return isByCreation && !isBySending ? "create_time" : "send_time";
}

function fieldsOf(filter: Filter): string[] {
  if (filter.kind === "term") return [filter.field[0] ?? ""];
  return filter.kind === "not" ? fieldsOf(filter.term) : filter.terms.flatMap(fieldsOf);
}

/** The index along which all messages of the store are met in order; narrower when a term fixes its first column. */
function walkedIndex(parts: readonly Predicate[], column: SortColumn): string {
  if (column === "create_time") return "hl7v2_messages_in_order";
  if (parts.some(({ sql }) => sql === "message.message_type = ?")) return "hl7v2_messages_by_type";
  if (parts.some(({ sql }) => sql === "message.send_facility = ?")) return "hl7v2_messages_by_facility";
  return "hl7v2_messages_by_send_time";
}

/** The index lookup of the term that fits the fewest messages, when those are few. */
function rarest(database: Database, parts: readonly Predicate[]): Predicate["source"] {
  let best: Predicate["source"];
  let fewest = FEW;
  for (const { source } of parts) {
    if (!source) continue;
    const row = database.get<{ count: number }>(
      `SELECT count(*) AS count FROM (${source.sql} LIMIT ${fewest + 1})`,
      ...source.values,
    );
    const count = row?.count ?? 0;
    if (count > fewest) continue;
    best = source;
    fewest = count;
  }
  return best;
}

function behind({ after }: ListRequest, column: SortColumn, direction: "ASC" | "DESC"): Predicate[] {
  if (after === undefined) return [];
  const [, value, rid] = /^(-?\d{1,16}):(\d{1,16})$/.exec(after) ?? [];
  if (value === undefined)
    throw new GoogleError("INVALID_ARGUMENT", "The page token is invalid or belongs to another list.");
  const sign = direction === "ASC" ? ">" : "<";
  return [{ sql: `(message.${column}, message.rid) ${sign} (?, ?)`, values: [Number(value), Number(rid)] }];
}
