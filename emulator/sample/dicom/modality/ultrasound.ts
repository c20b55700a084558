import type { TransferSyntax } from "#emulator/sample/dicom/codec/transfer-syntax.ts";
import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { drawLine, drawText, textWidth, type Canvas } from "#emulator/sample/dicom/stroke-font.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { indexed, palette } from "./colour-palette.ts";
import { NOISE } from "./ct.ts";
import { fourChambers, longAxis, type EchoScene } from "./echo-scenes.ts";
import { appendix, fetus } from "./still-scenes.ts";

const COLUMNS = 640;
const ROWS = 480;
/** Rows of the banner with name, number and hospital: burned into the pixels, outside the region of the ultrasound. */
const BANNER = 34;
const SECTOR = { x: COLUMNS / 2, y: BANNER + 12, radius: 420, halfAngle: 0.66 } as const;
const CINE_FRAMES = 16;
const FRAME_MILLISECONDS = 50;

interface Look {
  readonly scene: (instance: number) => EchoScene;
  readonly syntax: TransferSyntax;
  readonly photometric: "YBR_FULL_422" | "RGB" | "PALETTE COLOR";
  readonly frames: number;
  readonly depth: number;
  readonly region: Dataset;
  readonly bodyPart: string;
}

const LOOKS: Readonly<Record<string, Look>> = {
  Parasternal: {
    scene: () => longAxis,
    syntax: "jpegBaseline",
    photometric: "YBR_FULL_422",
    frames: CINE_FRAMES,
    depth: 160,
    region: code("80891009", "SCT", "Heart"),
    bodyPart: "HEART",
  },
  Apical: {
    scene: () => fourChambers,
    syntax: "jpegBaseline",
    photometric: "YBR_FULL_422",
    frames: CINE_FRAMES,
    depth: 170,
    region: code("80891009", "SCT", "Heart"),
    bodyPart: "HEART",
  },
  "Fetal biometry": {
    scene: fetus,
    syntax: "rle",
    photometric: "RGB",
    frames: 1,
    depth: 140,
    region: code("35039007", "SCT", "Uterus"),
    bodyPart: "UTERUS",
  },
  Appendix: {
    scene: appendix,
    syntax: "explicit",
    photometric: "PALETTE COLOR",
    frames: 1,
    depth: 80,
    region: code("818983003", "SCT", "Abdomen"),
    bodyPart: "ABDOMEN",
  },
};

/** Ultrasound with a banner in the pixels: clips of the heart, still pictures of the rest. */
export function* ultrasound(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const look = LOOKS[series.description];
  if (!look) return;
  for (const [index, uid] of series.instances.entries()) {
    const scene = look.scene(index);
    const samples = look.photometric === "PALETTE COLOR" ? 1 : 3;
    const frames = Array.from({ length: look.frames }, (_, frame) => {
      const picture = drawPicture(study, scene, { look, phase: frame / CINE_FRAMES, place: index * 97 + frame * 7 });
      return {
        bytes: samples === 1 ? indexed(picture) : picture,
        rows: ROWS,
        columns: COLUMNS,
        bits: 8,
        samples,
      } as const;
    });
    yield { uid, number: index + 1, syntax: look.syntax, frames, dataset: module(look, samples) };
  }
}

function module(look: Look, samples: 1 | 3): Dataset {
  return {
    SamplesPerPixel: samples,
    PhotometricInterpretation: look.photometric,
    ...(samples === 3 && { PlanarConfiguration: 0 }),
    ...(look.frames > 1 && {
      NumberOfFrames: look.frames,
      FrameTime: FRAME_MILLISECONDS,
      FrameIncrementPointer: ["00181063"],
      CineRate: 20,
      RecommendedDisplayFrameRate: 20,
      StartTrim: 1,
      StopTrim: look.frames,
      HeartRate: 75,
    }),
    ...(look.photometric === "PALETTE COLOR" && palette()),
    Rows: ROWS,
    Columns: COLUMNS,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    ImageType: ["ORIGINAL", "PRIMARY", "", "0001"],
    PatientOrientation: "",
    BurnedInAnnotation: "YES",
    LossyImageCompression: look.syntax === "jpegBaseline" ? "01" : "00",
    ...(look.syntax === "jpegBaseline" && {
      LossyImageCompressionRatio: 12,
      LossyImageCompressionMethod: "ISO_10918_1",
    }),
    BodyPartExamined: look.bodyPart,
    TransducerData: "C5-1",
    AnatomicRegionSequence: [look.region],
    SequenceOfUltrasoundRegions: [sectorRegion(look.depth)],
  };
}

/** Where the tissue is and how long a pixel: what lies outside is banner and scale. PS3.3 C.8.5.5. */
function sectorRegion(depth: number): Dataset {
  const centimetres = depth / 10 / SECTOR.radius;
  return {
    RegionSpatialFormat: 1,
    RegionDataType: 1,
    RegionFlags: 2,
    RegionLocationMinX0: 20,
    RegionLocationMinY0: BANNER + 2,
    RegionLocationMaxX1: COLUMNS - 21,
    RegionLocationMaxY1: ROWS - 8,
    PhysicalUnitsXDirection: 3,
    PhysicalUnitsYDirection: 3,
    PhysicalDeltaX: centimetres,
    PhysicalDeltaY: centimetres,
    ReferencePixelX0: SECTOR.x - 20,
    ReferencePixelY0: SECTOR.y - BANNER - 2,
    ReferencePixelPhysicalValueX: 0,
    ReferencePixelPhysicalValueY: 0,
  };
}

