import { dicomUid } from "#emulator/sample/dicom-uids.ts";
import { code, reference, type Instance } from "#emulator/sample/dicom/instance.ts";
import { axial } from "#emulator/sample/dicom/modality/ct.ts";
import { frameOfReference } from "#emulator/sample/dicom/modality/volume.ts";
import { chestScene, CONSOLIDATION } from "#emulator/sample/dicom/scene/chest.ts";
import { HOUNSFIELD } from "#emulator/sample/dicom/scene/contrasts.ts";
import { createPainter, shifted, type Contrast } from "#emulator/sample/dicom/scene/paint.ts";
import type { Material } from "#emulator/sample/dicom/scene/scene.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { document } from "./report.ts";

const SPACING = 0.74;
const STEP = 1.25;
const SIZE = 512;

/** Infiltrate and effusion of the thin chest series as bits, a frame for every slice and segment that has some. PS3.3 C.8.20. */
export function* segmentation(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const source = study.series[0];
  if (!source) return;
  const frames = SEGMENTS.flatMap(({ material }, index) => masks(study, source, material, index + 1));
  yield {
    ...document(series),
    frames: [{ bytes: packed(frames.map(({ mask }) => mask)), rows: SIZE, columns: SIZE, bits: 1, samples: 1 }],
    dataset: {
      ...segmentationHeader(study, frames.length),
      ReferencedSeriesSequence: [
        {
          SeriesInstanceUID: source.uid,
          ReferencedInstanceSequence: [...new Set(frames.map(({ slice }) => slice))].map((slice) =>
            reference(source.sopClass, source.instances[slice] ?? ""),
          ),
        },
      ],
      PerFrameFunctionalGroupsSequence: frames.map((frame) => frameGroups(source, frame)),
    },
  };
}

const SEGMENTS = [
  {
    material: "consolidation",
    label: "Consolidation",
    type: code("95436008", "SCT", "Lung consolidation"),
    colour: [41_000, 42_000, 44_000],
  },
  {
    material: "effusion",
    label: "Pleural effusion",
    type: code("60046008", "SCT", "Pleural effusion"),
    colour: [43_000, 27_000, 26_000],
  },
] as const satisfies readonly { material: Material; label: string; type: Dataset; colour: readonly number[] }[];

interface Mask {
  readonly mask: Uint8Array;
  readonly slice: number;
  readonly segment: number;
  readonly origin: readonly number[];
}

function masks(study: StudyFacts, source: SeriesFacts, material: Material, segment: number): Mask[] {
  const first = axial([0, 0, -((source.instances.length - 1) / 2) * STEP], SPACING);
  const seen = Object.fromEntries(Object.keys(HOUNSFIELD).map((name) => [name, name === material ? 1 : 0]));
  const painter = createPainter(chestScene(study.id, { hasPneumonia: true, hasBeads: false }), first, {
    contrast: seen as Contrast,
  });
  return source.instances.flatMap((_, slice) => {
    const plane = shifted(first, slice * STEP);
    if (Math.abs(plane.origin[2] - CONSOLIDATION.centre[2]) > 95) return [];
    const mask = maskOf(painter.paint(plane));
    return mask.includes(1) ? [{ mask, slice, segment, origin: plane.origin }] : [];
  });
}

/** A loop, as a callback for each of forty million pixels is slow. */
function maskOf(shares: Float32Array): Uint8Array {
  const mask = new Uint8Array(shares.length);
  for (let at = 0; at < mask.length; at++) mask[at] = (shares[at] ?? 0) > 0.5 ? 1 : 0;
  return mask;
}

/** Bits from the lowest up, frame after frame without a gap. PS3.5 8.1.1. */
function packed(masks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((masks.length * SIZE * SIZE) / 16) * 2);
  for (const [frame, mask] of masks.entries()) {
    for (let at = 0; at < mask.length; at++) {
      const bit = frame * SIZE * SIZE + at;
      if (mask[at] === 1) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return bytes;
}

function segmentationHeader(study: StudyFacts, frames: number): Dataset {
  const organization = dicomUid(study.studyUid, "dimensions");
  return {
    ImageType: ["DERIVED", "PRIMARY"],
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    NumberOfFrames: frames,
    Rows: SIZE,
    Columns: SIZE,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: "00",
    SegmentationType: "BINARY",
    ContentLabel: "FINDINGS",
    ContentDescription: "Infiltrate and effusion",
    ContentCreatorName: study.reader,
    FrameOfReferenceUID: frameOfReference(study),
    PositionReferenceIndicator: "",
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: [
      {
        DimensionOrganizationUID: organization,
        DimensionIndexPointer: ["0062000B"],
        FunctionalGroupPointer: ["0062000A"],
      },
      {
        DimensionOrganizationUID: organization,
        DimensionIndexPointer: ["00200032"],
        FunctionalGroupPointer: ["00209113"],
      },
    ],
    SegmentSequence: SEGMENTS.map(({ label, type, colour }, index) => ({
      SegmentNumber: index + 1,
      SegmentLabel: label,
      SegmentAlgorithmType: "MANUAL",
      RecommendedDisplayCIELabValue: [...colour],
      SegmentedPropertyCategoryCodeSequence: [code("49755003", "SCT", "Morphologically Abnormal Structure")],
      SegmentedPropertyTypeCodeSequence: [type],
    })),
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ SliceThickness: STEP, SpacingBetweenSlices: STEP, PixelSpacing: [SPACING, SPACING] }],
      },
    ],
  };
}

function frameGroups(source: SeriesFacts, { slice, segment, origin }: Mask): Dataset {
  return {
    DerivationImageSequence: [
      {
        DerivationCodeSequence: [code("113076", "DCM", "Segmentation")],
        SourceImageSequence: [
          {
            ...reference(source.sopClass, source.instances[slice] ?? ""),
            PurposeOfReferenceCodeSequence: [code("121322", "DCM", "Source image for image processing operation")],
          },
        ],
      },
    ],
    FrameContentSequence: [{ DimensionIndexValues: [segment, slice + 1] }],
    PlanePositionSequence: [{ ImagePositionPatient: origin.map((value) => Math.round(value * 1e4) / 1e4) }],
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment }],
  };
}
