import type { JsonDocument } from "./json-document.ts";

/** One hit: the line it stands on and the columns to mark, [startColumn, endColumn). */
export interface JsonMatch {
  readonly node: number;
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

export interface JsonMatches {
  readonly matches: readonly JsonMatch[];
  /** True when there are more than `limit`. */
  readonly isCut: boolean;
}

export interface SearchOptions {
  /** How many matches to keep. */
  readonly limit: number;
  /** Values that must not be found because they are masked. Their keys still are. */
  readonly isHidden?: (node: number) => boolean;
}

/**
 * Finds a text in property names and in values, ignoring case. Looks at the source, as the screen shows it; names and
 * strings written with `\u…` or `\/` are also compared as they read, and then marked whole.
 */
export function searchJson(document: JsonDocument, needle: string, options: SearchOptions): JsonMatches {
  if (needle === "") return { matches: [], isCut: false };
  const found = new Map<number, JsonMatch>();
  const escapedNeedle = JSON.stringify(needle).slice(1, -1);
  const needles = escapedNeedle === needle ? [needle] : [needle, escapedNeedle];
  for (const text of needles) collectInSource(document, text, options, found);
  for (const node of document.nodes.escaped) {
    if (found.size > options.limit) break;
    collectDecoded(document, node, { ...options, needle: needle.toLowerCase() }, found);
  }
  const offsets = [...found.keys()].toSorted((a, b) => a - b).slice(0, options.limit);
  return { matches: offsets.flatMap((offset) => found.get(offset) ?? []), isCut: found.size > options.limit };
}

function collectInSource(
  document: JsonDocument,
  needle: string,
  options: SearchOptions,
  found: Map<number, JsonMatch>,
): void {
  const pattern = new RegExp(needle.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), "gi");
  for (let hit = pattern.exec(document.text); hit; hit = pattern.exec(document.text)) {
    const match = matchAt(document, hit.index, hit[0].length, options);
    if (match) found.set(hit.index, match);
    // What runs from one value into the next is no match, but a match may begin inside it.
    else pattern.lastIndex = hit.index + 1;
    if (found.size > options.limit) return;
  }
}

/** The match at an offset of the source, when it lies inside one name or one scalar. */
function matchAt(
  document: JsonDocument,
  offset: number,
  length: number,
  options: SearchOptions,
): JsonMatch | undefined {
  const { keyStart, keyEnd, start, end } = document.nodes;
  const node = nodeBefore(document, offset);
  const keyAt = keyStart[node] ?? 0;
  const keyTo = keyEnd[node] ?? 0;
  if (keyTo > 0 && offset >= keyAt && offset + length <= keyTo) {
    const column = keyColumn(document, node) + offset - keyAt;
    return { node, line: document.lineOf(node), startColumn: column, endColumn: column + length };
  }
  const valueAt = start[node] ?? 0;
  if (document.isContainer(node) || offset < valueAt || offset + length > (end[node] ?? 0)) return undefined;
  if (options.isHidden?.(node)) return undefined;
  const column = document.spanOfNode(node).startColumn + offset - valueAt;
  return { node, line: document.lineOf(node), startColumn: column, endColumn: column + length };
}

function collectDecoded(
  document: JsonDocument,
  node: number,
  options: SearchOptions & { readonly needle: string },
  found: Map<number, JsonMatch>,
): void {
  const { needle } = options;
  const { keyStart, start } = document.nodes;
  const span = document.spanOfNode(node);
  const line = document.lineOf(node);
  const key = document.keyOf(node);
  const keyAt = keyStart[node] ?? 0;
  if (key?.toLowerCase().includes(needle) && !found.has(keyAt)) {
    const column = keyColumn(document, node);
    found.set(keyAt, { node, line, startColumn: column, endColumn: span.startColumn - ": ".length });
  }
  const valueAt = start[node] ?? 0;
  const value = document.stringOf(node);
  if (!value?.toLowerCase().includes(needle) || options.isHidden?.(node)) return;
  const end = document.nodes.end[node] ?? 0;
  const isMarked = [...found.keys()].some((offset) => offset >= valueAt && offset < end);
  if (!isMarked) found.set(valueAt, { node, line, startColumn: span.startColumn, endColumn: span.endColumn });
}

function keyColumn(document: JsonDocument, node: number): number {
  return document.depthOf(node) * 2;
}

/** The last value that begins, with its name, at or before an offset. */
function nodeBefore(document: JsonDocument, offset: number): number {
  const { keyStart, keyEnd, start, count } = document.nodes;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const begins = (keyEnd[middle] ?? 0) > 0 ? keyStart[middle] : start[middle];
    if ((begins ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}
