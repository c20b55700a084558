import type { TransferSyntax } from "#emulator/sample/dicom/codec/transfer-syntax.ts";
import { greyPixels, toWords, type Instance } from "#emulator/sample/dicom/instance.ts";
import { HOUNSFIELD } from "#emulator/sample/dicom/scene/contrasts.ts";
import { blur, createPainter, shifted, type Plane } from "#emulator/sample/dicom/scene/paint.ts";
import type { Scene } from "#emulator/sample/dicom/scene/scene.ts";
import { drawText, textWidth, type Canvas } from "#emulator/sample/dicom/stroke-font.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { NOISE } from "./ct.ts";

/** One exposure: rays along the normal of the plate, half the thickness to either side. */
export interface Exposure {
  readonly plate: Plane;
  /** Millimetres of water along the ray of each pixel. */
  readonly rays: Float32Array;
  readonly syntax: TransferSyntax;
  /** Millimetres of water that are white; less than `dark` is black. */
  readonly dark: number;
  readonly bright: number;
  readonly isInverted: boolean;
  /** Letters on the plate: the side, and who it is. */
  readonly marker: string;
  readonly name: string;
  readonly dataset: Dataset;
}

const BITS = 12;
const HIGHEST = 2 ** BITS - 1;

/** The picture of one exposure, with its letters in the pixels. */
export function* expose(study: StudyFacts, series: SeriesFacts, exposure: Exposure): Generator<Instance> {
  const { plate, isInverted, syntax } = exposure;
  const image = develop(exposure.rays, exposure, Number(study.accession.slice(-4)));
  if (isInverted) for (let at = 0; at < image.length; at++) image[at] = HIGHEST - (image[at] ?? 0);
  writeOnPlate(image, exposure);
  const frame = {
    bytes: toWords(image, BITS),
    rows: plate.rows,
    columns: plate.columns,
    bits: BITS,
    samples: 1,
  } as const;
  const isDigital = series.modality !== "CR";
  const uid = series.instances[0] ?? "";
  yield {
    uid,
    number: 1,
    syntax,
    frames: [frame],
    dataset: {
      ...greyPixels(frame, isInverted ? "MONOCHROME1" : "MONOCHROME2"),
      BurnedInAnnotation: "YES",
      LossyImageCompression: "00",
      ImagerPixelSpacing: [...plate.spacing],
      PixelSpacing: [...plate.spacing],
      WindowCenter: 2048,
      WindowWidth: 4096,
      RescaleIntercept: 0,
      RescaleSlope: 1,
      RescaleType: "US",
      ...(isDigital && DIGITAL),
      ...exposure.dataset,
    },
  };
}

/** What a flat panel says and a plate does not. PS3.3 C.8.11. */
const DIGITAL: Dataset = {
  PresentationIntentType: "FOR PRESENTATION",
  PixelIntensityRelationship: "LOG",
  PixelIntensityRelationshipSign: 1,
  PresentationLUTShape: "IDENTITY",
  DetectorType: "DIRECT",
  ImageLaterality: "R",
  AcquisitionContextSequence: [],
  PositionerType: "NONE",
};

/** Millimetres of water along every ray, from cuts `step` apart. */
export function throughCuts(
  scene: Scene,
  plate: Plane,
  { depth, step }: { depth: number; step: number },
): Float32Array {
  const painter = createPainter(scene, plate, { contrast: HOUNSFIELD });
  const sum = new Float32Array(plate.rows * plate.columns);
  for (let at = -depth; at <= depth; at += step) {
    const cut = painter.paint(shifted(plate, at));
    for (let pixel = 0; pixel < sum.length; pixel++)
      sum[pixel] = (sum[pixel] ?? 0) + ((cut[pixel] ?? 0) + 1000) * (step / 1000);
  }
  return sum;
}

/** Film's S-curve between dark and bright, a little sharpened, with the grain of few photons. */
function develop(sum: Float32Array, { plate, dark, bright }: Exposure, seed: number): Float32Array {
  const smooth = blur(sum, plate.rows, plate.columns);
  const soft = blur(
    blur(blur(smooth, plate.rows, plate.columns), plate.rows, plate.columns),
    plate.rows,
    plate.columns,
  );
  const image = new Float32Array(sum.length);
  for (let at = 0; at < image.length; at++) {
    const sharp = (smooth[at] ?? 0) + 0.9 * ((smooth[at] ?? 0) - (soft[at] ?? 0));
    const share = (sharp - dark) / (bright - dark);
    image[at] = 120 + 3700 / (1 + Math.exp(-5.2 * (share - 0.5)));
  }
  NOISE.addTo(image, 22, seed);
  return image;
}

/** Names stand in the pixels, as on plates of old: below the side marker, and with the date at the bottom. */
function writeOnPlate(image: Float32Array, { plate, marker, name, isInverted }: Exposure): void {
  const canvas = greyCanvas(image, plate);
  const value = isInverted ? 0 : HIGHEST;
  drawText(canvas, marker, { x: plate.columns - textWidth(marker, 30) - 26, y: 26, size: 30, value });
  drawText(canvas, (name.split("=")[0] ?? "").replaceAll("^", " "), { x: 22, y: plate.rows - 40, size: 18, value });
}

function greyCanvas(image: Float32Array, { rows, columns }: { rows: number; columns: number }): Canvas {
  return {
    rows,
    columns,
    blend: (x, y, value, share) => {
      const at = y * columns + x;
      const before = image[at] ?? 0;
      image[at] = before + (value - before) * share;
    },
  };
}

/** What plate and tube say of a view. */
export function projection(view: string, bodyPart: string, region: Dataset): Dataset {
  return {
    ImageType: ["DERIVED", "PRIMARY"],
    AcquisitionDate: "",
    BodyPartExamined: bodyPart,
    ViewPosition: view,
    KVP: bodyPart === "CHEST" ? 118 : 56,
    ExposureTime: 12,
    XRayTubeCurrent: 250,
    DistanceSourceToDetector: 1150,
    PatientOrientation: view === "LL" ? ["A", "F"] : ["L", "F"],
    AnatomicRegionSequence: [region],
  };
}
