/** A place in a grid; the row of heads is -1. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export const HEADER_ROW = -1;
const PAGE_ROWS = 15;

/** Where a key leads (ARIA Authoring Practices, "Grid"); undefined for a key that does not move. */
export function moveCell(
  from: Cell,
  event: { readonly key: string; readonly ctrlKey: boolean; readonly altKey: boolean; readonly metaKey: boolean },
  size: { readonly rows: number; readonly columns: number },
): Cell | undefined {
  if (event.altKey || event.metaKey) return undefined;
  const move = event.ctrlKey ? CONTROL_MOVES[event.key] : MOVES[event.key];
  if (!move) return undefined;
  const to = move(from, size);
  return {
    row: Math.min(Math.max(to.row, HEADER_ROW), size.rows - 1),
    column: Math.min(Math.max(to.column, 0), size.columns - 1),
  };
}

type Move = (from: Cell, size: { readonly rows: number; readonly columns: number }) => Cell;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }) => ({ row: Math.max(row - PAGE_ROWS, 0), column }),
  PageDown: ({ row, column }) => ({ row: row + PAGE_ROWS, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
};

const CONTROL_MOVES: Readonly<Record<string, Move>> = {
  Home: () => ({ row: 0, column: 0 }),
  End: (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
};
