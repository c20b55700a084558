import { ball, blob, bothSides, tube, type Ellipsoid } from "./scene.ts";
import type { Vector } from "./vector.ts";

/** The middle of the brain. */
export const HEAD_CENTRE: Vector = [0, 0, 20];

/** Scalp, bone with its marrow, and the fluid in it. */
export function skull(): Ellipsoid[] {
  return [
    blob([0, 104, 0], [96, 10, 400], "table"),
    blob([0, 100, 0], [92, 9, 400], "air"),
    blob(HEAD_CENTRE, [80, 98, 79], "soft"),
    blob(HEAD_CENTRE, [77.5, 95.5, 76.5], "fat"),
    blob([0, 4, -60], [62, 74, 90], "muscle"),
    blob(HEAD_CENTRE, [74.5, 92.5, 74], "bone"),
    blob(HEAD_CENTRE, [71.8, 89.8, 71.4], "marrow"),
    blob(HEAD_CENTRE, [70.4, 88.4, 69.8], "bone"),
    blob(HEAD_CENTRE, [67.4, 85.4, 66.4], "csf"),
  ];
}

/** Nose, eyes in their sockets, sinuses. */
export function face(): Ellipsoid[] {
  return [
    blob([0, -58, -52], [62, 44, 60], "soft"),
    blob([0, -104, -44], [12, 14, 22], "soft"),
    ...bothSides([
      blob([33, -72, -26], [22, 26, 20], "bone"),
      blob([33, -74, -26], [20, 26, 18], "fat"),
      ball([33, -82, -26], 12.5, "dura"),
      ball([33, -82, -26], 11.6, "csf"),
      blob([33, -91, -26], [4.5, 2.2, 4.5], "dura"),
      ...tube(
        [
          [33, -70, -26],
          [16, -42, -24],
        ],
        [2.6, 2.6],
        "muscle",
      ),
      blob([28, -66, -56], [18, 20, 16], "bone"),
      blob([28, -66, -56], [16.6, 18.6, 14.8], "air"),
      blob([62, -48, -44], [8, 16, 8], "bone"),
    ]),
    blob([0, -62, -44], [12, 30, 24], "bone"),
    ...bothSides([blob([6, -62, -42], [4.4, 27, 21], "air")]),
    blob([0, -86, 12], [20, 7, 12], "bone"),
    blob([0, -86, 12], [17, 4.6, 9.5], "air"),
  ];
}

/** The bones below the brain with their air cells. */
export function base(): Ellipsoid[] {
  const stones: Ellipsoid[] = [
    ...bothSides([
      ...tube(
        [
          [60, 22, -34],
          [24, 4, -30],
        ],
        [13, 6],
        "bone",
      ),
      blob([60, 40, -40], [12, 16, 18], "bone"),
      ...tube(
        [
          [30, -48, -14],
          [58, -30, -10],
        ],
        [3.4, 3],
        "bone",
      ),
      ...tube(
        [
          [10, -14, -22],
          [12, -16, -40],
        ],
        [2.6, 2.6],
        "blood",
      ),
    ]),
    blob([0, -20, -30], [15, 17, 11], "bone"),
    blob([0, -24, -30], [11, 11, 7.5], "air"),
    ...bothSides([blob([62, 18, -34], [5, 3, 3], "air")]),
  ];
  for (let cell = 0; cell < 26; cell++) {
    const angle = cell * 2.4;
    const out = 2 + cell * 0.34;
    stones.push(
      ...bothSides([
        ball([60 + out * 0.6 * Math.cos(angle), 40 + out * Math.sin(angle), -46 + (cell % 7) * 3.4], 1.7, "air"),
      ]),
    );
  }
  return stones;
}
