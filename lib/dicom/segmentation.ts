import { itemsOf, numberOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import { frameAttributes, frameCount, imagePlane, type ImagePlane } from "./frame-attributes.ts";
import type { StackImage } from "./image-stack.ts";
import type { Structure } from "./structure-set.ts";
import { dot, subtract } from "./vectors.ts";

/** A segment of a segmentation object with the frames that hold its pixels. */
export interface Segment extends Structure {
  readonly frames: readonly SegmentFrame[];
}

export interface SegmentFrame {
  /** From 1. */
  readonly frame: number;
  /** The picture that it belongs to, as far as the file tells. */
  readonly instance: string | undefined;
  readonly sourceFrame: number | undefined;
  readonly plane: ImagePlane | undefined;
}

const COLOURS = ["#ff6b6b", "#5bd19a", "#6cb2ff", "#ffd24a", "#c79bf0", "#f0b27a", "#6fdca9", "#ff9db3"];
const NEAR = 0.6;

/** The segments of a segmentation (PS3.3 C.8.20). */
export function segmentsOf(file: DicomAttributes): readonly Segment[] {
  const frames = Array.from({ length: frameCount(file) }, (_, index) => {
    const attributes = frameAttributes(file, index + 1);
    const source = itemsOf(itemsOf(attributes, "00089124")[0] ?? attributes, "00082112")[0] ?? {};
    return {
      segment: numberOf(attributes, "0062000B"),
      frame: index + 1,
      instance: textOf(source, "00081155"),
      sourceFrame: numberOf(source, "00081160"),
      plane: imagePlane(attributes),
    };
  });
  return itemsOf(file, "00620002").map((segment, index) => {
    const number = numberOf(segment, "00620004");
    return {
      id: `${textOf(file, "00080018")} ${number ?? index}`,
      name: textOf(segment, "00620005") ?? `Segment ${number ?? index + 1}`,
      colour: cssColour(numbersOf(segment, "0062000D")) ?? COLOURS[index % COLOURS.length] ?? "#ff6b6b",
      frames: frames.filter((frame) => frame.segment === number),
    };
  });
}

/** The frame of a segment that lies on a picture. */
export function segmentFrameOn(segment: Segment, image: StackImage): SegmentFrame | undefined {
  return segment.frames.find(({ instance, sourceFrame, plane }) => {
    if (instance !== undefined) return instance === image.instance && (sourceFrame ?? 1) === image.frame;
    if (!plane || !image.plane) return false;
    return Math.abs(dot(subtract(plane.position, image.plane.position), image.plane.normal)) < NEAR;
  });
}

/** Whether a pixel (row by row, from 0) of a frame belongs to its segment; of fractional ones, at least by half. */
export function segmentHas(file: DicomAttributes, bytes: Uint8Array, pixel: number): boolean {
  if (numberOf(file, "00280100") === 1) return (((bytes[pixel >> 3] ?? 0) >> (pixel & 7)) & 1) === 1;
  return (bytes[pixel] ?? 0) * 2 >= (numberOf(file, "0062000E") ?? 255);
}

/** Opacity of each pixel of a frame, 0 to 255. Binary frames are one bit a pixel, lowest first (PS3.5 8.1.1); fractional ones a byte. */
export function segmentMask(file: DicomAttributes, bytes: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const count = (numberOf(file, "00280010") ?? 0) * (numberOf(file, "00280011") ?? 0);
  const isBinary = numberOf(file, "00280100") === 1;
  const most = numberOf(file, "0062000E") ?? 255;
  const mask = new Uint8ClampedArray(count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    mask[pixel] = isBinary
      ? (((bytes[pixel >> 3] ?? 0) >> (pixel & 7)) & 1) * 255
      : ((bytes[pixel] ?? 0) * 255) / Math.max(1, most);
  }
  return mask;
}

/** CIELab in sixteen bits each, as DICOM writes colours (PS3.3 C.10.7.1.1), to sRGB. */
function cssColour([l, a, b]: readonly number[]): string | undefined {
  if (l === undefined || a === undefined || b === undefined) return undefined;
  const fy = ((l / 65535) * 100 + 16) / 116;
  const fx = fy + ((a / 65535) * 255 - 128) / 500;
  const fz = fy - ((b / 65535) * 255 - 128) / 200;
  const linear = (t: number) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  const [x, y, z] = [0.9642 * linear(fx), linear(fy), 0.8249 * linear(fz)];
  const channels = [
    3.1339 * x - 1.6169 * y - 0.4906 * z,
    -0.9788 * x + 1.9161 * y + 0.0335 * z,
    0.0719 * x - 0.229 * y + 1.4052 * z,
  ];
  const gamma = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  return `rgb(${channels.map((v) => Math.round(255 * Math.min(1, Math.max(0, gamma(Math.max(0, v)))))).join(" ")})`;
}
