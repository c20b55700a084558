import { normalizeText } from "#lib/fhir/normalize-text.ts";
import type { Database } from "#emulator/store/database.ts";
import { RecentMap } from "#emulator/store/recent-map.ts";

/** An identity of a resource: live when it has a current version. */
export interface Node {
  readonly node: number;
  /** Row of the current version, null for a deleted resource and for one that is only pointed to. */
  readonly rid: number | null;
}

/** Codes come again and again, identifiers never: few need to be remembered, and a large store must not cost more than a small one. */
const MAX_TOKENS = 10_000;
const MAX_NODES = 10_000;
const MAX_UNITS = 1000;
const MAX_TOTALS = 1000;

/**
 * The small integers that stand for types, parameters, codes, units and identities in the index tables, with a memory in front.
 * `intern…` creates what is missing and belongs inside a write; `find…` only looks.
 */
export class Catalog {
  readonly #database: Database;
  readonly #types = new Map<string, number>();
  readonly #params = new Map<number, Map<string, number>>();
  readonly #tokens = new RecentMap<string, number>(MAX_TOKENS);
  readonly #units = new RecentMap<string, number>(MAX_UNITS);
  readonly #multiple = new Set<number>();
  readonly #nodes = new RecentMap<string, number>(MAX_NODES);
  readonly #totals = new Map<string, number>();
  #lastRid: number | undefined;
  #lastNode: number | undefined;

  constructor(database: Database) {
    this.#database = database;
    // An integer handed out by work that was rolled back will be handed out again for something else.
    database.onRollback(() => {
      this.#types.clear();
      this.#params.clear();
      this.#tokens.clear();
      this.#units.clear();
      this.#multiple.clear();
      this.#nodes.clear();
      this.#totals.clear();
    });
  }

