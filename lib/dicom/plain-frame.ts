import { numberOf, textOf, type DicomAttributes } from "./attributes.ts";
import { DicomError } from "./data-set.ts";
import { imagePixelModule, type ImageAttributes } from "./image-pixel-module.ts";
import { lookUp, type GreyTables } from "./lookup-table.ts";
import { decodeRle } from "./rle.ts";
import { interleave, swapBytes, unpack422 } from "./sample-order.ts";
import { eightBits, fromYbr, painted, storedValues, type Palette } from "./sample-values.ts";
import type { TransferSyntax } from "./transfer-syntax.ts";

/** Pixels of a kind that every engine reads: whole words of grey, or eight bits of red, green and blue in turn. */
export interface PlainPixels {
  readonly samplesPerPixel: 1 | 3;
  readonly photometricInterpretation: string;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly isSigned: boolean;
  /** Samples are numbers of IEEE 754 in 32 bits. */
  readonly isFloat: boolean;
}

export interface PlainFrame {
  readonly pixels: PlainPixels;
  /** Little endian, pixel by pixel. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Values that are black and white, where the samples themselves would mislead. */
  readonly span?: readonly [low: number, high: number];
}

const RGB = { samplesPerPixel: 3, photometricInterpretation: "RGB", bitsAllocated: 8, isSigned: false, isFloat: false } as const; // prettier-ignore

/** The Image Pixel Module of one frame, as a store's metadata give it. */
export function pixelAttributes(image: DicomAttributes): ImageAttributes {
  const read = imagePixelModule({
    number: (tag) => numberOf(image, tag),
    text: (tag) => textOf(image, tag),
    has: (tag) => image[tag] !== undefined,
  });
  return { ...read, numberOfFrames: 1 };
}

export function hasPalette({ photometricInterpretation }: ImageAttributes): boolean {
  return photometricInterpretation === "PALETTE COLOR";
}

/** The stored value of each pixel of a grey frame. Throws DicomError for one that is cut short. */
export function uncompressedValues(
  stored: Uint8Array,
  attributes: ImageAttributes,
  syntax: TransferSyntax,
): ArrayLike<number> {
  const bytes = uncompressed(stored, attributes, syntax);
  checkLength(bytes, attributes, syntax);
  return storedValues({ bytes, attributes });
}

/** Whether a frame that no codec has compressed is grey in whole words with nothing beside the samples: engines read it as it is. */
export function isPlain(
  bytes: Uint8Array,
  attributes: ImageAttributes,
  { codec, isBigEndian }: TransferSyntax,
): boolean {
  const { samplesPerPixel, bitsAllocated, bitsStored, highBit, isFloat, isSigned } = attributes;
  const isWhole = (bitsAllocated === 8 || bitsAllocated === 16) && highBit === bitsStored - 1 && !isFloat;
  if (!isWhole || samplesPerPixel !== 1 || hasPalette(attributes) || isBigEndian) return false;
  if (bitsStored === bitsAllocated || isSigned) return true;
  return codec === "native" && !hasStrayBits(bytes, bitsAllocated, bitsStored);
}

/** Bits above the samples, where old files keep overlays (PS3.5 8.1.1). */
function hasStrayBits(bytes: Uint8Array, bitsAllocated: number, bitsStored: number): boolean {
  if (bitsAllocated === 8) return bytes.some((byte) => byte >> bitsStored !== 0);
  const above = bitsStored - 8;
  for (let at = 1; at < bytes.length; at += 2) {
    const high = bytes[at] ?? 0;
    if (above >= 0 ? high >> above !== 0 : high !== 0 || (bytes[at - 1] ?? 0) >> bitsStored !== 0) return true;
  }
  return false;
}

/**
 * Takes a frame that no codec has compressed apart into plain pixels. Throws DicomError for one that is cut short, or of a kind that the
 * standard does not know.
 * @param palette of PALETTE COLOR
 */
export function plainFrame(
  stored: Uint8Array,
  attributes: ImageAttributes,
  syntax: TransferSyntax,
  palette?: Palette,
): PlainFrame {
  const bytes = uncompressed(stored, attributes, syntax);
  checkLength(bytes, attributes, syntax);
  if (hasPalette(attributes))
    return paintedFrame(storedValues({ bytes, attributes: { ...attributes, isSigned: false } }), palette);
  if (attributes.samplesPerPixel === 1) {
    const grey = greyFrame(storedValues({ bytes, attributes }), attributes);
    return attributes.bitsStored === 1 ? { ...grey, span: [0, 1] } : grey;
  }
  return { pixels: RGB, bytes: Uint8Array.from(colours(bytes, attributes, syntax)) };
}

