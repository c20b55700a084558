import type { JsonDocument } from "#lib/fhir/json-document.ts";
import type { FoldedLines } from "#lib/fhir/json-folds.ts";

/** What a key does in the lines (WAI-ARIA Authoring Practices, tree view pattern). */
export type LineKeyAction =
  { readonly do: "move"; readonly to: number } | { readonly do: "fold" | "unfold" | "enter"; readonly node: number };

const PAGE = 20;

/**
 * @param cursor node that has the cursor
 * @param key `KeyboardEvent.key`
 * @returns undefined when the lines have no use for the key
 */
export function lineKeyAction(
  document: JsonDocument,
  view: FoldedLines,
  cursor: number,
  key: string,
): LineKeyAction | undefined {
  const at = view.positionOf(document.lineOf(cursor));
  switch (key) {
    case "ArrowDown":
      return { do: "move", to: nodeNear(document, view, at + 1, 1) };
    case "ArrowUp":
      return { do: "move", to: nodeNear(document, view, at - 1, -1) };
    case "PageDown":
      return { do: "move", to: nodeNear(document, view, at + PAGE, 1) };
    case "PageUp":
      return { do: "move", to: nodeNear(document, view, at - PAGE, -1) };
    case "Home":
      return { do: "move", to: 0 };
    case "End":
      return { do: "move", to: nodeNear(document, view, view.count - 1, -1) };
    case "ArrowRight":
      return rightAction(document, view, cursor);
    case "ArrowLeft":
      return leftAction(document, view, cursor);
    case "Enter":
      return { do: "enter", node: cursor };
    default:
      return undefined;
  }
}

/** True when the value is folded to one line. */
export function isFolded(document: JsonDocument, view: FoldedLines, node: number): boolean {
  return document.hasChildren(node) && view.hiddenBy(document.endLineOf(node)) === node;
}

/** The value that opens at a visible position, or at the nearest one in a direction: closing lines are passed over. */
function nodeNear(document: JsonDocument, view: FoldedLines, position: number, step: 1 | -1): number {
  const last = view.count - 1;
  let at = Math.max(0, Math.min(position, last));
  while (isClosing(document, view.lineAt(at))) {
    if (at === last) return nodeNear(document, view, last - 1, -1);
    at += step;
  }
  return document.nodeOfLine(view.lineAt(at));
}

function isClosing(document: JsonDocument, line: number): boolean {
  return (document.nodes.lineNode[line] ?? 0) < 0;
}

function rightAction(document: JsonDocument, view: FoldedLines, cursor: number): LineKeyAction | undefined {
  if (!document.hasChildren(cursor)) return undefined;
  return isFolded(document, view, cursor) ? { do: "unfold", node: cursor } : { do: "move", to: cursor + 1 };
}

function leftAction(document: JsonDocument, view: FoldedLines, cursor: number): LineKeyAction | undefined {
  if (document.hasChildren(cursor) && !isFolded(document, view, cursor)) return { do: "fold", node: cursor };
  const parent = document.parentOf(cursor);
  return parent < 0 ? undefined : { do: "move", to: parent };
}
