import { timeInZone } from "#lib/hl7v2/send-time.ts";
import type { Comparison, Filter, FilterTerm } from "#lib/contract/list-filter.ts";
import { badFilter } from "#emulator/http/filter.ts";
import { parseTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";
import { NO_SEND_TIME } from "./schema.ts";

export type SqlValue = string | number;

/** A condition on `hl7v2_messages AS message`. Never NULL, so that NOT holds for what the message lacks. */
export interface Predicate {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** Rows that fit, straight from an index: `SELECT rid …`. Absent for what no index finds. */
  readonly source?: { readonly sql: string; readonly values: readonly SqlValue[] };
}

/** Turns a filter (contract 11.4) into SQL. Throws GoogleError 400 for a field, operator or value that messages do not have. */
export function filterPredicate(filter: Filter, store: Hl7v2Store): Predicate {
  if (filter.kind === "term") return termPredicate(filter, store);
  if (filter.kind === "not") {
    const { sql, values } = filterPredicate(filter.term, store);
    return { sql: `NOT (${sql})`, values };
  }
  const parts = filter.terms.map((term) => filterPredicate(term, store));
  const source = filter.kind === "or" ? unionOf(parts) : parts.find((part) => part.source)?.source;
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(filter.kind === "and" ? " AND " : " OR "),
    values: parts.flatMap(({ values }) => values),
    ...(source ? { source } : {}),
  };
}

/** What any of the parts finds, when an index finds each of them. */
function unionOf(parts: readonly Predicate[]): Predicate["source"] {
  const sources = parts.flatMap(({ source }) => source ?? []);
  if (sources.length < parts.length) return undefined;
  return {
    sql: sources.map(({ sql }) => `SELECT rid FROM (${sql})`).join(" UNION "),
    values: sources.flatMap(({ values }) => values),
  };
}

/** The predicates that must all hold: one for each part of an AND. */
export function conjuncts(filter: Filter | undefined, store: Hl7v2Store): Predicate[] {
  if (!filter) return [];
  return filter.kind === "and"
    ? filter.terms.flatMap((term) => conjuncts(term, store))
    : [filterPredicate(filter, store)];
}

function termPredicate(term: FilterTerm, store: Hl7v2Store): Predicate {
  const [root = "", ...rest] = term.field;
  if (root === "labels") return labelPredicate(rest, term, store);
  const read = rest.length === 0 && Object.hasOwn(FIELDS, root) ? FIELDS[root] : undefined;
  if (!read)
    throw badFilter(
      `messages have no field ${JSON.stringify(term.field.join(".").slice(0, 100))}; they are filtered by message_type, send_date, send_time, create_time, send_facility, PatientId(value, type) and labels`,
    );
  if (term.arguments.length > 0 && root !== "PatientId") throw badFilter(`${root} is no function`);
  return read(term, store);
}

const FIELDS: Readonly<Record<string, (term: FilterTerm, store: Hl7v2Store) => Predicate>> = {
  message_type: (term, store) => textPredicate("message_type", term, store),
  messageType: (term, store) => textPredicate("message_type", term, store),
  send_facility: (term, store) => textPredicate("send_facility", term, store),
  sendFacility: (term, store) => textPredicate("send_facility", term, store),
  send_time: (term, store) => timePredicate("send_time", term, store),
  sendTime: (term, store) => timePredicate("send_time", term, store),
  create_time: (term, store) => timePredicate("create_time", term, store),
  createTime: (term, store) => timePredicate("create_time", term, store),
  send_date: datePredicate,
  sendDate: datePredicate,
  PatientId: patientPredicate,
};

/** Code-like fields are equal or not, unless the emulator is told to read it otherwise (contract section 21, A17). */
function textPredicate(
  column: "message_type" | "send_facility",
  { operator, value }: FilterTerm,
  store: Hl7v2Store,
): Predicate {
  if (operator !== "=") throw badFilter(`${column} is compared with = only`);
  if (store.isTextContained) return { sql: `instr(coalesce(message.${column}, ''), ?) > 0`, values: [value] };
  return indexed(`message.${column} = ?`, [value], store);
}

