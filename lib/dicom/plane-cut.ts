import { cross, dot, length, subtract, type Vec3 } from "./vectors.ts";
import type { ImagePlane } from "./frame-attributes.ts";

/** A plane through the patient as a view shows it. */
export interface CutPlane {
  /** At the view's top left corner. */
  readonly origin: Vec3;
  /** One step of the screen to the right and down, millimetres. */
  readonly right: Vec3;
  readonly down: Vec3;
}

/** A straight piece of a cut. */
export type Chord = readonly [start: Vec3, end: Vec3];

/** What a plane shows of something flat: all of it when it lies in the plane, else where the plane crosses it. */
export type FlatCut<Whole> =
  { readonly kind: "whole"; readonly whole: Whole } | { readonly kind: "chords"; readonly chords: readonly Chord[] };

/** Gaps of contours that stand alone, millimetres. */
const USUAL_GAP = 3;
const SAME_HEIGHT = 0.01;

/** Where a point lies on the screen of a plane. */
export function onPlaneScreen({ origin, right, down }: CutPlane, point: Vec3): readonly [x: number, y: number] {
  const step = subtract(point, origin);
  return [dot(step, right) / dot(right, right), dot(step, down) / dot(down, down)];
}

/**
 * What a plane shows of a closed contour.
 * @param reach how far from the plane the contour may lie to be in it: half the gap between contours
 */
export function cutContour(points: readonly Vec3[], plane: CutPlane, reach: number): FlatCut<readonly Vec3[]> {
  const heights = heightsOver(plane, points);
  if (heights.every((height) => Math.abs(height) <= reach)) return { kind: "whole", whole: points };
  const crossings = points.flatMap((point, index) => {
    const next = (index + 1) % points.length;
    const [from = 0, to = 0, end] = [heights[index], heights[next], points[next]];
    return end && from > 0 !== to > 0 ? [between(point, end, from / (from - to))] : [];
  });
  return { kind: "chords", chords: inPairs(crossings) };
}

/** A picture in space, and which of its pixels belong to a segment. */
export interface FlatMask {
  readonly plane: ImagePlane;
  readonly rows: number;
  readonly columns: number;
  /** @param pixel row by row, from 0 */
  readonly has: (pixel: number) => boolean;
}

/** What a plane shows of a mask. @param reach half the gap between masks */
export function cutMask(mask: FlatMask, plane: CutPlane, reach: number): FlatCut<FlatMask> {
  const { rows, columns } = mask;
  const [first, across, down] = frameSteps(mask.plane);
  const corners = [[0, 0], [columns - 1, 0], [0, rows - 1], [columns - 1, rows - 1]].map(([u = 0, v = 0]) => at(first, [across, u], [down, v])); // prettier-ignore
  const heights = heightsOver(plane, corners);
  if (heights.every((height) => Math.abs(height) <= reach)) return { kind: "whole", whole: mask };
  if (heights.every((height) => height > 0) || heights.every((height) => height < 0)) return NOTHING;
  const normal = normalOf(plane);
  const [rise, fall] = [dot(across, normal), dot(down, normal)];
  const height = dot(subtract(first, plane.origin), normal);
  // Along the direction in which the plane moves slowest through the picture each line of pixels is met once.
  const isByRows = Math.abs(rise) >= Math.abs(fall);
  const lines = isByRows ? rows : columns;
  const meets = (line: number): readonly [u: number, v: number] =>
    isByRows ? [-(height + line * fall) / rise, line] : [line, -(height + line * rise) / fall];
  const isIn = (line: number): boolean => {
    const [u, v] = meets(line).map(Math.round);
    return (
      u !== undefined && v !== undefined && u >= 0 && v >= 0 && u < columns && v < rows && mask.has(v * columns + u)
    );
  };
  const place = (line: number): Vec3 => {
    const [u, v] = meets(line);
    return at(first, [across, u], [down, v]);
  };
  return { kind: "chords", chords: runs(lines, isIn).map(([from, to]) => [place(from - 0.5), place(to + 0.5)]) };
}

const NOTHING = { kind: "chords", chords: [] } as const;

/** The least gap between flat things that lie in parallel planes, by a point of each; a usual one for a single thing. */
export function gapBetween(points: readonly Vec3[], normal: Vec3): number {
  const heights = points.map((point) => dot(point, normal)).toSorted((a, b) => a - b);
  const gaps = heights.slice(1).flatMap((height, index) => {
    const gap = height - (heights[index] ?? height);
    return gap > SAME_HEIGHT ? [gap] : [];
  });
  return gaps.length === 0 ? USUAL_GAP : Math.min(...gaps);
}

/** The direction in which a contour faces; undefined for one without an area. */
export function contourNormal(points: readonly Vec3[]): Vec3 | undefined {
  const [first] = points;
  if (!first) return undefined;
  const area = points.reduce<Vec3>(
    (sum, point, index) => {
      const next = points[(index + 1) % points.length] ?? first;
      return at(sum, [cross(subtract(point, first), subtract(next, first)), 1]);
    },
    [0, 0, 0],
  );
  const size = length(area);
  return size > 0 ? [area[0] / size, area[1] / size, area[2] / size] : undefined;
}

function normalOf({ right, down }: CutPlane): Vec3 {
  const normal = cross(right, down);
  const size = length(normal);
  return [normal[0] / size, normal[1] / size, normal[2] / size];
}

function heightsOver(plane: CutPlane, points: readonly Vec3[]): readonly number[] {
  const normal = normalOf(plane);
  return points.map((point) => dot(subtract(point, plane.origin), normal));
}

/** The centre of the first pixel, and the steps to the next column and the next row. */
function frameSteps({ position, row, column, spacing }: ImagePlane): readonly [Vec3, Vec3, Vec3] {
  const [rowGap, columnGap] = spacing ?? [1, 1];
  return [position, at([0, 0, 0], [row, columnGap]), at([0, 0, 0], [column, rowGap])];
}

function at(start: Vec3, ...steps: readonly (readonly [step: Vec3, times: number])[]): Vec3 {
  return steps.reduce<Vec3>(
    ([x, y, z], [step, times]) => [x + step[0] * times, y + step[1] * times, z + step[2] * times],
    start,
  );
}

function between(a: Vec3, b: Vec3, part: number): Vec3 {
  return at(a, [subtract(b, a), part]);
}

/** Crossings lie on one line; between the first and the second is inside, then outside, and so on. */
function inPairs(crossings: readonly Vec3[]): readonly Chord[] {
  const [first] = crossings;
  if (!first) return [];
  const far = crossings.reduce((best, point) =>
    length(subtract(point, first)) > length(subtract(best, first)) ? point : best,
  );
  const along = subtract(far, first);
  const sorted = crossings.toSorted((a, b) => dot(subtract(a, first), along) - dot(subtract(b, first), along));
  return Array.from({ length: sorted.length >> 1 }, (_, pair) => [
    sorted[pair * 2] ?? first,
    sorted[pair * 2 + 1] ?? first,
  ]);
}

/** Stretches of numbers from 0 on that fit, first and last of each. */
function runs(count: number, fits: (number: number) => boolean): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  for (let number = 0; number < count; number += 1) {
    if (!fits(number)) continue;
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
