import { randomFor, type Random } from "#emulator/sample/random.ts";
import { ribs, spine } from "./chest-bones.ts";
import { airways, greatVessels, lungVessels } from "./chest-vessels.ts";
import { ball, blob, bothSides, tube, type Ellipsoid, type Scene } from "./scene.ts";
import { add, type Vector } from "./vector.ts";

/**
 * Lead beads on the skin, as radiographers stick them: centres in patient coordinates (mm), 2 mm in radius. Tests find them in every plane.
 */
export const CHEST_BEADS: readonly Vector[] = [
  [0, -112, 30],
  [-90, -92, -20],
  [90, -92, 60],
  [0, 116, -60],
];

export interface ChestFindings {
  /** Infiltrate with effusion in the right lower lobe. */
  readonly hasPneumonia: boolean;
  readonly hasBeads: boolean;
}

/** Where the infiltrate lies: what its segmentation and its measurement speak of. */
export const CONSOLIDATION = { centre: [-72, 42, -45], radius: 30 } as const satisfies {
  centre: Vector;
  radius: number;
};

/** A chest from the liver to the neck, arms raised: z from -150 to 150, the spine behind, seen from inside out in the order of painting. */
export function chestScene(seed: string, { hasPneumonia, hasBeads }: ChestFindings): Scene {
  const random = randomFor(seed, "chest");
  return [
    ...shell(),
    ...lungs(),
    ...abdomen(),
    ...greatVessels(),
    ...lungVessels(random),
    ...(hasPneumonia ? pneumonia(random) : []),
    ...airways(),
    ...spine(-170, 170, 64),
    ...ribs(),
    ...(hasBeads ? CHEST_BEADS.map((centre) => ball(centre, 2, "bead")) : []),
  ];
}

function shell(): Ellipsoid[] {
  return [
    blob([0, 155, 0], [240, 14, 4000], "table"),
    blob([0, 151, 0], [236, 13, 4000], "air"),
    blob([0, 2, 0], [172, 118, 620], "soft"),
    ...bothSides([blob([128, 25, 150], [62, 72, 95], "soft"), blob([126, 25, 150], [58, 68, 91], "fat")]),
    blob([0, 2, 0], [169, 115, 618], "fat"),
    ...bothSides([
      blob([118, 25, 150], [52, 56, 84], "muscle"),
      // Breast and pectoral fat in front, the broad back muscle behind.
      blob([78, -86, 5], [62, 34, 70], "fat"),
      blob([112, 62, 10], [46, 42, 170], "muscle"),
      blob([80, -76, 70], [58, 18, 70], "muscle"),
    ]),
    blob([0, 4, 0], [153, 101, 600], "muscle"),
  ];
}

function lungs(): Ellipsoid[] {
  return [
    blob([0, -8, 0], [70, 78, 170], "fat"),
    blob([-70, 4, -10], [60, 84, 142], "lung"),
    blob([70, 4, -10], [58, 82, 138], "lung"),
    blob([-64, 24, -40], [62, 66, 90], "lung"),
    blob([64, 24, -40], [60, 64, 88], "lung"),
  ];
}

function abdomen(): Ellipsoid[] {
  return [
    blob([-62, 4, -158], [82, 92, 88], "organ"),
    blob([72, 12, -166], [70, 84, 82], "fat"),
    blob([78, 46, -160], [46, 42, 66], "organ"),
    blob([52, -24, -152], [46, 40, 50], "muscle"),
    blob([54, -34, -146], [38, 26, 38], "air"),
  ];
}

function pneumonia(random: Random): Ellipsoid[] {
  const { centre, radius } = CONSOLIDATION;
  const around = (spread: number): Vector =>
    add(centre, [random.near(0, spread * 0.4), random.near(0, spread * 0.4), random.near(0, spread * 0.4)]);
  const cloud = (
    count: number,
    spread: number,
    sizes: readonly [number, number],
    material: "groundGlass" | "consolidation",
  ) => Array.from({ length: count }, () => ball(around(spread), random.between(...sizes), material));
  return [
    blob([-76, 74, -84], [44, 16, 52], "effusion"),
    ...cloud(90, radius * 1.5, [3, 7], "groundGlass"),
    ball(centre, radius * 0.72, "consolidation"),
    ...cloud(110, radius, [2.5, 8], "consolidation"),
    // Bronchi that stay open show as branches of air.
    ...tube(
      [
        [-54, 36, -32],
        [-70, 44, -46],
        [-82, 50, -56],
      ],
      [2.4, 1],
      "air",
    ),
    ...tube(
      [
        [-70, 44, -46],
        [-72, 58, -60],
      ],
      [1.8, 0.9],
      "air",
    ),
  ];
}
