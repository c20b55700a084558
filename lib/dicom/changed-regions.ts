/** A rectangle in pixels of the picture. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How the pixels of an uncompressed frame lie (PS3.3 C.7.6.3). */
export interface PixelShape {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly isPlanar: boolean;
}

/** Pixels are looked at in squares: what is a few pixels apart belongs together. */
const CELL = 6;
/** Of the range of a byte: less is the loss of a compression. */
const LEAST = 8;
const MOST = 300;

/**
 * Where two frames of the same shape differ, as rectangles around what hangs together: what a de-identification has painted over.
 * Undefined when the frames cannot be compared.
 */
export function changedRegions(
  before: Uint8Array,
  after: Uint8Array,
  shape: PixelShape,
): readonly Region[] | undefined {
  const { rows, columns, samples, bitsAllocated } = shape;
  const size = (rows * columns * samples * bitsAllocated) / 8;
  if ((bitsAllocated !== 8 && bitsAllocated !== 16) || before.length < size || after.length < size) return undefined;
  const across = Math.ceil(columns / CELL);
  const down = Math.ceil(rows / CELL);
  const changed = changedCells(before, after, shape);
  const regions: Region[] = [];
  for (let cell = 0; cell < changed.length && regions.length < MOST; cell += 1) {
    if (changed[cell] !== 1) continue;
    const { left, top, right, bottom } = takeConnected(changed, cell, across, down);
    const [x, y] = [left * CELL, top * CELL];
    regions.push({
      x,
      y,
      width: Math.min(columns, (right + 1) * CELL) - x,
      height: Math.min(rows, (bottom + 1) * CELL) - y,
    });
  }
  return regions;
}

function changedCells(before: Uint8Array, after: Uint8Array, shape: PixelShape): Uint8Array {
  const { rows, columns, samples, bitsAllocated, isPlanar } = shape;
  const across = Math.ceil(columns / CELL);
  const cells = new Uint8Array(across * Math.ceil(rows / CELL));
  const bytes = bitsAllocated / 8;
  const total = rows * columns * samples;
  for (let at = 0; at < total; at += 1) {
    const offset = at * bytes;
    const isEqual =
      bytes === 1
        ? Math.abs((before[offset] ?? 0) - (after[offset] ?? 0)) < LEAST
        : before[offset] === after[offset] && before[offset + 1] === after[offset + 1];
    if (isEqual) continue;
    const pixel = isPlanar ? at % (rows * columns) : Math.floor(at / samples);
    const [x, y] = [pixel % columns, Math.floor(pixel / columns)];
    cells[Math.floor(y / CELL) * across + Math.floor(x / CELL)] = 1;
  }
  return cells;
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Takes the changed cells around one out of the grid, two cells apart at most, and answers where they reach. */
function takeConnected(cells: Uint8Array, start: number, across: number, down: number): Bounds {
  const bounds = { left: across, top: down, right: 0, bottom: 0 };
  const open = [start];
  cells[start] = 0;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const [x, y] = [cell % across, Math.floor(cell / across)];
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
    for (let near = Math.max(0, y - 1); near <= Math.min(down - 1, y + 1); near += 1)
      for (let beside = Math.max(0, x - 2); beside <= Math.min(across - 1, x + 2); beside += 1) {
        const other = near * across + beside;
        if (cells[other] !== 1) continue;
        cells[other] = 0;
        open.push(other);
      }
  }
  return bounds;
}
