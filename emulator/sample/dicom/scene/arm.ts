import { shaft, type BoneState } from "./broken-bone.ts";
import { ball, blob, bone, tube, type Scene } from "./scene.ts";
import type { Vector } from "./vector.ts";

/** Elbow to hand. */
export function forearm(state: BoneState): Scene {
  return [
    ...tube(
      [
        [0, 0, 150],
        [0, 0, 20],
        [0, 0, -60],
        [0, 0, -130],
      ],
      [42, 26],
      "soft",
    ),
    ...tube(
      [
        [0, 0, 150],
        [0, 0, 20],
        [0, 0, -60],
        [0, 0, -130],
      ],
      [38, 22],
      "muscle",
    ),
    ...shaft(
      [
        [14, 0, 120],
        [20, 0, -70],
      ],
      [8, 9],
      state,
    ),
    ...bone(
      [
        [20, 0, -68],
        [16, 0, -86],
      ],
      [12, 15],
      0.14,
    ),
    ...bone(
      [
        [-14, 4, 150],
        [-16, 2, -72],
      ],
      [9.5, 6],
      0.3,
    ),
    ...bone(
      [
        [-16, 2, -72],
        [-16, 2, -84],
      ],
      [7, 7.5],
      0.2,
    ),
    ...bone(
      [
        [-4, 0, 170],
        [0, 0, 138],
      ],
      [17, 20],
      0.14,
    ),
    ...CARPALS.flatMap(([x, z, size]) => [ball([x, 0, z], size, "bone"), ball([x, 0, z], size * 0.84, "marrow")]),
    ...[-24, -9, 6, 21].flatMap((x) =>
      bone(
        [
          [x * 0.8, 0, -122],
          [x, 0, -170],
        ],
        [6, 4.5],
        0.3,
      ),
    ),
  ];
}

const CARPALS: readonly (readonly [x: number, z: number, size: number])[] = [
  [18, -104, 7.5],
  [5, -103, 7.5],
  [-8, -104, 6.5],
  [-16, -106, 5.5],
  [20, -116, 6],
  [8, -118, 6.5],
  [-4, -119, 7.5],
  [-16, -118, 6.5],
];

/** Shoulder with collar bone, blade and upper arm. */
export function clavicle(state: BoneState): Scene {
  const ribs = Array.from({ length: 5 }, (_, rib) =>
    bone(
      Array.from({ length: 20 }, (__, step): Vector => {
        const angle = Math.PI * (0.5 - (step / 20) * 0.9);
        return [-150 + 110 * Math.cos(angle), 4 + 70 * Math.sin(angle), 40 - 26 * rib - step * 2];
      }),
      [5, 5],
    ),
  ).flat();
  return [
    blob([-70, 0, -60], [150, 92, 140], "soft"),
    blob([-70, 0, -60], [138, 80, 130], "muscle"),
    blob([60, 6, -20], [70, 60, 90], "muscle"),
    blob([-110, 4, -110], [76, 66, 150], "lung"),
    ...ribs,
    ...shaft(
      [
        [-90, -40, 30],
        [10, -24, 46],
      ],
      [8, 6.5],
      state,
    ),
    ...bone(
      [
        [10, -24, 46],
        [46, 6, 52],
      ],
      [6.5, 9],
      0.25,
    ),
    ...bone(
      [
        [84, 10, 16],
        [92, 10, -150],
      ],
      [16, 13],
      0.34,
    ),
    ball([76, 8, 20], 25, "bone"),
    ball([76, 8, 20], 23, "marrow"),
    ...bone(
      [
        [40, 40, 20],
        [44, 46, -90],
      ],
      [9, 5],
      0.25,
    ),
    ...bone(
      [
        [44, 20, 10],
        [44, 30, -10],
      ],
      [14, 12],
      0.15,
    ),
    ...bone(
      [
        [-150, 60, 90],
        [-150, 60, -150],
      ],
      [20, 20],
      0.1,
    ),
  ];
}
