import { indexResource } from "#lib/fhir/index-resource.ts";
import { collectReferences, parseReference } from "#lib/fhir/references.ts";
import type { IndexEntry, IndexValue } from "#lib/fhir/search-types.ts";
import type { Database } from "#emulator/store/database.ts";
import type { Catalog } from "./catalog.ts";
import { compositeRow, isWholeResourceComposite, SAMPLED } from "./composite-rows.ts";
import { interval, MAX_STRING, sortValue, type Indexed } from "./indexed-values.ts";

/** The pseudo-parameter of references that no search parameter covers: integrity and `$everything` must see them too. */
const OTHER_REFERENCES = "";

/** Calls `run` once for every index row of a version, with a statement and the row's columns. */
type RowSink = (table: TableName, ...columns: (number | string | null)[]) => void;

const TABLES = {
  fhir_token_rows: { columns: 4, keys: ["param", "token", "rid"] },
  fhir_string_rows: { columns: 5, keys: ["param", "folded", "rid", "value"] },
  fhir_date_rows: { columns: 5, keys: ["param", "low", "rid", "high"] },
  fhir_number_rows: { columns: 7, keys: ["param", "rid", "low", "high", "unit"] },
  fhir_reference_rows: { columns: 4, keys: ["param", "node", "rid"] },
  fhir_composite_rows: { columns: 9, keys: ["param", "first", "rid", "pair"] },
} as const;
type TableName = keyof typeof TABLES;

const INSERT = eachTable(
  (table, { columns }) => `INSERT OR IGNORE INTO ${table} VALUES (${Array(columns).fill("?").join(",")})`,
);
const DELETE = eachTable(
  (table, { keys }) => `DELETE FROM ${table} WHERE ${keys.map((key) => `${key}=?`).join(" AND ")}`,
);

/** Makes a version findable. Inside a write. */
export function insertIndexRows(database: Database, catalog: Catalog, indexed: Indexed): void {
  forEachRow(catalog, indexed, (table, ...columns) => database.run(INSERT[table], ...columns));
}

/** Takes a version out of every index table: the rows are worked out from the stored resource again. Inside a write. */
export function deleteIndexRows(database: Database, catalog: Catalog, indexed: Indexed): void {
  forEachRow(catalog, indexed, (table, ...columns) =>
    database.run(DELETE[table], ...columns.slice(0, TABLES[table].keys.length)),
  );
}

function forEachRow(catalog: Catalog, indexed: Indexed, sink: RowSink): void {
  const seen = new Set<string>();
  const nodes = new Set<number>();
  let composites = 0;
  for (const entry of indexResource(indexed.resource, indexed.store.version)) {
    // The identity is a column of its own, and the commit time is the order of rids.
    if (entry.code === "_id" || entry.code === "_lastUpdated") continue;
    const nth = seen.has(entry.code) ? 1 : 0;
    seen.add(entry.code);
    if (entry.value.kind === "composite") {
      if (isWholeResourceComposite(indexed.store.version, String(indexed.resource["resourceType"]), entry.code))
        continue;
      composites = compositeRow(
        catalog,
        indexed,
        { code: entry.code, parts: entry.value.parts, pair: composites },
        (row) => {
          sink("fhir_composite_rows", ...row);
        },
      );
    } else {
      emitValue(catalog, indexed, { ...entry, value: entry.value, nth, nodes }, sink);
    }
  }
  // What a composite over the whole resource must not take for the value of its component.
  if (indexed.resource["valueSampledData"] !== undefined) {
    const param = catalog.internParam(indexed.type, `code-value-quantity${SAMPLED}`);
    sink("fhir_token_rows", param, catalog.internToken(indexed.store.id, NO_TOKEN), indexed.rid, 0);
  }
  otherReferences(catalog, indexed, nodes, sink);
}

const NO_TOKEN = { system: "", code: "", text: "" };

type Simple = Exclude<IndexValue, { kind: "composite" }>;
interface SimpleEntry extends IndexEntry {
  readonly value: Simple;
  readonly nth: number;
  /** Collects the targets of indexed references. */
  readonly nodes: Set<number>;
}

function emitValue(catalog: Catalog, indexed: Indexed, entry: SimpleEntry, sink: RowSink): void {
  const { rid, type } = indexed;
  const { value, nth } = entry;
  const param = catalog.internParam(type, entry.code);
  switch (value.kind) {
    case "token":
      sink("fhir_token_rows", param, catalog.internToken(indexed.store.id, value), rid, nth);
      break;
    case "uri":
      sink(
        "fhir_token_rows",
        param,
        catalog.internToken(indexed.store.id, { system: "", code: value.value, text: "" }),
        rid,
        nth,
      );
      break;
    case "string":
      sink(
        "fhir_string_rows",
        param,
        value.normalized.slice(0, MAX_STRING),
        rid,
        value.value.slice(0, MAX_STRING),
        nth,
      );
      break;
    case "date":
      if (nth > 0) catalog.markMultiple(param);
      sink("fhir_date_rows", param, value.low, rid, value.high, nth);
      break;
    case "number":
      sink("fhir_number_rows", param, rid, ...interval(value), 0, nth, sortValue(value));
      break;
    case "quantity": {
      const unit = catalog.internUnit(indexed.store.id, value);
      sink("fhir_number_rows", param, rid, ...interval(value), unit, nth, sortValue(value));
      break;
    }
    case "reference":
      emitReference(catalog, indexed, entry, sink);
      break;
  }
}

function emitReference(catalog: Catalog, indexed: Indexed, entry: SimpleEntry, sink: RowSink): void {
  if (entry.value.kind !== "reference") return;
  const { type, id, url, identifier } = entry.value;
  const { store, rid } = indexed;
  if (identifier) {
    const param = catalog.internParam(indexed.type, `${entry.code}:identifier`);
    sink("fhir_token_rows", param, catalog.internToken(store.id, { ...identifier, text: "" }), rid, entry.nth);
  }
  if (type === "" && (url === "" || url.startsWith("#"))) return;
  const target = catalog.internNode(catalog.internType(store.id, type), type === "" ? url : id);
  entry.nodes.add(target);
  sink("fhir_reference_rows", catalog.internParam(indexed.type, entry.code), target, rid, entry.nth);
}

function otherReferences(catalog: Catalog, indexed: Indexed, covered: ReadonlySet<number>, sink: RowSink): void {
  if (indexed.resource["resourceType"] === "Bundle") return;
  for (const { reference } of collectReferences(indexed.resource)) {
    const local = parseReference(reference);
    if (!local) continue;
    const node = catalog.internNode(catalog.internType(indexed.store.id, local.type), local.id);
    if (!covered.has(node))
      sink("fhir_reference_rows", catalog.internParam(indexed.type, OTHER_REFERENCES), node, indexed.rid, 1);
  }
}

function eachTable(
  write: (table: TableName, shape: (typeof TABLES)[TableName]) => string,
): Readonly<Record<TableName, string>> {
  return Object.fromEntries(
    Object.entries(TABLES).map(([table, shape]) => [table, write(table as TableName, shape)]),
  ) as Record<TableName, string>;
}
