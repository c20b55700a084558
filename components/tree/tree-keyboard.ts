import type { TreeRow } from "./flatten-tree.ts";

/** What a key does in the tree (WAI-ARIA Authoring Practices, tree view pattern). */
export type TreeKeyAction =
  | { readonly do: "move"; readonly to: number }
  | { readonly do: "open" | "close"; readonly name: string }
  | { readonly do: "open-siblings"; readonly names: readonly string[] }
  | { readonly do: "activate"; readonly index: number };

/**
 * @param key `KeyboardEvent.key`
 * @param active index of the active row
 * @returns undefined when the tree has no use for the key
 */
export function treeKeyAction(rows: readonly TreeRow[], active: number, key: string): TreeKeyAction | undefined {
  const row = rows[active];
  if (!row) return rows.length > 0 && isMoveKey(key) ? { do: "move", to: 0 } : undefined;
  switch (key) {
    case "ArrowDown":
      return { do: "move", to: Math.min(active + 1, rows.length - 1) };
    case "ArrowUp":
      return { do: "move", to: Math.max(active - 1, 0) };
    case "Home":
      return { do: "move", to: 0 };
    case "End":
      return { do: "move", to: rows.length - 1 };
    case "ArrowRight":
      return rightAction(rows, active, row);
    case "ArrowLeft":
      return leftAction(rows, active, row);
    case "*":
      return { do: "open-siblings", names: closedSiblings(rows, active) };
    case "Enter":
    case " ":
      return { do: "activate", index: active };
    default:
      return undefined;
  }
}

/**
 * The row that type-ahead moves to: the next one, after the active row and round the end, whose label begins with the typed text.
 * A growing text may stay on the active row.
 */
export function typeAhead(rows: readonly TreeRow[], active: number, typed: string): number | undefined {
  const start = typed.length > 1 ? active : active + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    if (rows[index]?.label.toLowerCase().startsWith(typed.toLowerCase())) return index;
  }
  return undefined;
}

function isMoveKey(key: string): boolean {
  return ["ArrowDown", "ArrowUp", "Home", "End"].includes(key);
}

function rightAction(rows: readonly TreeRow[], active: number, row: TreeRow): TreeKeyAction | undefined {
  if (row.type !== "node" || row.isOpen === undefined) return undefined;
  if (!row.isOpen) return { do: "open", name: row.name };
  const child = rows[active + 1];
  return child && child.level > row.level ? { do: "move", to: active + 1 } : undefined;
}

function leftAction(rows: readonly TreeRow[], active: number, row: TreeRow): TreeKeyAction | undefined {
  if (row.type === "node" && row.isOpen === true) return { do: "close", name: row.name };
  for (let index = active - 1; index >= 0; index -= 1) {
    const above = rows[index];
    if (above && above.level < row.level) return { do: "move", to: index };
  }
  return undefined;
}

function closedSiblings(rows: readonly TreeRow[], active: number): string[] {
  const level = rows[active]?.level ?? 1;
  const first = rows.findLastIndex((row, index) => index < active && row.level < level) + 1;
  const afterLast = rows.findIndex((row, index) => index > active && row.level < level);
  return rows
    .slice(first, afterLast < 0 ? undefined : afterLast)
    .filter((row) => row.type === "node" && row.level === level && row.isOpen === false)
    .map((row) => row.name);
}
