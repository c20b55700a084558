import { foldAtDepth, revealLine } from "#lib/fhir/json-folds.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";

/** What a reader has done to a document on screen. */
export interface JsonViewState {
  /** The value that has the cursor. */
  readonly cursor: number;
  /** The annotation that was picked in the list or by `[` and `]`; its range is highlighted. */
  readonly picked: string | undefined;
  readonly folded: ReadonlySet<number>;
  /** How many characters of a long string are shown, where it is more than at first. */
  readonly shown: ReadonlyMap<number, number>;
  /** Counts deliberate moves, so that the lines scroll to the cursor once for each. */
  readonly moves: number;
}

export type JsonViewAction =
  | { readonly do: "move"; readonly to: number }
  | { readonly do: "pick"; readonly annotation: string; readonly node: number }
  | { readonly do: "fold" | "unfold" | "toggle"; readonly node: number }
  | { readonly do: "fold-all" }
  | { readonly do: "unfold-all" }
  | { readonly do: "show"; readonly node: number; readonly characters: number };

/** Characters of a string shown before it is cut, and added at each step. */
export const SHOWN_FIRST = 400;
export const SHOWN_MORE = 20_000;

export function initialView(cursor: number): JsonViewState {
  return { cursor, picked: undefined, folded: NOTHING, shown: new Map(), moves: cursor === 0 ? 0 : 1 };
}

/** The reader's act on a document; moving to a hidden value unfolds what hides it. */
export function reduceView(document: JsonDocument, state: JsonViewState, action: JsonViewAction): JsonViewState {
  switch (action.do) {
    case "move":
      return moveTo(document, { ...state, picked: undefined }, action.to);
    case "pick":
      return moveTo(document, { ...state, picked: action.annotation }, action.node);
    case "fold":
      return withFolds(document, state, new Set([...state.folded, action.node]));
    case "unfold":
      return withFolds(document, state, new Set([...state.folded].filter((node) => node !== action.node)));
    case "toggle":
      return reduceView(document, state, { do: state.folded.has(action.node) ? "unfold" : "fold", node: action.node });
    case "fold-all":
      return withFolds(document, state, new Set([...foldAtDepth(document, 1), ...foldAtDepth(document, 2)]));
    case "unfold-all":
      return withFolds(document, state, NOTHING);
    case "show":
      return { ...state, shown: new Map([...state.shown, [action.node, action.characters]]) };
  }
}

const NOTHING: ReadonlySet<number> = new Set();

function moveTo(document: JsonDocument, state: JsonViewState, cursor: number): JsonViewState {
  const folded = revealLine(document, state.folded, document.lineOf(cursor));
  return { ...state, cursor, folded, moves: state.moves + 1 };
}

/** A cursor that would be hidden goes to the fold that hides it. */
function withFolds(document: JsonDocument, state: JsonViewState, folded: ReadonlySet<number>): JsonViewState {
  let cursor = state.cursor;
  for (let up = document.parentOf(cursor); up >= 0; up = document.parentOf(up)) if (folded.has(up)) cursor = up;
  return { ...state, folded, cursor, picked: cursor === state.cursor ? state.picked : undefined };
}
