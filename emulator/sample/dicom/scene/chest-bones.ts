import { blob, bone, bothSides, tube, type Ellipsoid } from "./scene.ts";
import { frameAlong, type Vector } from "./vector.ts";

/** Vertebrae every 25 mm with canal, arch and spinous process; `y` is the middle of the bodies. */
export function spine(from: number, to: number, y: number): Ellipsoid[] {
  const stones: Ellipsoid[] = bothSides([blob([26, y + 26, (from + to) / 2], [22, 20, to - from], "muscle")]);
  for (let z = from; z <= to; z += 25) {
    stones.push(
      blob([0, y, z + 12.5], [15, 12, 5], "cartilage"),
      blob([0, y, z], [18, 15, 11.5], "bone"),
      blob([0, y, z], [16, 13, 10], "marrow"),
      ...bothSides([
        ...tube(
          [
            [10, y + 12, z],
            [13, y + 22, z - 4],
          ],
          [4, 4],
          "bone",
        ),
        ...bone(
          [
            [13, y + 22, z - 4],
            [34, y + 28, z],
          ],
          [5, 3.5],
        ),
        ...tube(
          [
            [13, y + 22, z - 4],
            [2, y + 32, z - 6],
          ],
          [3.5, 3.5],
          "bone",
        ),
      ]),
      ...bone(
        [
          [0, y + 31, z - 6],
          [0, y + 48, z - 16],
        ],
        [3.4, 3],
      ),
    );
  }
  return [
    ...stones,
    ...tube(
      [
        [0, y + 21, from],
        [0, y + 21, to],
      ],
      [8.5, 8.5],
      "csf",
    ),
    ...tube(
      [
        [0, y + 21, from],
        [0, y + 21, to],
      ],
      [4.5, 4.5],
      "grey",
    ),
  ];
}

/** Twelve pairs around the lungs, falling to the front, where they turn to cartilage; breastbone, collar bones and shoulder blades. */
export function ribs(): Ellipsoid[] {
  const stones: Ellipsoid[] = [];
  for (let rib = 0; rib < 12; rib++) {
    const top = 134 - 23 * rib;
    const wide = rib === 0 ? 78 : Math.min(141, 104 + 14 * rib);
    const deep = rib === 0 ? 62 : Math.min(94, 78 + 6 * rib);
    const reach = rib < 10 ? 1 : 0.55;
    const path: Vector[] = [];
    for (let step = 0; step <= 44 * reach; step++) {
      const part = step / 44;
      const angle = Math.PI * (0.5 - part * 0.93);
      path.push([12 + (wide - 12) * Math.cos(angle), 4 + deep * Math.sin(angle), top - 62 * part * part - 6 * part]);
    }
    const joint = Math.round(path.length * 0.74);
    stones.push(
      ...bothSides([
        ...tube(path.slice(joint), [4.5, 4], "cartilage"),
        ...bone(path.slice(0, joint + 1), [5.4, 4.6], 0.38),
      ]),
    );
  }
  const blade = frameAlong([0.86, 0.5, 0]);
  return [
    ...stones,
    ...bone(
      [
        [0, -90, 96],
        [0, -97, -50],
      ],
      [9, 8],
      0.25,
    ),
    ...bothSides([
      ...bone(
        [
          [14, -82, 104],
          [70, -66, 128],
          [128, -20, 146],
        ],
        [6.5, 6],
      ),
      { centre: [104, 74, 66], radii: [28, 58, 3.5], axes: blade, material: "bone" },
      { centre: [104, 74, 66], radii: [26, 55, 1.6], axes: blade, material: "marrow" },
      ...bone(
        [
          [96, 88, 112],
          [142, 40, 140],
        ],
        [6, 7],
      ),
    ]),
  ];
}
