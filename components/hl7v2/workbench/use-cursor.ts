"use client";

import { useMemo, useReducer } from "react";
import { cursorAt, positionOfCursor, stepCursor, type Cursor, type Step } from "#lib/hl7v2/cursor.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import { formatPosition, parsePosition, type Position } from "#lib/hl7v2/position.ts";

export interface CursorState {
  readonly cursor: Cursor;
  /** Counts deliberate moves: a view scrolls to the cursor when it grows. */
  readonly moves: number;
}

export interface CursorControl extends CursorState {
  /** Undefined only in a message without segments. */
  readonly position: Position | undefined;
  /** `PID-5.2`; empty in a message without segments. */
  readonly written: string;
  readonly moveTo: (cursor: Cursor) => void;
  readonly step: (step: Step) => void;
  /** Goes to a position as people write it; says why when it cannot. */
  readonly goTo: (written: string) => string | undefined;
}

/** The one cursor that raw text, table and documentation share. */
export function useCursor(message: Message, initial: string): CursorControl {
  const [state, act] = useReducer(
    (before: CursorState, cursor: Cursor): CursorState => ({ cursor, moves: before.moves + 1 }),
    initial,
    (written): CursorState => ({ cursor: firstCursor(message, written), moves: written === "" ? 0 : 1 }),
  );
  return useMemo(() => {
    const position = positionOfCursor(message, state.cursor);
    return {
      ...state,
      position,
      written: position ? formatPosition(position) : "",
      moveTo: act,
      step: (step) => act(stepCursor(message, state.cursor, step)),
      goTo: (written) => {
        const wanted = parsePosition(written);
        if (!wanted) return "Write a position such as PID-5.2 or OBX[2]-5.";
        const cursor = cursorAt(message, wanted);
        if (!cursor)
          return `The message has no ${formatPosition({ segment: wanted.segment, occurrence: wanted.occurrence })}.`;
        act(cursor);
        return cursor.leaf === undefined && wanted.field !== undefined
          ? `${formatPosition(wanted)} is not in the message; this is its segment.`
          : undefined;
      },
    };
  }, [message, state]);
}

function firstCursor(message: Message, written: string): Cursor {
  const position = parsePosition(written);
  return (position && cursorAt(message, position)) ?? { segment: 0, leaf: undefined };
}
