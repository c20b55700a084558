import type { ImageAttributes } from "./image-pixel-module.ts";

export type GreySamples =
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>;

/**
 * The samples of one uncompressed grey frame of 8 or 16 bits, with the sign of their highest stored bit (PS3.5 8.1.1). A view of the bytes
 * where their place allows, which may be changed by it.
 * @param bytes little endian, at least as many as the attributes ask for
 */
export function greySamples(bytes: Uint8Array<ArrayBuffer>, attributes: ImageAttributes): GreySamples {
  const { rows, columns, bitsAllocated, bitsStored, isSigned } = attributes;
  const count = rows * columns;
  if (bitsAllocated === 8) {
    const samples = new (isSigned ? Int8Array : Uint8Array)(bytes.buffer, bytes.byteOffset, count);
    return isSigned ? extended(samples, bitsStored) : samples;
  }
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const samples = new (isSigned ? Int16Array : Uint16Array)(buffer, byteOffset, count);
  return isSigned ? extended(samples, bitsStored) : samples;
}

function extended<Samples extends GreySamples>(samples: Samples, bitsStored: number): Samples {
  const shift = 32 - bitsStored;
  if (bitsStored === samples.BYTES_PER_ELEMENT * 8) return samples;
  for (let at = 0; at < samples.length; at += 1) samples[at] = ((samples[at] ?? 0) << shift) >> shift;
  return samples;
}

/** What a modality measured. */
export interface GreyValues {
  readonly values: GreySamples;
  readonly low: number;
  readonly high: number;
}

/** Output units (PS3.3 C.11.1.1.2) in the smallest kind of number that holds them all; the samples themselves where they are of that kind. */
export function rescaled(samples: GreySamples, slope: number, intercept: number): GreyValues {
  const [first, second] = extremesOf(samples).map((value) => value * slope + intercept);
  const [low, high] = [Math.min(first ?? 0, second ?? 0), Math.max(first ?? 0, second ?? 0)];
  const isWhole = Number.isInteger(slope) && Number.isInteger(intercept);
  const Kind = isWhole ? kindOf(low, high) : Float32Array;
  if (slope === 1 && intercept === 0)
    return { values: samples instanceof Kind ? samples : new Kind(samples), low, high };
  const values = new Kind(samples.length);
  for (let at = 0; at < samples.length; at += 1) values[at] = (samples[at] ?? 0) * slope + intercept;
  return { values, low, high };
}

/** The lowest and the highest; 0 and 0 for none. */
export function extremesOf(samples: GreySamples): readonly [low: number, high: number] {
  let low = samples[0] ?? 0;
  let high = low;
  for (let at = 1; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    if (sample < low) low = sample;
    else if (sample > high) high = sample;
  }
  return [low, high];
}

/** Ranges of whole numbers, the smallest first. */
const KINDS = [
  [Uint8Array, 0, 0xff],
  [Int8Array, -0x80, 0x7f],
  [Uint16Array, 0, 0xffff],
  [Int16Array, -0x8000, 0x7fff],
  [Uint32Array, 0, 0xffff_ffff],
] as const;

function kindOf(low: number, high: number) {
  return KINDS.find(([, least, most]) => least <= low && high <= most)?.[0] ?? Float32Array;
}