  /** The key of a resource type in a store; undefined when the store never had one. */
  findType(store: number, type: string): number | undefined {
    const name = `${store}/${type}`;
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const row = this.#database.get<{ key: number }>(
      "SELECT key FROM fhir_types WHERE store = ? AND type = ?",
      store,
      type,
    );
    if (row) this.#types.set(name, row.key);
    return row?.key;
  }

  internType(store: number, type: string): number {
    const found = this.findType(store, type);
    if (found !== undefined) return found;
    this.#database.run("INSERT INTO fhir_types (store, type) VALUES (?, ?)", store, type);
    return this.#found(this.findType(store, type));
  }

  /** The key of a search parameter of a type; undefined when no resource had a value for it. */
  findParam(type: number, code: string): number | undefined {
    let params = this.#params.get(type);
    if (!params) this.#params.set(type, (params = new Map<string, number>()));
    const known = params.get(code);
    if (known !== undefined) return known;
    const row = this.#database.get<{ key: number }>(
      "SELECT key FROM fhir_params WHERE type = ? AND code = ?",
      type,
      code,
    );
    if (row) params.set(code, row.key);
    return row?.key;
  }

  internParam(type: number, code: string): number {
    const found = this.findParam(type, code);
    if (found !== undefined) return found;
    this.#database.run("INSERT INTO fhir_params (type, code) VALUES (?, ?)", type, code);
    return this.#found(this.findParam(type, code));
  }

  /** Remembers that some resource has several values for the parameter. Inside a write. */
  markMultiple(param: number): void {
    if (this.#multiple.has(param)) return;
    this.#database.run("UPDATE fhir_params SET is_multiple = 1 WHERE key = ?", param);
    this.#multiple.add(param);
  }

  /** False when every resource has at most one value for the parameter. */
  isMultiple(param: number): boolean {
    if (this.#multiple.has(param)) return true;
    const row = this.#database.get<{ is_multiple: number }>("SELECT is_multiple FROM fhir_params WHERE key = ?", param);
    return row?.is_multiple === 1;
  }

  internToken(store: number, token: { readonly system: string; readonly code: string; readonly text: string }): number {
    const name = `${store}\n${token.system}\n${token.code}\n${token.text}`;
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const values = [store, token.code, token.system, token.text] as const;
    const found =
      this.#database.get<{ token: number }>(
        "SELECT token FROM fhir_tokens WHERE store = ? AND code = ? AND system = ? AND text = ?",
        ...values,
      ) ??
      this.#database.get<{ token: number }>(
        "INSERT INTO fhir_tokens (store, code, system, text, folded) VALUES (?, ?, ?, ?, ?) RETURNING token",
        ...values,
        token.text === "" ? "" : normalizeText(token.text),
      );
    const key = this.#found(found?.token);
    this.#tokens.set(name, key);
    return key;
  }

  internUnit(store: number, unit: { readonly system: string; readonly code: string; readonly unit: string }): number {
    const name = `${store}\n${unit.system}\n${unit.code}\n${unit.unit}`;
    const known = this.#units.get(name);
    if (known !== undefined) return known;
    const values = [store, unit.system, unit.code, unit.unit] as const;
    const found =
      this.#database.get<{ unit: number }>(
        "SELECT unit FROM fhir_units WHERE store = ? AND system = ? AND code = ? AND label = ?",
        ...values,
      ) ??
      this.#database.get<{ unit: number }>(
        "INSERT INTO fhir_units (store, system, code, label) VALUES (?, ?, ?, ?) RETURNING unit",
        ...values,
      );
    const key = this.#found(found?.unit);
    this.#units.set(name, key);
    return key;
  }

  findNode(type: number | undefined, id: string): Node | undefined {
    if (type === undefined) return undefined;
    return this.#database.get<{ node: number; rid: number | null }>(
      "SELECT node, rid FROM fhir_nodes WHERE type = ? AND id = ?",
      type,
      id,
    );
  }

  /** The number of an identity, which then exists in the catalog, if only as something that is pointed to. */
  internNode(type: number, id: string): number {
    const name = `${type}/${id}`;
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const node = this.findNode(type, id)?.node ?? this.#insertNode(type, id, null);
    this.#nodes.set(name, node);
    return node;
  }

  /** Records which row is the current version of an identity. @param node its number, undefined when findNode() finds none */
  setCurrent(type: number, id: string, node: number | undefined, rid: number): number {
    if (node === undefined) return this.#insertNode(type, id, rid);
    this.#database.run("UPDATE fhir_nodes SET rid = ? WHERE node = ?", rid, node);
    return node;
  }

  /**
   * A count that stays right until the next write to any FHIR store. The emulator's process is the only one that writes, so paging through a
   * large result counts it once.
   */
  total(name: string, count: () => number): number {
    const known = this.#totals.get(name);
    if (known !== undefined) return known;
    if (this.#totals.size >= MAX_TOTALS) this.#totals.clear();
    const total = count();
    this.#totals.set(name, total);
    return total;
  }

  /** Called by every write that changes what a search finds. */
  forgetTotals(): void {
    if (this.#totals.size > 0) this.#totals.clear();
  }

  /** A row number for a new version: higher than any before, also than those of rows that are gone. */
  nextRid(): number {
    this.#lastRid ??= Math.max(
      this.#maximum("SELECT max(rid) AS last FROM fhir_resources"),
      this.#maximum("SELECT max(rid) AS last FROM fhir_fulltext_progress"),
    );
    this.#lastRid += 1;
    return this.#lastRid;
  }

  #insertNode(type: number, id: string, rid: number | null): number {
    this.#lastNode ??= this.#maximum("SELECT max(node) AS last FROM fhir_nodes");
    this.#lastNode += 1;
    this.#database.run(
      "INSERT INTO fhir_nodes (node, type, id, rid) VALUES (?, ?, ?, ?)",
      this.#lastNode,
      type,
      id,
      rid,
    );
    return this.#lastNode;
  }

  #maximum(query: string): number {
    return this.#database.get<{ last: number | null }>(query)?.last ?? 0;
  }

  #found(key: number | undefined): number {
    if (key === undefined) throw new Error("The FHIR catalog lost a row it has just written.");
    return key;
  }
}

const catalogs = new WeakMap<Database, Catalog>();

/** The one catalog of a database. */
export function catalogOf(database: Database): Catalog {
  let catalog = catalogs.get(database);
  if (!catalog) catalogs.set(database, (catalog = new Catalog(database)));
  return catalog;
}
