import { dicomUid } from "#emulator/sample/dicom-uids.ts";
import type { Frame, TransferSyntax } from "#emulator/sample/dicom/codec/transfer-syntax.ts";
import { greyPixels, toWords, type Instance } from "#emulator/sample/dicom/instance.ts";
import type { NoiseTile } from "#emulator/sample/dicom/scene/noise.ts";
import { blur, createPainter, shifted, type Contrast, type Plane } from "#emulator/sample/dicom/scene/paint.ts";
import type { Scene } from "#emulator/sample/dicom/scene/scene.ts";
import { cross, dot } from "#emulator/sample/dicom/scene/vector.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";

/** A stack of cuts through a scene. */
export interface Volume {
  readonly scene: Scene;
  readonly contrast: Contrast;
  /** Where nothing is; air when absent. */
  readonly background?: number;
  /** Plane of the first slice; the others follow along its normal. */
  readonly first: Plane;
  /** Millimetres from slice to slice. */
  readonly step: number;
  readonly syntax: TransferSyntax;
  readonly bits: number;
  /** Stored value = (value - intercept) / slope. */
  readonly intercept: number;
  readonly slope: number;
  readonly noise: { readonly tile: NoiseTile; readonly deviation: number };
  /** True for magnitude images: noise in the dark is never negative. */
  readonly isMagnitude?: boolean;
  readonly blurs?: number;
  /** What this kind of scan adds to every slice. */
  readonly dataset: (index: number) => Dataset;
}

/** The slices of a series with their geometry. PS3.3 C.7.6.2. */
export function* slices(study: StudyFacts, series: SeriesFacts, volume: Volume): Generator<Instance> {
  const painter = createPainter(volume.scene, volume.first, volume);
  for (const [index, uid] of series.instances.entries()) {
    const plane = shifted(volume.first, index * volume.step);
    const { rows, columns } = plane;
    let image = painter.paint(plane);
    for (let pass = 0; pass < (volume.blurs ?? 1); pass++) image = blur(image, rows, columns);
    volume.noise.tile.addTo(image, volume.noise.deviation, index + series.number * 1000);
    if (volume.isMagnitude) for (let at = 0; at < image.length; at++) image[at] = Math.abs(image[at] ?? 0);
    if (volume.slope !== 1 || volume.intercept !== 0)
      for (let at = 0; at < image.length; at++) image[at] = ((image[at] ?? 0) - volume.intercept) / volume.slope;
    const frame: Frame = { bytes: toWords(image, volume.bits), rows, columns, bits: volume.bits, samples: 1 };
    yield {
      uid,
      number: index + 1,
      syntax: volume.syntax,
      frames: [frame],
      dataset: { ...greyPixels(frame), ...planeModule(study, plane, volume.step), ...volume.dataset(index) },
    };
  }
}

/** Series of one study share a frame of reference: they can be laid over each other. */
export function frameOfReference(study: StudyFacts): string {
  return dicomUid(study.studyUid, "frame of reference");
}

function planeModule(study: StudyFacts, plane: Plane, step: number): Dataset {
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  return {
    FrameOfReferenceUID: frameOfReference(study),
    PositionReferenceIndicator: "",
    ImagePositionPatient: plane.origin.map(round),
    ImageOrientationPatient: [...plane.row, ...plane.column].map((part) => Math.round(part * 1e6) / 1e6),
    PixelSpacing: [...plane.spacing],
    SliceThickness: Math.abs(step),
    SpacingBetweenSlices: Math.abs(step),
    SliceLocation: round(dot(cross(plane.row, plane.column), plane.origin)),
  };
}
