import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { bodyScene } from "#emulator/sample/dicom/scene/body.ts";
import { FDG_UPTAKE, HOUNSFIELD } from "#emulator/sample/dicom/scene/contrasts.ts";
import { seriesTime } from "#emulator/sample/dicom/header.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { axial, ctModule, NOISE } from "./ct.ts";
import { slices } from "./volume.ts";

/** Slices of both scanners lie on each other: from the thighs to the eyes. */
const STEP = 5.5;

/** The first scan of a patient shows the tumours, the one after the treatment does not. */
export function showsTumours({ id }: StudyFacts): boolean {
  return id.endsWith("-02");
}

/** Positron emission: becquerel per millilitre, with all that turns them into SUV. */
export function pet(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  const dose = 3.7e6 * study.weight;
  const start = seriesTime(study, series.number);
  const becquerelPerSuv = (dose * 2 ** (-UPTAKE_SECONDS / HALF_LIFE)) / (study.weight * 1000);
  // 25 SUV fill 15 bits: the bladder never overflows.
  const slope = (25 * becquerelPerSuv) / 32_000;
  const contrast = Object.fromEntries(
    Object.entries(FDG_UPTAKE).map(([material, uptake]) => [material, uptake * becquerelPerSuv]),
  ) as typeof FDG_UPTAKE;
  return slices(study, series, {
    scene: bodyScene({ hasTumours: showsTumours(study) }),
    contrast,
    background: 0,
    first: firstPlane(series, 4.07, 128),
    step: STEP,
    syntax: "explicit",
    bits: 16,
    intercept: 0,
    slope,
    blurs: 2,
    noise: { tile: NOISE, deviation: 0.09 * becquerelPerSuv },
    isMagnitude: true,
    dataset: (index) => ({
      ...petModule(study, series.instances.length),
      ...injection(dose, start),
      ImageIndex: index + 1,
      RescaleIntercept: 0,
      RescaleSlope: slope,
      WindowCenter: 2.5 * becquerelPerSuv,
      WindowWidth: 5 * becquerelPerSuv,
    }),
  });
}

/** Fluorine-18, seconds. */
const HALF_LIFE = 6586.2;
const UPTAKE_SECONDS = 3600;

function injection(dose: number, start: string): Dataset {
  const hour = (Number(start.slice(0, 2)) + 23) % 24;
  return {
    DecayCorrection: "START",
    RadiopharmaceuticalInformationSequence: [
      {
        Radiopharmaceutical: "Fluorodeoxyglucose",
        RadiopharmaceuticalStartTime: `${String(hour).padStart(2, "0")}${start.slice(2)}`,
        RadionuclideTotalDose: Math.round(dose),
        RadionuclideHalfLife: HALF_LIFE,
        RadionuclidePositronFraction: 0.967,
        RadionuclideCodeSequence: [code("77004003", "SCT", "^18^Fluorine")],
        RadiopharmaceuticalCodeSequence: [code("35321007", "SCT", "Fluorodeoxyglucose F^18^")],
      },
    ],
  };
}

/** PS3.3 C.8.9: series and image of positron emission tomography. */
function petModule(study: StudyFacts, count: number): Dataset {
  return {
    ImageType: ["ORIGINAL", "PRIMARY"],
    Units: "BQML",
    SUVType: "BW",
    CountsSource: "EMISSION",
    SeriesType: ["WHOLE BODY", "IMAGE"],
    NumberOfSlices: count,
    CorrectedImage: ["NORM", "DTIM", "ATTN", "SCAT", "DECY", "RADL"],
    RandomsCorrectionMethod: "DLYD",
    AttenuationCorrectionMethod: "CT",
    ScatterCorrectionMethod: "Model-based",
    ReconstructionMethod: "OSEM 3i24s",
    CollimatorType: "NONE",
    FrameReferenceTime: 60_000,
    ActualFrameDuration: 120_000,
    DecayFactor: 1,
    AcquisitionDate: study.date,
    AcquisitionTime: study.time,
    BodyPartExamined: "WHOLEBODY",
    RescaleType: "",
    PatientOrientationCodeSequence: [code("102538003", "SCT", "Recumbent")],
    PatientGantryRelationshipCodeSequence: [code("102540008", "SCT", "Headfirst")],
  };
}

/** The CT that corrects the PET for attenuation, low in dose and therefore noisy. */
export function petCtCt(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  return slices(study, series, {
    scene: bodyScene({ hasTumours: showsTumours(study) }),
    contrast: HOUNSFIELD,
    first: firstPlane(series, 2.035, 256),
    step: STEP,
    intercept: -1024,
    slope: 1,
    bits: 12,
    syntax: "rle",
    noise: { tile: NOISE, deviation: 24 },
    dataset: () =>
      ctModule({
        kernel: "STANDARD",
        windows: [
          ["SOFT TISSUE", 40, 400],
          ["LUNG", -600, 1500],
        ],
        bodyPart: "WHOLEBODY",
        isAxial: true,
      }),
  });
}

export function firstPlane({ instances }: SeriesFacts, spacing: number, size: number): ReturnType<typeof axial> {
  return axial([0, 20, -((instances.length - 1) / 2) * STEP], spacing, size);
}

/** Height of a slice, millimetres. */
export function sliceHeight({ instances }: SeriesFacts, index: number): number {
  return (index - (instances.length - 1) / 2) * STEP;
}
