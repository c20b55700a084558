import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { chestScene } from "#emulator/sample/dicom/scene/chest.ts";
import { limbScene, type Limb } from "#emulator/sample/dicom/scene/limbs.ts";
import { planeAround, type Plane } from "#emulator/sample/dicom/scene/paint.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { expose, projection, throughCuts } from "./exposure.ts";

/** Chest from the back and from the side; every second one as plates were stored, bright where many rays came. */
export function chestXRay(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  const isLateral = series.description === "Lateral";
  // People are not all of one size: the same chest at another scale.
  const spacing = 0.46 + 0.005 * (Number(study.patientId) % 10);
  const plate = isLateral ? fromSide([0, 0, -4], spacing, 768) : fromFront([0, 0, -4], spacing, 768);
  const scene = chestScene(study.id, { hasPneumonia: !study.id.endsWith("-02"), hasBeads: false });
  return expose(study, series, {
    plate,
    rays: throughCuts(scene, plate, { depth: isLateral ? 176 : 120, step: 6 }),
    syntax: isLateral ? "jpegLossless" : "jpegLs",
    dark: isLateral ? 90 : 70,
    bright: isLateral ? 420 : 250,
    isInverted: Number(study.studyUid.slice(-1)) % 2 === 0,
    marker: isLateral ? "LAT" : "L",
    name: study.patientName,
    dataset: projection(isLateral ? "LL" : "PA", "CHEST", code("43799004", "SCT", "Chest")),
  });
}

const LIMBS = {
  forearmXRay: {
    limb: "forearm",
    front: [0, 0, 0],
    depth: 46,
    bright: 88,
    part: "FOREARM",
    region: code("14975008", "SCT", "Forearm"),
  },
  ankleXRay: {
    limb: "ankle",
    front: [0, -14, 30],
    depth: 60,
    bright: 120,
    part: "ANKLE",
    region: code("344001", "SCT", "Ankle"),
  },
  kneeXRay: {
    limb: "knee",
    front: [0, 0, 0],
    depth: 80,
    bright: 185,
    part: "KNEE",
    region: code("72696002", "SCT", "Knee"),
  },
  clavicleXRay: {
    limb: "clavicle",
    front: [-20, 0, 0],
    depth: 95,
    bright: 205,
    part: "CLAVICLE",
    region: code("51299004", "SCT", "Clavicle"),
  },
} as const satisfies Record<
  string,
  { limb: Limb; front: readonly [number, number, number]; depth: number; bright: number; part: string; region: Dataset }
>;

/** Bones of arm and leg. The first study of a patient shows the break, the next one how it healed. */
export function limbXRay(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  const row = LIMBS[study.order as keyof typeof LIMBS];
  const isLateral = series.number === 2;
  const isFirst = study.id.endsWith("-01");
  const later = row.limb === "knee" ? "implant" : "healed";
  const now = row.limb === "knee" ? "healed" : "broken";
  const plate = isLateral ? fromSide(row.front, 0.35, 600) : fromFront(row.front, 0.35, 600);
  return expose(study, series, {
    plate,
    rays: throughCuts(limbScene(row.limb, isFirst ? now : later), plate, { depth: row.depth, step: 1.5 }),
    syntax: isLateral ? "jpegLossless" : "rle",
    dark: 8,
    bright: row.bright,
    isInverted: false,
    marker: isLateral ? "R LAT" : "R",
    name: study.patientName,
    dataset: projection(isLateral ? "LL" : "AP", row.part, row.region),
  });
}

function fromFront(centre: readonly [number, number, number], spacing: number, size: number): Plane {
  return planeAround(centre, {
    row: [1, 0, 0],
    column: [0, 0, -1],
    spacing: [spacing, spacing],
    rows: size,
    columns: size,
  });
}

function fromSide(centre: readonly [number, number, number], spacing: number, size: number): Plane {
  return planeAround(centre, {
    row: [0, -1, 0],
    column: [0, 0, -1],
    spacing: [spacing, spacing],
    rows: size,
    columns: size,
  });
}
