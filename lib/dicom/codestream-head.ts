/** What the head of a compressed frame says of its size, before anybody allocates for it. */
export interface CodestreamHead {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits per sample. */
  readonly precision: number;
  /** Some files hold another kind of JPEG than their transfer syntax says. */
  readonly kind: "dct" | "lossless" | "jpeg-ls" | "jpeg-2000";
}

/** Whether each component of a JPEG-LS frame has a scan of its own (ITU-T T.87 C.2.3): decoders then give one plane after the other. */
export function hasScanPerComponent(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const scan = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
  return scan >= 0 && scan + 5 <= bytes.length && view.getUint8(scan + 4) === 1;
}

/** Whether the codestream has its end marker, which JPEG, JPEG-LS and JPEG 2000 spell alike: FFD9, and at most padding behind it. */
export function hasEnd(bytes: Uint8Array): boolean {
  let last = bytes.length - 1;
  while (last > 0 && bytes[last] !== 0xd9) last -= 1;
  return bytes[last - 1] === 0xff && bytes.length - last < 16;
}

/** Start Of Frame: baseline to lossless (ITU-T T.81 table B.1), and JPEG-LS (T.87). Not DHT, JPG, DAC. */
const FRAME_MARKERS = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xf7]);
const KINDS: Readonly<Record<number, CodestreamHead["kind"]>> = {
  0xc3: "lossless",
  0xc7: "lossless",
  0xcb: "lossless",
  0xcf: "lossless",
  0xf7: "jpeg-ls",
};
/** A JP2 file around a codestream keeps it within its first boxes. */
const BOXES_BYTES = 4096;

/** Reads the frame header of JPEG or JPEG-LS, or the SIZ segment of JPEG 2000. Undefined when there is none. */
export function codestreamHead(bytes: Uint8Array): CodestreamHead | undefined {
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpegHead(bytes) : jpeg2000Head(bytes);
}

function jpegHead(bytes: Uint8Array): CodestreamHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 2;
  while (at + 10 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (FRAME_MARKERS.has(marker))
      return {
        kind: KINDS[marker] ?? "dct",
        precision: view.getUint8(at + 4),
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function jpeg2000Head(bytes: Uint8Array): CodestreamHead | undefined {
  const limit = Math.min(bytes.length - 44, BOXES_BYTES);
  for (let at = 0; at <= limit; at += 1) {
    const isStart = bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51;
    if (!isStart) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 44);
    return {
      kind: "jpeg-2000",
      width: view.getUint32(8) - view.getUint32(16),
      height: view.getUint32(12) - view.getUint32(20),
      components: view.getUint16(40),
      precision: (view.getUint8(42) & 0x7f) + 1,
    };
  }
  return undefined;
}
