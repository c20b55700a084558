import type { TransferSyntax } from "#emulator/sample/dicom/codec/transfer-syntax.ts";
import type { Instance } from "#emulator/sample/dicom/instance.ts";
import { DIFFUSION, DIFFUSION_MAP, FLAIR, T1, T2 } from "#emulator/sample/dicom/scene/contrasts.ts";
import { headScene } from "#emulator/sample/dicom/scene/head.ts";
import { planeAround, shifted, type Contrast, type Plane } from "#emulator/sample/dicom/scene/paint.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { NOISE } from "./ct.ts";
import { slices } from "./volume.ts";

interface Sequence {
  readonly contrast: Contrast;
  readonly size: number;
  readonly spacing: number;
  readonly step: number;
  readonly isSagittal: boolean;
  readonly noise: number;
  readonly syntax: TransferSyntax;
  readonly window: readonly [centre: number, width: number];
  readonly timing: Dataset;
}

const ORIGINAL = ["ORIGINAL", "PRIMARY", "M", "NORM"];

/** By series description. Milliseconds for the times. */
const SEQUENCES: Readonly<Record<string, Sequence>> = {
  DWI: {
    contrast: DIFFUSION,
    size: 128,
    spacing: 1.8,
    step: 6,
    isSagittal: false,
    noise: 14,
    syntax: "rle",
    window: [420, 850],
    timing: {
      ImageType: ["ORIGINAL", "PRIMARY", "DIFFUSION", "TRACEW"],
      ScanningSequence: "EP",
      SequenceVariant: "SK",
      RepetitionTime: 5200,
      EchoTime: 92,
      FlipAngle: 90,
      DiffusionBValue: 1000,
    },
  },
  ADC: {
    contrast: DIFFUSION_MAP,
    size: 128,
    spacing: 1.8,
    step: 6,
    isSagittal: false,
    noise: 40,
    syntax: "jpegLossless",
    window: [1100, 2200],
    timing: {
      ImageType: ["DERIVED", "PRIMARY", "DIFFUSION", "ADC"],
      ScanningSequence: "EP",
      SequenceVariant: "SK",
      RepetitionTime: 5200,
      EchoTime: 92,
      FlipAngle: 90,
    },
  },
  "T2 FLAIR": {
    contrast: FLAIR,
    size: 256,
    spacing: 0.9,
    step: 6,
    isSagittal: false,
    noise: 18,
    syntax: "jpegLs",
    window: [520, 1050],
    timing: {
      ImageType: ORIGINAL,
      ScanningSequence: ["SE", "IR"],
      SequenceVariant: "SK",
      RepetitionTime: 8500,
      EchoTime: 110,
      InversionTime: 2440,
      FlipAngle: 150,
    },
  },
  "T1 sagittal": {
    contrast: T1,
    size: 256,
    spacing: 0.95,
    step: 5.5,
    isSagittal: true,
    noise: 16,
    syntax: "jpeg2000",
    window: [450, 950],
    timing: {
      ImageType: ORIGINAL,
      ScanningSequence: "SE",
      SequenceVariant: "SK",
      RepetitionTime: 520,
      EchoTime: 9.4,
      FlipAngle: 90,
    },
  },
  "T2 axial": {
    contrast: T2,
    size: 320,
    spacing: 0.72,
    step: 6,
    isSagittal: false,
    noise: 20,
    syntax: "explicit",
    window: [620, 1250],
    timing: {
      ImageType: ORIGINAL,
      ScanningSequence: "SE",
      SequenceVariant: "SK",
      RepetitionTime: 4800,
      EchoTime: 98,
      FlipAngle: 150,
    },
  },
};

/** The plane through the two commissures lies this far from axial, and the head was turned a little in the coil. */
const TILT = (-14 * Math.PI) / 180;
const TURN = (3 * Math.PI) / 180;

/** Brain: a stack along the commissures, and a sagittal one. Both are oblique. */
export function brainMr(study: StudyFacts, series: SeriesFacts): Iterable<Instance> {
  const sequence = SEQUENCES[series.description];
  if (!sequence) return [];
  const middle = sequence.isSagittal ? sagittal(sequence) : oblique(sequence);
  const { contrast, step, syntax, noise, window, timing } = sequence;
  return slices(study, series, {
    scene: headScene(study.id, { hasInfarct: true, atrophy: Math.min(1, Math.max(0, (study.age - 50) / 40)) }),
    contrast,
    background: 0,
    first: shifted(middle, -((series.instances.length - 1) / 2) * step),
    step,
    syntax,
    bits: 12,
    intercept: 0,
    slope: 1,
    noise: { tile: NOISE, deviation: noise },
    isMagnitude: true,
    dataset: () => ({ ...mrModule(window), ...timing }),
  });
}

function oblique({ size, spacing }: Sequence): Plane {
  return planeAround([0, 4, 22], {
    row: [1, 0, 0],
    column: [0, Math.cos(TILT), Math.sin(TILT)],
    spacing: [spacing, spacing],
    rows: size,
    columns: size,
  });
}

function sagittal({ size, spacing }: Sequence): Plane {
  return planeAround([0, 4, 12], {
    row: [Math.sin(TURN), Math.cos(TURN), 0],
    column: [0, 0, -1],
    spacing: [spacing, spacing],
    rows: size,
    columns: size,
  });
}

function mrModule([centre, width]: Sequence["window"]): Dataset {
  return {
    BodyPartExamined: "BRAIN",
    PatientPosition: "HFS",
    AcquisitionNumber: 1,
    ScanOptions: "",
    MRAcquisitionType: "2D",
    MagneticFieldStrength: 1.5,
    ImagingFrequency: 63.68,
    ImagedNucleus: "1H",
    EchoTrainLength: 1,
    WindowCenter: centre,
    WindowWidth: width,
  };
}
