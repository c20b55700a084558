import type { PixelShape } from "./frame-layout.ts";

/** The attributes that turn stored bytes into samples (PS3.3 C.7.6.3). */
export interface ImageAttributes extends PixelShape {
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly isPlanar: boolean;
  /** Float or Double Float Pixel Data: samples are not integers (PS3.3 C.7.6.24). */
  readonly isFloat: boolean;
}

/** Where attributes are read from: a file, or the metadata of a store. */
export interface AttributeSource {
  readonly number: (tag: string) => number | undefined;
  readonly text: (tag: string) => string | undefined;
  readonly has: (tag: string) => boolean;
}

/** Float Pixel Data and Double Float Pixel Data. */
const FLOAT_PIXELS = ["7FE00008", "7FE00009"];

/** The Image Pixel Module (PS3.3 C.7.6.3), with the standard's defaults for what is missing; 0 rows and columns for a data set without an image. */
export function imagePixelModule({ number, text, has }: AttributeSource): ImageAttributes {
  const bitsAllocated = number("00280100") ?? 0;
  const bitsStored = number("00280101") ?? bitsAllocated;
  return {
    rows: number("00280010") ?? 0,
    columns: number("00280011") ?? 0,
    samplesPerPixel: number("00280002") ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: number("00280102") ?? bitsStored - 1,
    isSigned: number("00280103") === 1,
    isPlanar: number("00280006") === 1,
    isFloat: FLOAT_PIXELS.some(has),
    numberOfFrames: Math.max(1, number("00280008") ?? 1),
    photometricInterpretation: text("00280004") ?? "MONOCHROME2",
  };
}
