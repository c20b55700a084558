import { DicomError } from "./data-set.ts";

const HEADER_BYTES = 64;
const MOST_SEGMENTS = 15;

/**
 * Decodes a frame of RLE Lossless (PS3.5 annex G) into samples pixel by pixel, little endian. Each segment is one byte of all samples of
 * one component, the most significant first.
 * @param pixels rows times columns
 */
export function decodeRle(
  frame: Uint8Array,
  pixels: number,
  samplesPerPixel: number,
  bytesPerSample: number,
): Uint8Array {
  if (frame.length < HEADER_BYTES)
    throw new DicomError("truncated", "A frame of RLE Lossless is shorter than its header.");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const count = view.getUint32(0, true);
  if (count !== samplesPerPixel * bytesPerSample || count > MOST_SEGMENTS)
    throw new DicomError("bad-length", `A frame of RLE Lossless has ${count} segments.`);
  const stride = samplesPerPixel * bytesPerSample;
  const decoded = new Uint8Array(pixels * stride);
  for (let segment = 0; segment < count; segment += 1) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < count ? view.getUint32(8 + segment * 4, true) : frame.length;
    const sample = Math.floor(segment / bytesPerSample);
    const place = sample * bytesPerSample + (bytesPerSample - 1 - (segment % bytesPerSample));
    decodeSegment(frame.subarray(start, end), decoded, { place, stride });
  }
  return decoded;
}

/** PackBits: n from 0 to 127 is followed by n + 1 literal bytes, n from -1 to -127 by one byte that repeats 1 - n times. */
function decodeSegment(
  segment: Uint8Array,
  into: Uint8Array,
  { place, stride }: { readonly place: number; readonly stride: number },
): void {
  let at = 0;
  let target = place;
  while (at < segment.length && target < into.length) {
    const control = segment[at] ?? 0;
    at += 1;
    if (control === 128) continue;
    const isRun = control > 128;
    const length = isRun ? 257 - control : control + 1;
    for (let step = 0; step < length && target < into.length; step += 1) {
      into[target] = segment[isRun ? at : at + step] ?? 0;
      target += stride;
    }
    at += isRun ? 1 : length;
  }
}
