import type { JsonDocument } from "./json-document.ts";

/** The lines that remain when some values are folded to their opening line. */
export interface FoldedLines {
  readonly count: number;
  /** The document's line at a visible position. */
  lineAt(position: number): number;
  /** The visible position of a line; a hidden line answers with the fold that hides it. */
  positionOf(line: number): number;
  /** The outermost folded value that hides a line, if one does. */
  hiddenBy(line: number): number | undefined;
}

/** Computes in O(folds · log folds), whatever the size of the document; look-ups take O(log folds). */
export function foldLines(document: JsonDocument, folded: ReadonlySet<number>): FoldedLines {
  const outermost = outermostFolds(document, folded);
  const headers = outermost.map((node) => document.lineOf(node));
  // hiddenUpTo[i]: how many lines the folds before i hide.
  const hiddenUpTo: number[] = [0];
  for (const node of outermost) {
    hiddenUpTo.push((hiddenUpTo.at(-1) ?? 0) + document.endLineOf(node) - document.lineOf(node));
  }
  const foldBefore = (line: number) => lastAtMost(headers.length, (index) => (headers[index] ?? 0) < line);
  const hiddenBy = (line: number) => {
    const node = outermost[foldBefore(line)];
    return node !== undefined && line <= document.endLineOf(node) ? node : undefined;
  };
  return {
    count: document.lineCount - (hiddenUpTo.at(-1) ?? 0),
    lineAt: (position) => {
      const fold = lastAtMost(headers.length, (index) => (headers[index] ?? 0) - (hiddenUpTo[index] ?? 0) < position);
      return position + (hiddenUpTo[fold + 1] ?? 0);
    },
    positionOf: (line) => {
      const hider = hiddenBy(line);
      const shown = hider === undefined ? line : document.lineOf(hider);
      return shown - (hiddenUpTo[foldBefore(shown) + 1] ?? 0);
    },
    hiddenBy,
  };
}

/** Folds without those that hide a line, so that it shows. */
export function revealLine(document: JsonDocument, folded: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const node = document.nodeOfLine(line);
  const open = new Set(folded);
  for (let up = document.parentOf(node); up >= 0; up = document.parentOf(up)) open.delete(up);
  if (line !== document.lineOf(node)) open.delete(node);
  return open.size === folded.size ? folded : open;
}

/** Every foldable value that stands at a depth (1: the root's members), for "fold all". */
export function foldAtDepth(document: JsonDocument, depth: number): ReadonlySet<number> {
  let level = [0];
  for (let at = 0; at < depth; at += 1) level = level.flatMap((node) => [...document.childrenOf(node)]);
  return new Set(level.filter((node) => document.hasChildren(node)));
}

function outermostFolds(document: JsonDocument, folded: ReadonlySet<number>): number[] {
  const kept: number[] = [];
  for (const node of [...folded].toSorted((a, b) => a - b)) {
    const last = kept.at(-1);
    if (last !== undefined && document.contains(last, node)) continue;
    if (document.endLineOf(node) > document.lineOf(node)) kept.push(node);
  }
  return kept;
}

/** The last index for which `holds`, given that it holds up to some index and not after; -1 when it never does. */
function lastAtMost(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
