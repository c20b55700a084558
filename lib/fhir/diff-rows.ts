import type { JsonDocument } from "./json-document.ts";
import type { DiffNode } from "./semantic-diff.ts";

export type DiffRowKind = "same" | "added" | "removed" | "changed" | "moved";

/** One row of two documents side by side: a line of either, or of one where the other has nothing. */
export interface DiffRow {
  readonly kind: DiffRowKind;
  /** Lines as JsonDocument counts them; undefined where that side has none. */
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** A run of rows that are the same on both sides, shown as one until it is opened. */
export interface DiffGap {
  readonly kind: "gap";
  /** Position of its first row among all rows; its identity. */
  readonly from: number;
  readonly count: number;
}

/** The lines of both documents in the order of the newer one, each beside its counterpart. */
export function rowsOf(diff: DiffNode, before: JsonDocument, after: JsonDocument): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  addNode(diff, { before, after, rows }, { left: 0, right: 0 });
  return rows;
}

/** Rows in the neighbourhood of a change that stay in sight. */
const CONTEXT = 3;

/** Rows with long unchanged runs put together. `opened`: gaps, by their `from`, that a reader has opened. */
export function withGaps(rows: readonly DiffRow[], opened: ReadonlySet<number>): readonly (DiffRow | DiffGap)[] {
  const shown: (DiffRow | DiffGap)[] = [];
  for (let at = 0; at < rows.length;) {
    let end = at;
    while (end < rows.length && rows[end]?.kind === "same") end += 1;
    const from = at === 0 ? 0 : at + CONTEXT;
    const to = end === rows.length ? end : end - CONTEXT;
    if (to - from > CONTEXT && !opened.has(from)) {
      shown.push(...rows.slice(at, from), { kind: "gap", from, count: to - from }, ...rows.slice(to, end));
    } else shown.push(...rows.slice(at, end));
    if (end < rows.length) shown.push(...rows.slice(end, end + 1));
    at = end + 1;
  }
  return shown;
}

interface Sides {
  readonly before: JsonDocument;
  readonly after: JsonDocument;
  readonly rows: DiffRow[];
}

interface Pair {
  readonly left: number | undefined;
  readonly right: number | undefined;
}

const KINDS: Readonly<Record<DiffNode["status"], DiffRowKind>> = {
  same: "same",
  edited: "same",
  replaced: "changed",
  added: "added",
  removed: "removed",
};

function addNode(node: DiffNode, sides: Sides, pair: Pair): void {
  const kind = node.isMoved ? "moved" : KINDS[node.status];
  if (node.status !== "edited" || pair.left === undefined || pair.right === undefined) {
    zip(kind, lines(sides.before, pair.left), lines(sides.after, pair.right), sides.rows);
    return;
  }
  const { before, after, rows } = sides;
  const [left, right] = [pair.left, pair.right];
  rows.push({ kind, left: before.lineOf(left), right: after.lineOf(right) });
  const byKey = [childIndex(before, left), childIndex(after, right)] as const;
  for (const child of node.children) {
    addNode(child, sides, {
      left: child.before && byKey[0].get(child.before.key),
      right: child.after && byKey[1].get(child.after.key),
    });
  }
  // An empty object or array has its end on the same line.
  const [leftEnd, rightEnd] = [closing(before, left), closing(after, right)];
  if (leftEnd !== undefined || rightEnd !== undefined) rows.push({ kind, left: leftEnd, right: rightEnd });
}

function lines(document: JsonDocument, node: number | undefined): { readonly from: number; readonly count: number } {
  if (node === undefined) return { from: 0, count: 0 };
  const from = document.lineOf(node);
  return { from, count: document.endLineOf(node) - from + 1 };
}

type Lines = ReturnType<typeof lines>;

function zip(kind: DiffRowKind, left: Lines, right: Lines, rows: DiffRow[]): void {
  for (let at = 0; at < Math.max(left.count, right.count); at += 1) {
    rows.push({
      kind,
      left: at < left.count ? left.from + at : undefined,
      right: at < right.count ? right.from + at : undefined,
    });
  }
}

function closing(document: JsonDocument, node: number): number | undefined {
  return document.hasChildren(node) ? document.endLineOf(node) : undefined;
}

function childIndex(document: JsonDocument, node: number): ReadonlyMap<string | number, number> {
  const index = new Map<string | number, number>();
  for (const child of document.childrenOf(node))
    index.set(document.keyOf(child) ?? document.nodes.index[child] ?? 0, child);
  return index;
}