interface Shot {
  readonly look: Look;
  /** Of the heart beat, 0 to 1. */
  readonly phase: number;
  readonly place: number;
}

/** RGB samples of one frame. */
function drawPicture(study: StudyFacts, scene: EchoScene, { look, phase, place }: Shot): Uint8Array {
  const picture = new Uint8Array(ROWS * COLUMNS * 3);
  for (const { at, depth, across } of BEAM) {
    const x = (across * look.depth) / SECTOR.radius;
    const y = (depth * look.depth) / SECTOR.radius;
    const { brightness, flow } = scene(x, y, phase);
    const gain = brightness * 34 * (1 - 0.35 * (y / look.depth));
    for (const pixel of [at, at + 1, at + COLUMNS, at + COLUMNS + 1]) {
      const speckle = speckleAt(pixel, place * 4099);
      const bright = Math.min(255, 34 * Math.log2(1 + gain * speckle));
      const [red, green, blue] = flow === 0 ? [bright, bright, bright * 0.96] : flowColour(flow, speckle);
      picture[pixel * 3] = red;
      picture[pixel * 3 + 1] = green;
      picture[pixel * 3 + 2] = blue;
    }
  }
  annotate(picture, study, look, phase);
  return picture;
}

/** Grains a few pixels wide, as sound makes them. */
function speckleAt(at: number, place: number): number {
  const row = Math.floor(at / COLUMNS);
  const coarse = ((row >> 1) * COLUMNS + ((at % COLUMNS) >> 1)) * 3 + place;
  const near = NOISE.at(at + place) + NOISE.at(at + COLUMNS + place) + NOISE.at(at - COLUMNS + place);
  return Math.abs(0.45 * near + 0.75 * NOISE.at(coarse));
}

/** Red towards the probe, blue away from it. */
function flowColour(flow: number, speckle: number): readonly [number, number, number] {
  const strong = Math.min(255, 90 + 150 * Math.abs(flow) * (0.7 + 0.3 * speckle));
  return flow > 0 ? [strong, strong * 0.35, 18] : [18, strong * 0.4, strong];
}

/** Squares of four pixels in the sector with their place under the probe, found once. */
const BEAM = ((): readonly { readonly at: number; readonly across: number; readonly depth: number }[] => {
  const pixels: { at: number; across: number; depth: number }[] = [];
  for (let y = SECTOR.y; y < ROWS - 8; y += 2) {
    for (let x = 20; x < COLUMNS - 20; x += 2) {
      const across = x - SECTOR.x;
      const depth = y - SECTOR.y;
      const radius = Math.hypot(across, depth);
      if (radius > 14 && radius < SECTOR.radius && Math.abs(Math.atan2(across, depth)) < SECTOR.halfAngle)
        pixels.push({ at: y * COLUMNS + x, across, depth });
    }
  }
  return pixels;
})();

function annotate(picture: Uint8Array, study: StudyFacts, look: Look, phase: number): void {
  const canvas = rgbCanvas(picture);
  const value = 235;
  const latin = (study.patientName.split("=")[0] ?? "").replaceAll("^", " ");
  drawText(canvas, latin, { x: 10, y: 5, size: 12, value });
  drawText(canvas, `ID ${study.patientId}`, { x: 10, y: 21, size: 10, value: 190 });
  const right = `${study.date.slice(0, 4)}-${study.date.slice(4, 6)}-${study.date.slice(6)} ${study.time.slice(0, 2)}:${study.time.slice(2, 4)}`;
  drawText(canvas, right, { x: COLUMNS - 10 - textWidth(right, 10), y: 6, size: 10, value: 190 });
  drawText(canvas, "DEMO HOSPITAL", { x: COLUMNS - 10 - textWidth("DEMO HOSPITAL", 10), y: 21, size: 10, value: 190 });
  for (let mark = 0; mark * 20 <= look.depth; mark++) {
    const y = SECTOR.y + (mark * 20 * SECTOR.radius) / look.depth;
    drawLine(canvas, {
      fromX: COLUMNS - 15,
      fromY: y,
      toX: COLUMNS - (mark % 5 === 0 ? 6 : 10),
      toY: y,
      thick: 0.6,
      value: 150,
    });
  }
  if (look.frames > 1) drawHeartTrace(canvas, phase);
}

/** One beat of an electrocardiogram at the bottom, with a mark that runs. */
function drawHeartTrace(canvas: Canvas, phase: number): void {
  const height = (part: number): number => {
    const bump = (middle: number, width: number, high: number): number =>
      high * Math.exp(-(((part - middle) / width) ** 2));
    return bump(0.18, 0.03, 3) + bump(0.3, 0.012, 22) - bump(0.335, 0.012, 6) + bump(0.55, 0.05, 6);
  };
  for (let x = 0; x < 150; x++) {
    drawLine(canvas, {
      fromX: 20 + x,
      fromY: ROWS - 14 - height(x / 150),
      toX: 21 + x,
      toY: ROWS - 14 - height((x + 1) / 150),
      thick: 0.6,
      value: 200,
    });
  }
  const mark = 20 + phase * 150;
  drawLine(canvas, { fromX: mark, fromY: ROWS - 34, toX: mark, toY: ROWS - 8, thick: 0.6, value: 255 });
}

function rgbCanvas(picture: Uint8Array): Canvas {
  return {
    rows: ROWS,
    columns: COLUMNS,
    blend: (x, y, value, share) => {
      for (let sample = 0; sample < 3; sample++) {
        const at = (y * COLUMNS + x) * 3 + sample;
        const before = picture[at] ?? 0;
        picture[at] = before + (value - before) * share;
      }
    },
  };
}
