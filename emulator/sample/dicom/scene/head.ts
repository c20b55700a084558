import { randomFor, type Random } from "#emulator/sample/random.ts";
import { ball, blob, bothSides, tube, type Ellipsoid, type Scene } from "./scene.ts";
import { base, face, HEAD_CENTRE, skull } from "./skull.ts";
import { add, frameAlong, times, unit, type Vector } from "./vector.ts";

/** Where the stroke lies: right middle cerebral artery, the cortex and what is under it. */
export const INFARCT = { centre: [-40, 2, 22], radii: [17, 30, 20] } as const satisfies {
  centre: Vector;
  radii: Vector;
};

export interface HeadFindings {
  readonly hasInfarct: boolean;
  /** 0 for the young, 1 for a brain that has shrunk much. */
  readonly atrophy: number;
}

/** A head from the skull base to the vertex: the middle of the brain at z = 20, the nose to the front (negative y). */
export function headScene(seed: string, { hasInfarct, atrophy }: HeadFindings): Scene {
  const random = randomFor(seed, "head");
  return [
    ...skull(),
    ...face(),
    ...brain(random, atrophy),
    ...(hasInfarct ? infarct(random) : []),
    ...ventricles(atrophy),
    ...deepGrey(),
    ...hindbrain(random),
    ...base(),
  ];
}

const BRAIN: Vector = [64, 82, 62];

function brain(random: Random, atrophy: number): Ellipsoid[] {
  const size = 1 - 0.05 * atrophy;
  const stones: Ellipsoid[] = bothSides([
    blob([29.5, 0, 22], [33 * size, 80 * size, 60 * size], "grey"),
    blob([34, -8, -2], [29 * size, 56 * size, 34 * size], "grey"),
    blob([29, 0, 22], [21, 66, 46], "white"),
    blob([32, -8, 2], [18, 44, 24], "white"),
  ]);
  for (let index = 0; index < 1000; index++) {
    const direction = randomDirection(random);
    if (direction[2] < -0.55) continue;
    const isSulcus = index % 2 === 0;
    const depth = isSulcus ? random.between(0.84, 0.96) : random.between(0.66, 0.8);
    const at = onBrain(direction, depth * size);
    const [u, v, w] = frameAlong(direction);
    const turn = random.between(0, Math.PI);
    const plate = add(times(u, Math.cos(turn)), times(v, Math.sin(turn)));
    const axes = [plate, frameAlong(plate)[0], w] as const;
    if (isSulcus)
      stones.push({
        centre: at,
        radii: [0.7 + atrophy * 0.9, random.between(8, 16), random.between(5, 9)],
        axes: orthogonal(axes),
        material: "csf",
      });
    else
      stones.push({
        centre: at,
        radii: [random.between(2, 3.4), random.between(8, 14), random.between(10, 15)],
        axes: orthogonal(axes),
        material: "white",
      });
  }
  return [
    ...stones,
    blob([0, 0, 26], [2.2 + atrophy, 84, 60], "csf"),
    blob([0, 0, 34], [0.9, 84, 56], "dura"),
    ...bothSides([blob([9, 2, 30], [7, 48, 7], "white")]),
    blob([0, 4, 28], [14, 34, 5], "white"),
  ];
}

/** A plate's normal, then two directions in it, the last one kept nearest to `w`. */
function orthogonal([normal, , w]: readonly [Vector, Vector, Vector]): readonly [Vector, Vector, Vector] {
  const across = unit([
    w[1] * normal[2] - w[2] * normal[1],
    w[2] * normal[0] - w[0] * normal[2],
    w[0] * normal[1] - w[1] * normal[0],
  ]);
  return [normal, across, w];
}

function randomDirection(random: Random): Vector {
  const height = random.between(-1, 1);
  const angle = random.between(0, 2 * Math.PI);
  const wide = Math.sqrt(1 - height * height);
  return [wide * Math.cos(angle), wide * Math.sin(angle), height];
}

function onBrain(direction: Vector, part: number): Vector {
  return add(HEAD_CENTRE, [
    direction[0] * BRAIN[0] * part,
    direction[1] * BRAIN[1] * part,
    direction[2] * BRAIN[2] * part,
  ]);
}

function infarct(random: Random): Ellipsoid[] {
  const { centre, radii } = INFARCT;
  const spots = Array.from({ length: 40 }, () =>
    ball(
      add(centre, [random.near(0, radii[0] * 0.4), random.near(0, radii[1] * 0.4), random.near(0, radii[2] * 0.4)]),
      random.between(4, 8),
      "infarct",
    ),
  );
  return [blob(centre, [radii[0] * 0.8, radii[1] * 0.8, radii[2] * 0.8], "infarct"), ...spots];
}

function ventricles(atrophy: number): Ellipsoid[] {
  const wide = 1 + 0.7 * atrophy;
  return [
    ...bothSides([
      ...tube(
        [
          [12, -36, 20],
          [7, -14, 32],
          [9, 12, 36],
          [18, 34, 26],
        ],
        [5.4 * wide, 5 * wide],
        "csf",
      ),
      ...tube(
        [
          [18, 34, 26],
          [20, 52, 18],
        ],
        [5 * wide, 2.4 * wide],
        "csf",
      ),
      ...tube(
        [
          [18, 34, 26],
          [30, 20, 4],
          [33, -4, -4],
        ],
        [4 * wide, 2 * wide],
        "csf",
      ),
      ball([17, 36, 24], 3, "dura"),
    ]),
    blob([0, -2, 16], [1.8 * wide, 14, 11], "csf"),
    ball([0, 20, 16], 2.4, "bone"),
  ];
}

function deepGrey(): Ellipsoid[] {
  return bothSides([
    blob([10, 6, 16], [8, 14, 9], "grey"),
    blob([26, -6, 14], [5.5, 17, 11], "grey"),
    ...tube(
      [
        [13, -30, 18],
        [13, -10, 27],
        [16, 10, 31],
      ],
      [5, 2.4],
      "grey",
    ),
    blob([37, -4, 12], [1.6, 18, 12], "grey"),
    blob([42, -6, 10], [1.4, 20, 13], "csf"),
  ]);
}

function hindbrain(random: Random): Ellipsoid[] {
  const stones: Ellipsoid[] = [
    blob([0, 46, -26], [58, 34, 24], "csf"),
    ...bothSides([blob([24, 46, -24], [27, 28, 20], "grey"), blob([18, 42, -24], [14, 15, 9], "white")]),
    blob([0, 50, -24], [9, 24, 18], "grey"),
  ];
  for (let index = 0; index < 90; index++) {
    const side = random.chance(0.5) ? 1 : -1;
    const at: Vector = [side * random.between(4, 44), random.between(26, 68), random.between(-40, -10)];
    stones.push(blob(at, [random.between(5, 9), random.between(5, 9), 0.5], index % 3 === 0 ? "csf" : "white"));
  }
  return [
    ...stones,
    ...tube(
      [
        [0, 2, 4],
        [0, 10, -20],
        [0, 16, -70],
      ],
      [13, 8],
      "white",
    ),
    blob([0, 27, -26], [6, 5, 9], "csf"),
    // The basal cistern.
    blob([0, -14, -6], [13, 9, 5], "csf"),
  ];
}
