import { DicomError } from "./data-set.ts";
import type { ImageAttributes } from "./image-pixel-module.ts";
import { lookUp, type LookupTable } from "./lookup-table.ts";

/** Samples of one frame, pixel by pixel, little endian, compression undone. */
export interface FrameSamples {
  readonly bytes: Uint8Array;
  readonly attributes: ImageAttributes;
}

/** The stored value of each pixel of a frame with one sample. */
export function storedValues({ bytes, attributes }: FrameSamples): ArrayLike<number> {
  const { bitsAllocated, rows, columns, isSigned } = attributes;
  const count = rows * columns;
  if (bitsAllocated === 1)
    return Uint8Array.from({ length: count }, (_, at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = (attributes.isFloat ? FLOAT_READERS : SAMPLE_READERS)[bitsAllocated];
  if (!read || bytes.length < (count * bitsAllocated) / 8)
    throw new DicomError(
      "bad-length",
      "The frame is shorter than its attributes say, or its samples are of an odd size.",
    );
  if (attributes.isFloat) return Float64Array.from({ length: count }, (_, at) => read(view, at));
  const bits = {
    bitsStored: attributes.bitsStored,
    isSigned,
    shift: Math.max(0, attributes.highBit + 1 - attributes.bitsStored),
  };
  const values = new Float64Array(count);
  for (let at = 0; at < count; at += 1) values[at] = cut(read(view, at), bits);
  return values;
}

const FLOAT_READERS: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  32: (view, at) => view.getFloat32(at * 4, true),
  64: (view, at) => view.getFloat64(at * 8, true),
};

const SAMPLE_READERS: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  8: (view, at) => view.getUint8(at),
  16: (view, at) => view.getUint16(at * 2, true),
  32: (view, at) => view.getUint32(at * 4, true),
};

/** The bits from High Bit down, and their sign (PS3.5 8.1.1). */
function cut(
  word: number,
  { bitsStored, isSigned, shift }: { readonly bitsStored: number; readonly isSigned: boolean; readonly shift: number },
): number {
  const span = 2 ** bitsStored;
  const value = Math.floor(word / 2 ** shift) % span;
  return isSigned && value >= span / 2 ? value - span : value;
}

/** Colours of stored values by red, green and blue tables (PS3.3 C.7.6.3.1.5): three bytes a pixel. */
export function painted(stored: ArrayLike<number>, luts: Palette): Uint8Array {
  const shown = new Uint8Array(stored.length * 3);
  for (let at = 0; at < stored.length; at += 1) {
    for (const [channel, lut] of luts.entries()) shown[at * 3 + channel] = entryByte(lut, stored[at] ?? 0);
  }
  return shown;
}

/** Red, green, blue. */
export type Palette = readonly [LookupTable, LookupTable, LookupTable];

function entryByte(lut: LookupTable, value: number): number {
  const entry = lookUp(lut, value);
  return lut.bits > 8 ? entry >> (lut.bits - 8) : entry;
}

/** Colour samples as they are, or the upper eight bits of larger ones. */
export function eightBits({ bytes, attributes }: FrameSamples): Uint8Array {
  const { rows, columns, bitsAllocated, bitsStored } = attributes;
  const count = rows * columns * 3;
  if (bytes.length < (count * bitsAllocated) / 8)
    throw new DicomError("bad-length", "The frame is shorter than its attributes say.");
  if (bitsAllocated === 8) return bytes.subarray(0, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = SAMPLE_READERS[bitsAllocated] ?? (() => 0);
  return Uint8Array.from({ length: count }, (_, at) => Math.floor(read(view, at) / 2 ** Math.max(0, bitsStored - 8)));
}

/** YBR_FULL to RGB: PS3.3 C.7.6.3.1.2. */
export function fromYbr(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    const y = ybr[at] ?? 0;
    const blue = (ybr[at + 1] ?? 128) - 128;
    const red = (ybr[at + 2] ?? 128) - 128;
    rgb[at] = y + 1.402 * red;
    rgb[at + 1] = y - 0.344_136 * blue - 0.714_136 * red;
    rgb[at + 2] = y + 1.772 * blue;
  }
  return new Uint8Array(rgb.buffer);
}
