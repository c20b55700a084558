import { DicomError } from "./data-set.ts";
import { greyLevels, windowed, type GreyLevels, type Window } from "./grey-levels.ts";
import type { ImageAttributes, Reading } from "./image-attributes.ts";
import { lookUp, paletteLuts, type LookupTable } from "./lookup-table.ts";

/** Samples of one frame, pixel by pixel, little endian, compression undone. */
export interface FrameSamples {
  readonly bytes: Uint8Array;
  readonly attributes: ImageAttributes;
}

/** What a screen shows: 8 bits a channel, one channel of grey or three of RGB. */
export interface ScreenImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

export interface RenderOptions {
  /** Frame number from 1 on. */
  readonly frame: number;
  /** In place of what the image itself suggests. */
  readonly window?: Window | undefined;
}

/** Makes the picture of a frame. Throws DicomError for colours that nobody defines. */
export function renderPixels(samples: FrameSamples, reading: Reading, options: RenderOptions): ScreenImage {
  const { rows: height, columns: width, photometricInterpretation } = samples.attributes;
  switch (photometricInterpretation) {
    case "MONOCHROME1":
    case "MONOCHROME2":
      return { bytes: grey(samples, reading, options), width, height, channels: 1 };
    case "PALETTE COLOR":
      return { bytes: palette(samples, reading), width, height, channels: 3 };
    case "RGB":
      return { bytes: eightBits(samples), width, height, channels: 3 };
    case "YBR_FULL":
    case "YBR_FULL_422":
    case "YBR_PARTIAL_420":
    case "YBR_PARTIAL_422":
      return { bytes: fromYbr(eightBits(samples)), width, height, channels: 3 };
    default:
      throw new DicomError("unreadable", "The Photometric Interpretation is none that can be shown.");
  }
}

/** The stored value of each pixel of a frame with one sample. */
function storedValues({ bytes, attributes }: FrameSamples): ArrayLike<number> {
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

function grey(samples: FrameSamples, reading: Reading, { frame, window }: RenderOptions): Uint8Array {
  const { isSigned, bitsStored } = samples.attributes;
  const stored = storedValues(samples);
  const levels = greyLevels(reading, frame, isSigned);
  const toGrey = bitsStored === 1 ? (value: number): number => value * 255 : greyOf(levels, stored, window);
  const shown = new Uint8Array(stored.length);
  const known = new Map<number, number>();
  for (let at = 0; at < stored.length; at += 1) {
    const value = stored[at] ?? 0;
    let level = known.get(value);
    if (level === undefined) {
      level = Math.round(toGrey(value));
      if (levels.isInverse) level = 255 - level;
      known.set(value, level);
    }
    shown[at] = level;
  }
  return shown;
}

function greyOf(levels: GreyLevels, stored: ArrayLike<number>, asked: Window | undefined): (value: number) => number {
  const { toModality } = levels;
  const voi = asked ?? levels.voi ?? spread(levels, stored);
  if ("entries" in voi) {
    const most = 2 ** voi.bits - 1;
    return (value) => Math.min(255, (lookUp(voi, Math.round(toModality(value))) * 255) / most);
  }
  return (value) => windowed(voi, toModality(value));
}

/** Without a suggestion the darkest value is black and the brightest white, padding apart. */
function spread({ toModality, padding }: GreyLevels, stored: ArrayLike<number>): Window {
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < stored.length; at += 1) {
    const value = stored[at] ?? 0;
    if (padding && value >= padding[0] && value <= padding[1]) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const ends = [toModality(least === Infinity ? 0 : least), toModality(most === -Infinity ? 1 : most)];
  const low = Math.min(...ends);
  const width = Math.max(Math.max(...ends) - low, Number.EPSILON);
  return { center: low + width / 2, width, shape: "LINEAR_EXACT" };
}

function palette(samples: FrameSamples, reading: Reading): Uint8Array {
  const luts = paletteLuts(reading);
  if (!luts) throw new DicomError("unreadable", "The image has PALETTE COLOR, but no palette.");
  const stored = storedValues({ ...samples, attributes: { ...samples.attributes, isSigned: false } });
  const shown = new Uint8Array(stored.length * 3);
  for (let at = 0; at < stored.length; at += 1) {
    for (const [channel, lut] of luts.entries()) shown[at * 3 + channel] = entryByte(lut, stored[at] ?? 0);
  }
  return shown;
}

function entryByte(lut: LookupTable, value: number): number {
  const entry = lookUp(lut, value);
  return lut.bits > 8 ? entry >> (lut.bits - 8) : entry;
}

/** Colour samples as they are, or the upper eight bits of larger ones. */
function eightBits({ bytes, attributes }: FrameSamples): Uint8Array {
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
function fromYbr(ybr: Uint8Array): Uint8Array {
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
