import type { TransferSyntax } from "#emulator/sample/dicom/codec/transfer-syntax.ts";
import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { chestScene } from "#emulator/sample/dicom/scene/chest.ts";
import { HOUNSFIELD, HOUNSFIELD_CONTRAST } from "#emulator/sample/dicom/scene/contrasts.ts";
import { headScene } from "#emulator/sample/dicom/scene/head.ts";
import { createNoise, type NoiseTile } from "#emulator/sample/dicom/scene/noise.ts";
import { planeAround, type Plane } from "#emulator/sample/dicom/scene/paint.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { slices } from "./volume.ts";

export const NOISE: NoiseTile = createNoise("cedar-prairie", "scanner");

/** A CT number is the stored value minus 1024. */
const RESCALE = { intercept: -1024, slope: 1, bits: 12 } as const;

/** Chest: axial from the belly up, then coronal from the front. */
export function chestCt(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  const isThin = study.order === "chestCtThin";
  const isCoronal = series.description === "Coronal";
  const count = series.instances.length;
  const step = isThin && !isCoronal ? 1.25 : 10;
  const first = isCoronal ? coronal([0, -((count - 1) / 2) * step, 0]) : axial([0, 0, -((count - 1) / 2) * step], 0.74);
  return slices(study, series, {
    ...RESCALE,
    scene: chestScene(study.id, { hasPneumonia: true, hasBeads: isThin }),
    contrast: isThin ? HOUNSFIELD_CONTRAST : HOUNSFIELD,
    first,
    step,
    syntax: chestSyntax(isThin, isCoronal, study),
    noise: { tile: NOISE, deviation: isThin ? 19 : 11 },
    dataset: () => ({
      ...ctModule({
        kernel: isCoronal ? "SOFT" : "LUNG",
        windows: isCoronal || isThin ? MEDIASTINUM_FIRST : LUNG_FIRST,
        bodyPart: "CHEST",
        isAxial: !isCoronal,
      }),
      ...(isThin && { ContrastBolusAgent: "Iohexol", ContrastBolusRoute: "IV", ContrastBolusVolume: 75 }),
    }),
  });
}

/** The long series is raw: what is opened first opens fastest. Of the others each study has another syntax. */
function chestSyntax(isThin: boolean, isCoronal: boolean, { studyUid }: StudyFacts): TransferSyntax {
  if (isThin) return isCoronal ? "htj2k" : "explicit";
  return Number(studyUid.slice(-1)) % 2 === 0 ? "htj2k" : "jpegLs";
}

/** Head: axial, bone and brain in one window choice. */
export function headCt(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  return slices(study, series, {
    ...RESCALE,
    scene: headScene(study.id, {
      hasInfarct: study.age > 45,
      atrophy: Math.min(1, Math.max(0, (study.age - 50) / 40)),
    }),
    contrast: HOUNSFIELD,
    first: axial([0, 4, -58], 0.46),
    step: 5,
    syntax: study.age > 70 ? "implicit" : "jpegLs",
    noise: { tile: NOISE, deviation: 3.2 },
    dataset: () => ctModule({ kernel: "BRAIN", windows: BRAIN_FIRST, bodyPart: "HEAD", isAxial: true }),
  });
}

type Windows = readonly (readonly [name: string, centre: number, width: number])[];
const MEDIASTINUM_FIRST: Windows = [
  ["MEDIASTINUM", 40, 400],
  ["LUNG", -600, 1500],
  ["BONE", 400, 1800],
];
const LUNG_FIRST: Windows = [
  ["LUNG", -600, 1500],
  ["MEDIASTINUM", 40, 400],
];
const BRAIN_FIRST: Windows = [
  ["BRAIN", 38, 90],
  ["BONE", 500, 2500],
];

interface CtLook {
  readonly kernel: string;
  readonly windows: Windows;
  readonly bodyPart: string;
  readonly isAxial: boolean;
}

/** PS3.3 A.3.3: what a CT image needs beyond geometry and pixels. */
export function ctModule({ kernel, windows, bodyPart, isAxial }: CtLook): Dataset {
  return {
    ImageType: isAxial ? ["ORIGINAL", "PRIMARY", "AXIAL"] : ["DERIVED", "SECONDARY", "REFORMATTED"],
    BodyPartExamined: bodyPart,
    PatientPosition: "HFS",
    AcquisitionNumber: 1,
    ScanOptions: "HELICAL MODE",
    KVP: 120,
    XRayTubeCurrent: 210,
    ExposureTime: 500,
    DataCollectionDiameter: 500,
    ConvolutionKernel: kernel,
    GantryDetectorTilt: 0,
    RescaleIntercept: RESCALE.intercept,
    RescaleSlope: RESCALE.slope,
    RescaleType: "HU",
    WindowCenter: windows.map(([, centre]) => centre),
    WindowWidth: windows.map(([, , width]) => width),
    WindowCenterWidthExplanation: windows.map(([name]) => name),
    AnatomicRegionSequence: [bodyPart === "HEAD" ? code("69536005", "SCT", "Head") : code("43799004", "SCT", "Chest")],
  };
}

export function axial(centre: readonly [number, number, number], spacing: number, size = 512): Plane {
  return planeAround(centre, {
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacing: [spacing, spacing],
    rows: size,
    columns: size,
  });
}

/** Seen from the front; slices go to the back. */
function coronal(centre: readonly [number, number, number]): Plane {
  return planeAround(centre, { row: [1, 0, 0], column: [0, 0, -1], spacing: [0.74, 0.74], rows: 400, columns: 512 });
}