/**
 * Grey samples that have gone through tables and the linear rescale, so that nothing but a window is left to do.
 * @param rescale to apply where no table gives what the modality measured
 */
export function throughTables(
  stored: ArrayLike<number>,
  attributes: ImageAttributes,
  { modality, voi }: GreyTables,
  rescale: { readonly slope: number; readonly intercept: number },
): PlainFrame {
  const measured = Float32Array.from(stored, (value) =>
    modality ? lookUp(modality, value) : value * rescale.slope + rescale.intercept,
  );
  const shown = voi ? measured.map((value) => lookUp(voi, Math.round(value))) : measured;
  const plain = greyFrame(shown, { ...attributes, isFloat: true });
  return voi ? { ...plain, span: [0, 2 ** voi.bits - 1] } : plain;
}

/** Colours of stored values. Throws DicomError without a palette. */
export function paintedFrame(stored: ArrayLike<number>, palette: Palette | undefined): PlainFrame {
  if (!palette) throw new DicomError("unreadable", "The image has PALETTE COLOR, but no palette.");
  return { pixels: RGB, bytes: Uint8Array.from(painted(stored, palette)) };
}

/** Throws DicomError for a frame whose bytes are fewer than its attributes say. */
export function checkLength(bytes: Uint8Array, attributes: ImageAttributes, { codec }: TransferSyntax): void {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = attributes;
  const samples = photometricInterpretation.endsWith("_422") && codec !== "rle" ? 2 : samplesPerPixel;
  const wanted = Math.ceil((rows * columns * samples * bitsAllocated) / 8);
  if (wanted === 0) throw new DicomError("bad-length", "Rows, Columns or Bits Allocated are missing.");
  if (bytes.length >= wanted) return;
  const [found, needed] = [bytes.length, wanted].map((count) => count.toLocaleString("en"));
  throw new DicomError("truncated", `The frame has ${found} bytes, its attributes ask for ${needed}.`);
}

function uncompressed(
  bytes: Uint8Array,
  attributes: ImageAttributes,
  { codec, isBigEndian }: TransferSyntax,
): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated } = attributes;
  if (codec !== "rle") return isBigEndian ? swapBytes(bytes, bitsAllocated / 8) : bytes;
  if (bitsAllocated === 1) return decodeRle(bytes, Math.ceil((rows * columns) / 8), samplesPerPixel, 1);
  if (bitsAllocated % 8 !== 0) throw new DicomError("unreadable", "RLE Lossless packs whole bytes only.");
  return decodeRle(bytes, rows * columns, samplesPerPixel, bitsAllocated / 8);
}

function greyFrame(values: ArrayLike<number>, attributes: ImageAttributes): PlainFrame {
  const { bitsStored, isSigned, isFloat, photometricInterpretation } = attributes;
  const isWide = isFloat || bitsStored > 16;
  const pixels = {
    samplesPerPixel: 1,
    photometricInterpretation,
    isSigned: isSigned && !isWide,
    isFloat: isWide,
  } as const;
  if (isWide)
    return { pixels: { ...pixels, bitsAllocated: 32 }, bytes: new Uint8Array(Float32Array.from(values).buffer) };
  if (bitsStored <= 8 && !isSigned) return { pixels: { ...pixels, bitsAllocated: 8 }, bytes: Uint8Array.from(values) };
  const words = isSigned ? Int16Array.from(values) : Uint16Array.from(values);
  return { pixels: { ...pixels, bitsAllocated: 16 }, bytes: new Uint8Array(words.buffer) };
}

function colours(bytes: Uint8Array, attributes: ImageAttributes, { codec }: TransferSyntax): Uint8Array {
  const { samplesPerPixel, bitsAllocated, isPlanar, photometricInterpretation } = attributes;
  if (samplesPerPixel !== 3)
    throw new DicomError("unreadable", `Pixels of ${samplesPerPixel} samples have no meaning here.`);
  const isHalved = photometricInterpretation.endsWith("_422") && codec !== "rle";
  const isApart = isPlanar && codec !== "rle" && !isHalved;
  const whole = isHalved ? unpack422(bytes) : bytes;
  const eight = eightBits({ bytes: isApart ? interleave(whole, 3, bitsAllocated / 8) : whole, attributes });
  if (photometricInterpretation === "RGB") return eight;
  if (photometricInterpretation.startsWith("YBR_")) return fromYbr(eight);
  throw new DicomError("unreadable", `The colours ${photometricInterpretation} are none that can be shown.`);
}
