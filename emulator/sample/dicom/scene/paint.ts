import type { Ellipsoid, Material, Scene } from "./scene.ts";
import { add, cross, dot, subtract, times, type Vector } from "./vector.ts";

/** Where an image lies in the patient. PS3.3 C.7.6.2. */
export interface Plane {
  /** Centre of the first pixel: Image Position (Patient). */
  readonly origin: Vector;
  /** Direction of a row (column index grows) and of a column: Image Orientation (Patient). */
  readonly row: Vector;
  readonly column: Vector;
  /** Millimetres between rows, and between columns: Pixel Spacing. */
  readonly spacing: readonly [number, number];
  readonly rows: number;
  readonly columns: number;
}

/** The number each material gives in one kind of scan. */
export type Contrast = Readonly<Record<Material, number>>;

/** The plane's neighbour `distance` millimetres along its normal. */
export function shifted(plane: Plane, distance: number): Plane {
  return { ...plane, origin: add(plane.origin, times(cross(plane.row, plane.column), distance)) };
}

/** A plane around a centre point. */
export function planeAround(centre: Vector, plane: Omit<Plane, "origin">): Plane {
  const toFirst = add(
    times(plane.row, (-(plane.columns - 1) / 2) * plane.spacing[1]),
    times(plane.column, (-(plane.rows - 1) / 2) * plane.spacing[0]),
  );
  return { ...plane, origin: add(centre, toFirst) };
}

/** Draws the cuts of one orientation through a scene, as many as are asked for. */
export interface Painter {
  /** The cut of a plane with the painter's orientation: the background where nothing is. */
  paint(plane: Plane): Float32Array;
}

export interface Paints {
  readonly contrast: Contrast;
  /** Default: air. */
  readonly background?: number;
}

/** Finds once how far each stone lies along the normal, so that a cut visits only the stones it meets. */
export function createPainter(
  scene: Scene,
  { row, column }: Pick<Plane, "row" | "column">,
  { contrast, background = contrast.air }: Paints,
): Painter {
  const normal = cross(row, column);
  const levels = Float64Array.from(scene, ({ centre }) => dot(normal, centre));
  const reaches = Float64Array.from(scene, ({ radii }) => Math.max(...radii));
  return {
    paint: (plane) => {
      const image = new Float32Array(plane.rows * plane.columns).fill(background);
      const level = dot(normal, plane.origin);
      for (let index = 0; index < levels.length; index++) {
        const distance = Math.abs((levels[index] ?? 0) - level);
        const reach = reaches[index] ?? 0;
        const stone = scene[index];
        if (distance < reach && stone)
          paintStone(image, plane, stone, { value: contrast[stone.material], reach, distance });
      }
      return image;
    },
  };
}

/**
 * Row by row, the ends of the cut are the roots of a quadratic: |M(p-c)|² = 1 with M the axes divided by the radii. Pixels at the ends get
 * their share, so that edges are smooth.
 */
function paintStone(
  image: Float32Array,
  plane: Plane,
  stone: Ellipsoid,
  { value, reach, distance }: { value: number; reach: number; distance: number },
): void {
  const { rows, columns, spacing } = plane;
  const half = Math.sqrt(reach * reach - distance * distance);
  const middle = dot(plane.column, subtract(stone.centre, plane.origin));
  const first = Math.max(0, Math.ceil((middle - half) / spacing[0]));
  const last = Math.min(rows - 1, Math.floor((middle + half) / spacing[0]));
  const step = scaled(stone, times(plane.row, spacing[1]));
  const down = scaled(stone, times(plane.column, spacing[0]));
  const start = scaled(stone, subtract(plane.origin, stone.centre));
  const a = dot(step, step);
  for (let y = first; y <= last; y++) {
    const bx = start[0] + y * down[0];
    const by = start[1] + y * down[1];
    const bz = start[2] + y * down[2];
    const b = step[0] * bx + step[1] * by + step[2] * bz;
    const root = b * b - a * (bx * bx + by * by + bz * bz - 1);
    if (root <= 0) continue;
    const wide = Math.sqrt(root) / a;
    fillSpan(image, y * columns, { from: -b / a - wide + 0.5, to: -b / a + wide + 0.5, columns, value });
  }
}

function scaled({ radii, axes }: Ellipsoid, direction: Vector): Vector {
  if (!axes) return [direction[0] / radii[0], direction[1] / radii[1], direction[2] / radii[2]];
  return [dot(axes[0], direction) / radii[0], dot(axes[1], direction) / radii[1], dot(axes[2], direction) / radii[2]];
}

/** Fills [from, to) where pixel i covers [i, i+1). */
function fillSpan(
  image: Float32Array,
  offset: number,
  { from, to, columns, value }: { from: number; to: number; columns: number; value: number },
): void {
  const low = Math.max(0, from);
  const high = Math.min(columns, to);
  if (high <= low) return;
  const firstWhole = Math.ceil(low);
  const lastWhole = Math.floor(high);
  if (firstWhole > lastWhole) {
    blend(image, offset + Math.floor(low), high - low, value);
    return;
  }
  image.fill(value, offset + firstWhole, offset + lastWhole);
  if (firstWhole > low) blend(image, offset + firstWhole - 1, firstWhole - low, value);
  if (high > lastWhole) blend(image, offset + lastWhole, high - lastWhole, value);
}

function blend(image: Float32Array, at: number, share: number, value: number): void {
  const before = image[at] ?? value;
  image[at] = before + (value - before) * share;
}

/** The scanner's point spread: 1-2-1 in both directions. */
export function blur(image: Float32Array, rows: number, columns: number): Float32Array {
  const across = new Float32Array(image.length);
  for (let y = 0; y < rows; y++) {
    const offset = y * columns;
    for (let x = 0; x < columns; x++) {
      const here = image[offset + x] ?? 0;
      const left = x > 0 ? (image[offset + x - 1] ?? 0) : here;
      const right = x < columns - 1 ? (image[offset + x + 1] ?? 0) : here;
      across[offset + x] = (left + 2 * here + right) / 4;
    }
  }
  const down = new Float32Array(image.length);
  for (let y = 0; y < rows; y++) {
    const above = Math.max(0, y - 1) * columns;
    const below = Math.min(rows - 1, y + 1) * columns;
    const offset = y * columns;
    for (let x = 0; x < columns; x++) {
      down[offset + x] = ((across[above + x] ?? 0) + 2 * (across[offset + x] ?? 0) + (across[below + x] ?? 0)) / 4;
    }
  }
  return down;
}
