import { DicomError, type DataElement } from "#lib/dicom/data-set.ts";
import { frameCount } from "#lib/dicom/frame-layout.ts";
import type { ImageAttributes } from "#lib/dicom/image-pixel-module.ts";
import { elementBytes, elementHead } from "#lib/dicom/write-data-set.ts";
import type { OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import type { DecodedFrame } from "#emulator/services/dicomweb/pixels/decode-frame.ts";
import { decodeStored, storedFrames } from "#emulator/services/dicomweb/pixels/stored-frame.ts";

/** A rectangle of pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** What is blacked out in each frame, the first at 0. */
export type FrameBoxes = readonly (readonly Box[])[];

export interface RedactedPixels {
  /** The element in its new form, piece by piece; undefined for one that blacking out does not change. */
  replace(element: DataElement): Promise<Iterable<Uint8Array> | AsyncIterable<Uint8Array> | undefined>;
}

/** Extended and basic offsets of fragments that are no more (PS3.3 C.7.6.3.1.8). */
const TABLES = new Set(["7FE00001", "7FE00002"]);
const PIXELS = new Set(["7FE00010", "7FE00008", "7FE00009"]);

/** The pixels of a file without compression and with boxes blacked out; every sample outside of them is as it was stored. */
export function redactedPixels(file: OpenDicomFile, boxes: FrameBoxes, isExplicit: boolean): RedactedPixels {
  const frames = storedFrames(file);
  const first = decodeStored(file, 1, frames);
  first.catch(() => undefined);
  const frameAt = async (frame: number): Promise<Uint8Array> =>
    blackedOut(frame === 1 ? await first : await decodeStored(file, frame, frames), boxes[frame - 1] ?? []);
  return {
    replace: async ({ tag, vr }) => {
      const { attributes } = await first;
      if (TABLES.has(tag)) return [];
      if (tag === "00280004")
        return [elementBytes(tag, "CS", Buffer.from(attributes.photometricInterpretation), isExplicit)];
      if (tag === "00280006")
        return [elementBytes(tag, "US", Uint8Array.of(attributes.isPlanar ? 1 : 0, 0), isExplicit)];
      if (tag === "00280100") return [elementBytes(tag, "US", Uint8Array.of(attributes.bitsAllocated, 0), isExplicit)];
      if (!PIXELS.has(tag)) return undefined;
      const integers = attributes.bitsAllocated > 8 ? "OW" : "OB";
      return allFrames({ tag, vr: tag === "7FE00010" ? integers : vr, isExplicit }, frameCount(frames.layout), frameAt);
    },
  };
}

async function* allFrames(
  { tag, vr, isExplicit }: { readonly tag: string; readonly vr: DataElement["vr"]; readonly isExplicit: boolean },
  count: number,
  frameAt: (frame: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const first = await frameAt(1);
  const length = first.length * count;
  yield elementHead(tag, vr, length + (length % 2), isExplicit);
  yield first;
  for (let frame = 2; frame <= count; frame += 1) yield await frameAt(frame);
  if (length % 2 === 1) yield Uint8Array.of(0);
}

/** A copy of a frame: what the decoder gave may be a view of the file. */
function blackedOut({ bytes, attributes }: DecodedFrame, boxes: readonly Box[]): Uint8Array {
  const pixels = Uint8Array.from(bytes);
  const paint = painterOf(pixels, attributes);
  const { rows, columns } = attributes;
  for (const { x, y, width, height } of boxes) {
    const [left, right] = [clamp(x, columns), clamp(x + width, columns)];
    for (let row = clamp(y, rows); row < clamp(y + height, rows); row += 1)
      for (let column = left; column < right; column += 1) paint(row * columns + column);
  }
  return pixels;
}

/** Makes a pixel of a frame, by its number from 0, show black. */
function painterOf(pixels: Uint8Array, attributes: ImageAttributes): (pixel: number) => void {
  if (attributes.bitsAllocated === 1) return bitPainterOf(pixels, attributes);
  const black = blackPixel(attributes);
  return (pixel) => {
    pixels.set(black, pixel * black.length);
  };
}

/** Single bits stand eight in a byte, the first in its lowest bit (PS3.5 8.1.1): a mask's are nought where it marks nothing. */
function bitPainterOf(
  pixels: Uint8Array,
  { rows, columns, photometricInterpretation }: ImageAttributes,
): (pixel: number) => void {
  // Frames follow each other without padding, and here they are written one by one.
  if ((rows * columns) % 8 !== 0)
    throw new DicomError("unreadable", "Text in single bits cannot be blacked out when a frame does not end with a byte."); // prettier-ignore
  const isBlackSet = photometricInterpretation === "MONOCHROME1";
  return (pixel) => {
    const bit = 1 << (pixel & 7);
    const byte = pixels[pixel >> 3] ?? 0;
    pixels[pixel >> 3] = isBlackSet ? byte | bit : byte & ~bit;
  };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, Math.round(value)));
}

/** The bytes of a pixel that shows black (PS3.3 C.7.6.3.1.2). */
function blackPixel(attributes: ImageAttributes): Uint8Array {
  const { samplesPerPixel, bitsAllocated, bitsStored, isSigned, isFloat, photometricInterpretation } = attributes;
  const width = bitsAllocated / 8;
  const sample = (value: number): Uint8Array => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes.subarray(0, width);
  };
  if (isFloat) return new Uint8Array(width);
  if (photometricInterpretation.startsWith("YBR_") && samplesPerPixel === 3)
    return Buffer.concat([sample(0), sample(2 ** (bitsStored - 1)), sample(2 ** (bitsStored - 1))]);
  const lowest = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const highest = isSigned ? 2 ** (bitsStored - 1) - 1 : 2 ** bitsStored - 1;
  const value = photometricInterpretation === "MONOCHROME1" ? highest : lowest;
  return Buffer.concat(Array.from({ length: samplesPerPixel }, () => sample(samplesPerPixel > 1 ? 0 : value)));
}
