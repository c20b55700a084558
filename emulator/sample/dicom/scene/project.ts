import type { Plane } from "./paint.ts";
import type { Ellipsoid, Scene } from "./scene.ts";
import { cross, dot, subtract, times, type Vector } from "./vector.ts";

/**
 * Adds up how long the rays along the plate's normal run through each stone, times its weight. Unlike cuts it leaves no steps, but stones
 * do not cover each other: a weight is what the stone has more than the one it lies in.
 */
export function addChords(scene: Scene, plate: Plane, weightOf: (stone: Ellipsoid) => number): Float32Array {
  const image = new Float32Array(plate.rows * plate.columns);
  for (const stone of scene) addChord(image, plate, stone, weightOf(stone));
  return image;
}

/** Depth t on the ray of a pixel is in the stone when |M(p + t n)|² < 1: the chord is the distance of the two roots. */
function addChord(image: Float32Array, plate: Plane, stone: Ellipsoid, weight: number): void {
  const { row, column, spacing, rows, columns } = plate;
  const reach = Math.max(...stone.radii);
  const middle = subtract(stone.centre, plate.origin);
  const [v, u] = [dot(column, middle) / spacing[0], dot(row, middle) / spacing[1]];
  const [high, wide] = [reach / spacing[0], reach / spacing[1]];
  const along = scaled(stone, cross(row, column));
  const across = scaled(stone, times(row, spacing[1]));
  const down = scaled(stone, times(column, spacing[0]));
  const a = dot(along, along);
  const [ba, bd] = [dot(along, across), dot(along, down)];
  const [aa, ad, dd] = [dot(across, across), dot(across, down), dot(down, down)];
  for (let y = Math.max(0, Math.ceil(v - high)); y <= Math.min(rows - 1, v + high); y++) {
    const dy = y - v;
    for (let x = Math.max(0, Math.ceil(u - wide)); x <= Math.min(columns - 1, u + wide); x++) {
      const dx = x - u;
      const b = ba * dx + bd * dy;
      const root = b * b - a * (aa * dx * dx + 2 * ad * dx * dy + dd * dy * dy - 1);
      if (root > 0) image[y * columns + x] = (image[y * columns + x] ?? 0) + (2 * weight * Math.sqrt(root)) / a;
    }
  }
}

function scaled({ radii, axes }: Ellipsoid, direction: Vector): Vector {
  const [x, y, z] =
    axes ??
    ([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const);
  return [
    dot(times(x, 1 / radii[0]), direction),
    dot(times(y, 1 / radii[1]), direction),
    dot(times(z, 1 / radii[2]), direction),
  ];
}