function timePredicate(
  column: "send_time" | "create_time",
  { operator, value }: FilterTerm,
  store: Hl7v2Store,
): Predicate {
  const moment = microseconds(value);
  if (moment === undefined)
    throw badFilter(`${JSON.stringify(value.slice(0, 100))} is no time; write "2026-01-31T08:00:00-05:00"`);
  return comparison(column, operator, { from: moment, until: moment + 1 }, store);
}

const DAY = 86_400_000;

/** A day of the dataset's zone. */
function datePredicate({ operator, value }: FilterTerm, store: Hl7v2Store): Predicate {
  const midnight = Date.parse(`${value}T00:00:00Z`);
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(midnight || 0).toISOString().startsWith(value);
  if (!isReal) throw badFilter(`${JSON.stringify(value.slice(0, 100))} is no date; write "2026-01-31"`);
  const from = timeInZone(midnight, store.timeZone) * 1000;
  const until = timeInZone(midnight + DAY, store.timeZone) * 1000;
  return comparison("send_time", operator, { from, until }, store);
}

interface Range {
  /** Microseconds since 1970, from included, until not. */
  readonly from: number;
  readonly until: number;
}

function comparison(
  column: "send_time" | "create_time",
  operator: Comparison | undefined,
  { from, until }: Range,
  store: Hl7v2Store,
): Predicate {
  const name = `message.${column}`;
  switch (operator) {
    case "=":
      return indexed(`${name} >= ? AND ${name} < ?`, [from, until], store);
    case "<":
      return indexed(`${name} > ? AND ${name} < ?`, [NO_SEND_TIME, from], store);
    case "<=":
      return indexed(`${name} > ? AND ${name} < ?`, [NO_SEND_TIME, until], store);
    case ">":
      return indexed(`${name} >= ?`, [until], store);
    case ">=":
      return indexed(`${name} >= ?`, [from], store);
    case ":":
    case undefined:
      throw badFilter(`${column} is compared with =, <, <=, > or >=`);
  }
}

function indexed(sql: string, values: readonly SqlValue[], store: Hl7v2Store): Predicate {
  const source = {
    sql: `SELECT message.rid FROM hl7v2_messages AS message WHERE message.store = ? AND ${sql}`,
    values: [store.id, ...values],
  };
  return { sql, values, source };
}

function patientPredicate({ arguments: parameters, operator }: FilterTerm, store: Hl7v2Store): Predicate {
  const [value, type] = parameters;
  if (value === undefined || type === undefined || parameters.length !== 2 || operator !== undefined)
    throw badFilter('PatientId takes a value and a type: PatientId("123456", "MRN")');
  return beside("hl7v2_patient_ids", "value = ? AND type = ?", [value, type], store);
}

function labelPredicate(rest: readonly string[], { operator, value }: FilterTerm, store: Hl7v2Store): Predicate {
  const [key] = rest;
  const isExistence = operator === ":" && value === "*";
  if (key === undefined || rest.length > 1 || (operator !== "=" && !isExistence))
    throw badFilter('labels are filtered by labels."key"="value" or labels."key":*');
  return isExistence
    ? beside("hl7v2_labels", "key = ?", [key], store)
    : beside("hl7v2_labels", "key = ? AND value = ?", [key, value], store);
}

/** A condition on rows of a table beside the message. */
function beside(table: string, condition: string, given: readonly SqlValue[], store: Hl7v2Store): Predicate {
  const where = `${table} WHERE store = ? AND ${condition}`;
  const values = [store.id, ...given];
  return {
    sql: `EXISTS (SELECT 1 FROM ${where} AND rid = message.rid)`,
    values,
    source: { sql: `SELECT rid FROM ${where}`, values },
  };
}

/** RFC 3339 to microseconds since 1970; what is finer is cut off. */
export function microseconds(text: string): number | undefined {
  const canonical = parseTimestamp(text);
  if (canonical === undefined) return undefined;
  const fraction = /\.(\d+)Z$/.exec(canonical)?.[1] ?? "";
  return Date.parse(`${canonical.slice(0, 19)}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}
