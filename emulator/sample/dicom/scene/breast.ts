import { randomFor } from "#emulator/sample/random.ts";
import { ball, blob, tube, type Ellipsoid, type Scene } from "./scene.ts";
import type { Vector } from "./vector.ts";

/**
 * One compressed breast: the chest wall at x = 0, the nipple towards positive x, pressed flat along z. The first stone is its fat, all
 * others lie in it.
 */
export function breastScene(seed: string, hasTumour: boolean): Scene {
  const random = randomFor(seed, "breast");
  const tissue: Ellipsoid[] = [blob([-6, 0, 0], [94, 78, 26], "fat"), blob([-26, 8, 0], [28, 96, 24], "muscle")];
  for (let index = 0; index < 420; index++) {
    const along = random.between(4, 76);
    const wide = 50 * Math.sqrt(Math.max(0, 1 - (along / 90) ** 2));
    const at: Vector = [along, random.near(0, wide * 0.5), random.near(0, 9)];
    tissue.push(blob(at, [random.between(2, 11), random.between(1.2, 7), random.between(2, 6)], "organ"));
  }
  for (let duct = 0; duct < 34; duct++) {
    const away: Vector = [random.between(2, 46), random.near(0, 42), random.near(0, 10)];
    tissue.push(...tube([[86, 0, 0], away], [0.9, 0.5], "organ"));
  }
  return [...tissue, ...(hasTumour ? tumour(random) : []), blob([88, 0, 0], [5, 5, 5], "organ")];
}

/** A mass with spicules and fine calcifications. */
function tumour(random: ReturnType<typeof randomFor>): Ellipsoid[] {
  const near = (spread: number): Vector => [
    44 + random.near(0, spread),
    22 + random.near(0, spread),
    random.near(0, spread * 0.6),
  ];
  return [
    ...Array.from({ length: 16 }, () => ball(near(3), random.between(2, 5), "tumour")),
    ...Array.from({ length: 14 }, () => tube([[44, 22, 0], near(12)], [0.7, 0.3], "tumour")).flat(),
    ...Array.from({ length: 22 }, () => ball(near(6), random.between(0.2, 0.45), "bone")),
  ];
}
