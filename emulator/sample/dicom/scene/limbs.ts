import { clavicle, forearm } from "./arm.ts";
import type { BoneState } from "./broken-bone.ts";
import { ankle, knee } from "./leg.ts";
import type { Ellipsoid, Scene } from "./scene.ts";

/** The parts of which radiographs are taken; the long axis is z, the front is negative y. */
export type Limb = "forearm" | "ankle" | "knee" | "clavicle";

/** What lies on the plate when this limb is examined. */
export function limbScene(limb: Limb, state: BoneState): Scene {
  const scene = LIMBS[limb](state);
  // All cortex before all marrow: where two parts of one bone meet, no wall is left between them.
  return scene.toSorted((a, b) => layerOf(a) - layerOf(b));
}

function layerOf({ material }: Ellipsoid): number {
  return Math.max(0, ["bone", "marrow", "metal"].indexOf(material) + 1);
}

const LIMBS: Readonly<Record<Limb, (state: BoneState) => Scene>> = { forearm, ankle, knee, clavicle };
