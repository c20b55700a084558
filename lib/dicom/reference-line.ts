import type { ImagePlane } from "./frame-attributes.ts";
import { dot, subtract, type Vec3 } from "./vectors.ts";

/** A picture in space with its size. */
export interface PlaneRectangle {
  readonly plane: ImagePlane;
  readonly rows: number;
  readonly columns: number;
}

/** A point of a picture as parts of its width and height, from its top left corner. */
export type PicturePoint = readonly [across: number, down: number];

/** Where the picture `source` cuts through the picture `target`: the ends of a line; undefined when they are parallel or do not meet. */
export function referenceLine(
  target: PlaneRectangle,
  source: PlaneRectangle,
): readonly [PicturePoint, PicturePoint] | undefined {
  const corners = cornersOf(source);
  const heights = corners.map((corner) => dot(subtract(corner, target.plane.position), target.plane.normal));
  const crossings = corners.flatMap((corner, index) => {
    const next = (index + 1) % corners.length;
    const [from = 0, to = 0] = [heights[index], heights[next]];
    const end = corners[next];
    if (!end || from > 0 === to > 0) return [];
    return [between(corner, end, from / (from - to))];
  });
  const [start, end] = crossings;
  return start && end ? [pictureOf(target, start), pictureOf(target, end)] : undefined;
}

function cornersOf({ plane, rows, columns }: PlaneRectangle): readonly Vec3[] {
  const [down = 1, across = 1] = plane.spacing ?? [];
  const at = (u: number, v: number): Vec3 => [
    plane.position[0] + plane.row[0] * u * across + plane.column[0] * v * down,
    plane.position[1] + plane.row[1] * u * across + plane.column[1] * v * down,
    plane.position[2] + plane.row[2] * u * across + plane.column[2] * v * down,
  ];
  const [left, top, right, bottom] = [-0.5, -0.5, columns - 0.5, rows - 0.5];
  return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)];
}

function pictureOf({ plane, rows, columns }: PlaneRectangle, point: Vec3): PicturePoint {
  const step = subtract(point, plane.position);
  const [down = 1, across = 1] = plane.spacing ?? [];
  // Positions are those of pixel centres; the picture's edge lies half a pixel before the first.
  return [(dot(step, plane.row) / across + 0.5) / columns, (dot(step, plane.column) / down + 0.5) / rows];
}

function between(a: Vec3, b: Vec3, part: number): Vec3 {
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}
