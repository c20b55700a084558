import { bone, type Ellipsoid } from "./scene.ts";
import type { Vector } from "./vector.ts";

/** `broken` at the first visit of a fracture; `implant` for a knee after its replacement. */
export type BoneState = "broken" | "healed" | "implant";

/** A shaft that a break displaces: two ends a little apart. */
export function shaft(
  path: readonly [Vector, Vector],
  radii: readonly [number, number],
  state: BoneState,
): Ellipsoid[] {
  const [start, end] = path;
  if (state !== "broken") return bone(path, radii, 0.3);
  const cut = 0.62;
  const at = (part: number, offset: number): Vector => [
    start[0] + (end[0] - start[0]) * part + offset,
    start[1] + (end[1] - start[1]) * part + offset * 0.8,
    start[2] + (end[2] - start[2]) * part,
  ];
  const middle = radii[0] + (radii[1] - radii[0]) * cut;
  return [
    ...bone([start, at(cut - 0.012, 0)], [radii[0], middle], 0.3),
    ...bone([at(cut + 0.012, 4), [end[0] + 2, end[1], end[2]]], [middle, radii[1]], 0.3),
  ];
}
