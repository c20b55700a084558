import { formatPointer, type JsonPath } from "./json-path.ts";
import type { JsonValue } from "./lossless-json.ts";
import type { DiffNode, DiffSide } from "./semantic-diff.ts";

/** One operation of a JSON Patch (RFC 6902 §4). */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: JsonValue }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move"; readonly from: string; readonly path: string };

/** The JSON Patch that turns `before` of a diff into `after`: only what changed, so that it also fits a resource others have edited elsewhere. */
export function patchOf(diff: DiffNode): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  patchNode(diff, [], operations);
  return operations;
}

/** `path`: where the value stands once the operations so far have run. */
function patchNode(node: DiffNode, path: JsonPath, operations: PatchOperation[]): void {
  if (node.status === "replaced" && node.after)
    operations.push({ op: "replace", path: formatPointer(path), value: node.after.value });
  if (node.status !== "edited") return;
  if (Array.isArray(node.after?.value)) patchItems(node, path, operations);
  else patchMembers(node, path, operations);
  for (const child of node.children) {
    if (child.before && child.after) patchNode(child, [...path, child.after.key], operations);
  }
}

function patchMembers({ children }: DiffNode, path: JsonPath, operations: PatchOperation[]): void {
  for (const { before, after } of children) {
    if (before && after) continue;
    if (after) operations.push({ op: "add", path: formatPointer([...path, after.key]), value: after.value });
    else if (before) operations.push({ op: "remove", path: formatPointer([...path, before.key]) });
  }
}

/** Removes from the end, moves what moved behind its new neighbour, then adds from the start: every position is right when its turn comes. */
function patchItems({ children }: DiffNode, path: JsonPath, operations: PatchOperation[]): void {
  const at = (position: number) => formatPointer([...path, position]);
  for (const position of positionsOf(children.filter(({ after }) => !after).map(({ before }) => before)).toReversed()) {
    operations.push({ op: "remove", path: at(position) });
  }
  moveItems(children, (from, to) => operations.push({ op: "move", from: at(from), path: at(to) }));
  for (const side of bySide(children.filter(({ before }) => !before).map(({ after }) => after))) {
    operations.push({ op: "add", path: at(Number(side.key)), value: side.value });
  }
}

function moveItems(children: readonly DiffNode[], move: (from: number, to: number) => void): void {
  const kept = children.filter(({ before, after }) => before && after);
  const now = positionsOf(kept.map(({ before }) => before));
  const wanted = kept.toSorted((a, b) => Number(a.after?.key) - Number(b.after?.key));
  wanted.forEach((item, place) => {
    if (!item.isMoved) return;
    const from = now.indexOf(Number(item.before?.key));
    now.splice(from, 1);
    const to = place === 0 ? 0 : now.indexOf(Number(wanted[place - 1]?.before?.key)) + 1;
    now.splice(to, 0, Number(item.before?.key));
    if (from !== to) move(from, to);
  });
}

function positionsOf(sides: readonly (DiffSide | undefined)[]): number[] {
  return bySide(sides).map(({ key }) => Number(key));
}

function bySide(sides: readonly (DiffSide | undefined)[]): DiffSide[] {
  return sides.flatMap((side) => side ?? []).toSorted((a, b) => Number(a.key) - Number(b.key));
}
