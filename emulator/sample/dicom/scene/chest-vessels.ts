import type { Random } from "#emulator/sample/random.ts";
import { blob, bothSides, tube, type Ellipsoid } from "./scene.ts";
import { add, frameAlong, times, unit, type Vector } from "./vector.ts";

/** Fat, heart, aorta, pulmonary trunk, veins and gullet between the lungs. */
export function greatVessels(): Ellipsoid[] {
  const heartAxes = frameAlong([0.72, -0.5, -0.48]);
  return [
    { centre: [20, -34, -48], radii: [50, 46, 70], axes: heartAxes, material: "muscle" },
    { centre: [36, -32, -58], radii: [25, 24, 42], axes: heartAxes, material: "blood" },
    { centre: [2, -52, -50], radii: [24, 18, 38], axes: heartAxes, material: "blood" },
    blob([8, 4, -24], [36, 20, 24], "blood"),
    blob([-32, -28, -36], [20, 24, 28], "blood"),
    ...tube(
      [
        [-6, -34, -22],
        [-14, -38, 18],
        [-8, -28, 52],
        [8, 0, 64],
        [22, 30, 56],
        [27, 44, 30],
        [25, 46, -60],
        [14, 44, -175],
      ],
      [15, 11],
      "blood",
    ),
    ...tube(
      [
        [14, -42, -12],
        [16, -30, 16],
        [10, -8, 22],
      ],
      [14, 12],
      "blood",
    ),
    ...tube(
      [
        [-28, -22, -20],
        [-26, -24, 70],
        [-30, -20, 130],
      ],
      [10, 8],
      "blood",
    ),
    ...bothSides(
      tube(
        [
          [20, -12, 62],
          [26, -6, 140],
        ],
        [5, 4],
        "blood",
      ),
    ),
    ...tube(
      [
        [2, 34, 150],
        [6, 36, -120],
      ],
      [6, 7],
      "muscle",
    ),
  ];
}

/** Arteries that branch into the lungs from their hila, thinner and thinner. */
export function lungVessels(random: Random): Ellipsoid[] {
  const stones: Ellipsoid[] = [];
  for (const side of [-1, 1]) {
    stones.push(
      ...tube(
        [
          [10, -8, 22],
          [side * 26, 4, 14],
          [side * 42, 10, 2],
        ],
        [12, 9],
        "blood",
      ),
    );
    for (let trunk = 0; trunk < 11; trunk++) {
      const direction = unit([side * random.between(0.2, 1), random.between(-0.9, 0.9), random.between(-1.1, 1)]);
      grow(stones, random, { from: [side * 40, 10, 0], direction, radius: random.between(3.2, 5), long: 34 });
    }
  }
  return stones.filter(({ radii, centre }) => radii[0] > 9 || isInLung(centre));
}

interface Twig {
  readonly from: Vector;
  readonly direction: Vector;
  readonly radius: number;
  readonly long: number;
}

function grow(stones: Ellipsoid[], random: Random, { from, direction, radius, long }: Twig): void {
  if (radius < 0.75) return;
  const end = add(from, times(direction, long));
  stones.push(...tube([from, end], [radius, radius * 0.8], "blood"));
  for (let branch = 0; branch < 2; branch++) {
    const turn: Vector = [random.between(-0.75, 0.75), random.between(-0.75, 0.75), random.between(-0.75, 0.75)];
    const thinner = radius * random.between(0.6, 0.82);
    grow(stones, random, { from: end, direction: unit(add(direction, turn)), radius: thinner, long: long * 0.78 });
  }
}

function isInLung([x, y, z]: Vector): boolean {
  const side = (Math.abs(x) - 68) / 56;
  return side * side + ((y - 6) / 78) ** 2 + ((z + 14) / 132) ** 2 < 1 && z > -118 + Math.abs(Math.abs(x) - 70) * 0.3;
}

/** Windpipe and bronchi: walls first, then the air in them. */
export function airways(): Ellipsoid[] {
  const tree: Ellipsoid[] = [];
  for (const [radius, material] of [
    [1.25, "soft"],
    [1, "air"],
  ] as const) {
    const wide = (start: number, end: number): readonly [number, number] => [start * radius, end * radius];
    tree.push(
      ...tube(
        [
          [0, -8, 165],
          [0, 4, 60],
          [-2, 12, 34],
        ],
        wide(9, 8.5),
        material,
      ),
    );
    for (const side of [-1, 1]) {
      const hilum: Vector = [side * 38, 20, side < 0 ? 10 : 4];
      tree.push(
        ...tube([[-2, 12, 36], hilum], wide(7.5, 6), material),
        ...tube([hilum, [side * 52, 34, -30], [side * 64, 46, -62]], wide(4.5, 2.4), material),
        ...tube([hilum, [side * 58, 10, 42]], wide(4, 2.2), material),
        ...tube([hilum, [side * 60, -16, 0]], wide(3.6, 2), material),
      );
    }
  }
  return tree;
}
