"use client";

import { useRef, type KeyboardEvent } from "react";
import type { TreeRow } from "./flatten-tree.ts";
import { treeKeyAction, typeAhead } from "./tree-keyboard.ts";

/** A pause this long starts a new word of type-ahead. */
const TYPE_AHEAD_MS = 700;

export interface TreeKeys {
  readonly rows: readonly TreeRow[];
  /** Index of the row that the keyboard stands on. */
  readonly active: number;
  readonly onMove: (index: number) => void;
  readonly onActivate: (index: number) => void;
  readonly onToggle: (names: readonly string[], open: boolean) => void;
}

/** The key handler of the tree: arrows and their kin, then letters as type-ahead. Keys with Ctrl, Alt or ⌘ pass. */
export function useTreeKeys({ rows, active, onMove, onActivate, onToggle }: TreeKeys): (event: KeyboardEvent) => void {
  const typed = useRef({ text: "", at: 0 });

  const handleLetter = (event: KeyboardEvent) => {
    const isSameWord = event.timeStamp - typed.current.at < TYPE_AHEAD_MS;
    typed.current = { text: (isSameWord ? typed.current.text : "") + event.key, at: event.timeStamp };
    const found = typeAhead(rows, active, typed.current.text);
    if (found !== undefined) onMove(found);
  };

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeKeyAction(rows, active, event.key);
    if (!action) {
      // `/` and `?` belong to the frame: palette and help.
      if (event.key.length === 1 && event.key !== "/" && event.key !== "?") handleLetter(event);
      return;
    }
    event.preventDefault();
    if (action.do === "move") onMove(action.to);
    else if (action.do === "activate") onActivate(action.index);
    else if (action.do === "open-siblings") onToggle(action.names, true);
    else onToggle([action.name], action.do === "open");
  };
}
