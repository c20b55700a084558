import { add, subtract, times, length, type Vector } from "./vector.ts";

/** What a place of the body is made of; each scan gives it a number of its own (HU, SUV, MR signal). */
export type Material =
  | "air"
  | "lung"
  | "groundGlass"
  | "fat"
  | "soft"
  | "muscle"
  | "organ"
  | "blood"
  | "effusion"
  | "consolidation"
  | "cartilage"
  | "marrow"
  | "bone"
  | "metal"
  | "bead"
  | "csf"
  | "grey"
  | "white"
  | "infarct"
  | "dura"
  | "bladder"
  | "tumour"
  | "table";

/** The only building stone of the phantoms: later ones cover earlier ones. */
export interface Ellipsoid {
  readonly centre: Vector;
  readonly radii: Vector;
  /** Directions of the radii; the patient's axes when absent. */
  readonly axes?: readonly [Vector, Vector, Vector];
  readonly material: Material;
}

export type Scene = readonly Ellipsoid[];

export function ball(centre: Vector, radius: number, material: Material): Ellipsoid {
  return { centre, radii: [radius, radius, radius], material };
}

export function blob(centre: Vector, radii: Vector, material: Material): Ellipsoid {
  return { centre, radii, material };
}

/** The same stone on the other side of the body. */
export function mirrored(stone: Ellipsoid): Ellipsoid {
  const flip = ([x, y, z]: Vector): Vector => [-x, y, z];
  const { axes } = stone;
  return {
    ...stone,
    centre: flip(stone.centre),
    ...(axes && { axes: [flip(axes[0]), flip(axes[1]), flip(axes[2])] as const }),
  };
}

export function bothSides(stones: Scene): Ellipsoid[] {
  return stones.flatMap((stone) => [stone, mirrored(stone)]);
}

/**
 * A tube along a path, as balls that overlap.
 * @param radii at the start and at the end of the path, millimetres
 */
export function tube(path: readonly Vector[], radii: readonly [number, number], material: Material): Ellipsoid[] {
  const steps = path.slice(1).map((end, index) => subtract(end, path[index] ?? end));
  const whole = steps.reduce((sum, step) => sum + length(step), 0);
  const balls: Ellipsoid[] = [];
  let walked = 0;
  for (const [index, step] of steps.entries()) {
    const start = path[index];
    if (!start) continue;
    const long = length(step);
    const radiusAt = (part: number): number => radii[0] + (radii[1] - radii[0]) * ((walked + part * long) / whole);
    const count = Math.max(1, Math.ceil(long / Math.max(0.6, (radiusAt(0.5) > 20 ? 0.15 : 0.5) * radiusAt(0.5))));
    for (let at = 0; at <= count; at++) {
      balls.push(ball(add(start, times(step, at / count)), radiusAt(at / count), material));
    }
    walked += long;
  }
  return balls;
}

/** A hollow bone: a cortex with marrow in it. */
export function bone(path: readonly Vector[], radii: readonly [number, number], cortex = 0.35): Ellipsoid[] {
  const inner = 1 - cortex;
  return [...tube(path, radii, "bone"), ...tube(path, [radii[0] * inner, radii[1] * inner], "marrow")];
}
