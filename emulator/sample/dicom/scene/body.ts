import { spine } from "./chest-bones.ts";
import { ball, blob, bone, bothSides, tube, type Ellipsoid, type Scene } from "./scene.ts";
import type { Vector } from "./vector.ts";

/** Tumours of the whole-body scan, with their names: what the structure set outlines. Millimetres. */
export const TUMOURS: readonly { readonly name: string; readonly centre: Vector; readonly radii: Vector }[] = [
  { name: "Primary left breast", centre: [92, -96, 196], radii: [15, 12, 14] },
  { name: "Left axillary node", centre: [142, -10, 236], radii: [9, 9, 12] },
  { name: "Liver metastasis", centre: [-78, -6, 62], radii: [17, 16, 16] },
];

/** A body from the eyes (z = 450) to the thighs (z = -450), arms at the sides, for the PET/CT. Without `hasTumours` after the treatment. */
export function bodyScene({ hasTumours }: { readonly hasTumours: boolean }): Scene {
  return [
    ...outline(),
    ...organs(),
    ...skeleton(),
    ...(hasTumours ? TUMOURS.map(({ centre, radii }) => blob(centre, radii, "tumour")) : []),
  ];
}

function outline(): Ellipsoid[] {
  const layer = (grow: number, material: "fat" | "muscle" | "soft"): Ellipsoid[] => [
    blob([0, -6, 448], [78 + grow, 98 + grow, 118 + grow], material),
    blob([0, 14, 330], [58 + grow, 62 + grow, 90 + grow], material),
    blob([0, 4, 150], [162 + grow, 112 + grow, 190 + grow], material),
    blob([0, 4, -60], [160 + grow, 110 + grow, 230 + grow], material),
    ...bothSides([
      blob([150, 12, 262], [52 + grow, 52 + grow, 56 + grow], material),
      ...tube(
        [
          [196, 22, 262],
          [214, 24, 40],
          [220, -10, -190],
        ],
        [36 + grow, 26 + grow],
        material,
      ),
      ...tube(
        [
          [84, 8, -170],
          [88, 6, -520],
        ],
        [84 + grow, 78 + grow],
        material,
      ),
    ]),
  ];
  return [
    blob([0, 152, 0], [250, 12, 4000], "table"),
    blob([0, 148, 0], [246, 11, 4000], "air"),
    ...layer(3, "soft"),
    ...layer(0, "fat"),
    ...layer(-13, "muscle"),
    ...bothSides([blob([84, -92, 196], [58, 42, 52], "soft"), blob([84, -92, 196], [55, 39, 49], "fat")]),
  ];
}

function organs(): Ellipsoid[] {
  return [
    blob([0, -22, -70], [128, 74, 170], "fat"),
    blob([0, -4, 470], [66, 82, 78], "bone"),
    blob([0, -4, 470], [60, 76, 72], "grey"),
    ...bothSides([blob([70, 6, 204], [56, 80, 104], "lung")]),
    blob([22, -34, 160], [54, 46, 50], "muscle"),
    blob([28, -34, 156], [28, 24, 30], "blood"),
    blob([-62, -4, 76], [88, 88, 66], "organ"),
    blob([82, 34, 82], [38, 36, 54], "muscle"),
    blob([58, -36, 84], [38, 34, 42], "muscle"),
    ...bothSides([blob([62, 52, 8], [26, 24, 52], "organ"), blob([54, 50, 6], [10, 9, 24], "bladder")]),
    ...tube(
      [
        [26, 42, 240],
        [20, 42, -40],
      ],
      [12, 9],
      "blood",
    ),
    ...tube(
      [
        [8, -34, 236],
        [16, 0, 258],
        [26, 42, 240],
      ],
      [14, 12],
      "blood",
    ),
    ...tube(
      [
        [0, -2, 330],
        [0, 8, 240],
      ],
      [8, 8],
      "air",
    ),
    ...bowel(),
    blob([0, -42, -232], [42, 36, 34], "bladder"),
  ];
}

function bowel(): Ellipsoid[] {
  const loops: Ellipsoid[] = [];
  for (let index = 0; index < 46; index++) {
    const at: Vector = [90 * Math.sin(index * 1.9), -40 + 28 * Math.cos(index * 2.7), -20 - index * 3.6];
    loops.push(ball(at, 17, "soft"));
    if (index % 4 === 0) loops.push(ball(at, 9, "air"));
  }
  return loops;
}

function skeleton(): Ellipsoid[] {
  const ribs = Array.from({ length: 11 }, (_, rib) =>
    bone(
      Array.from({ length: 24 }, (__, step): Vector => {
        const angle = Math.PI * (0.5 - (step / 24) * 0.86);
        return [130 * Math.cos(angle), 6 + 94 * Math.sin(angle), 290 - 22 * rib - step * 2];
      }),
      [5, 5],
    ),
  ).flat();
  return [
    ...spine(-150, 400, 58),
    ...bothSides(ribs),
    ...bone(
      [
        [0, -88, 270],
        [0, -98, 130],
      ],
      [9, 8],
    ),
    ...bothSides([
      ...bone(
        [
          [14, -70, 280],
          [130, -10, 290],
        ],
        [7, 7],
      ),
      ...bone(
        [
          [168, 10, 268],
          [206, 22, 60],
          [216, 0, -140],
        ],
        [14, 11],
        0.3,
      ),
      blob([74, 30, -170], [54, 46, 62], "bone"),
      blob([70, 24, -166], [50, 42, 60], "muscle"),
      ...bone(
        [
          [40, 70, -150],
          [92, 30, -130],
          [98, 10, -220],
        ],
        [13, 15],
        0.3,
      ),
      ball([108, 10, -236], 24, "bone"),
      ball([108, 10, -236], 21, "marrow"),
      ...bone(
        [
          [112, 10, -240],
          [128, 10, -286],
          [98, 4, -540],
        ],
        [17, 15],
        0.35,
      ),
    ]),
    blob([0, 74, -176], [34, 20, 44], "bone"),
    blob([0, 74, -176], [30, 16, 40], "marrow"),
  ];
}
