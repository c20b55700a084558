import { inflateRawSync } from "node:zlib";
import { Decoder } from "jpeg-lossless-decoder-js";
import { codestreamHead } from "#lib/dicom/codestream-head.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import type { ImageAttributes } from "#lib/dicom/image-pixel-module.ts";
import { decodeRle } from "#lib/dicom/rle.ts";
import type { TransferSyntax } from "#lib/dicom/transfer-syntax.ts";
import { decodeWithWasm, type CodecFrame, type WasmCodec } from "./codecs/wasm-decoders.ts";
import { tellColours } from "#lib/dicom/jpeg-colours.ts";
import { interleave, unpack422 } from "#lib/dicom/sample-order.ts";

/** Samples of one frame, pixel by pixel, little endian, in `bitsAllocated` bits each. */
export interface DecodedFrame {
  readonly bytes: Uint8Array;
  /** As they are now: a codec may have undone what the file says of colours and planes. */
  readonly attributes: ImageAttributes;
}

/** "frame ≤150 MB" (contract 10.4). */
const LARGEST_FRAME_BYTES = 150 * 1024 * 1024;

interface StoredFrame {
  /** In Little Endian when they are not compressed. */
  readonly bytes: Uint8Array;
  readonly attributes: ImageAttributes;
  readonly syntax: TransferSyntax;
}

/** Undoes the compression of a frame. Throws DicomError for a frame that is broken, too large, or of a kind nobody here can read. */
export async function decodeFrame(stored: StoredFrame): Promise<DecodedFrame> {
  checkSize(stored.attributes);
  const { codec, name } = stored.syntax;
  switch (codec) {
    case "native":
      return decodeNative(stored);
    case "rle":
      return decodeRleFrame(stored);
    case "deflated-frame":
      return decodeNative({ ...stored, bytes: inflate(stored) });
    case "jpeg":
    case "jpeg-ls":
    case "jpeg-2000":
    case "htj2k":
    case "jpeg-lossless": {
      const { codestream, kind } = prepared(stored);
      const decode = (): CodecFrame | Promise<CodecFrame> =>
        kind === "jpeg-lossless" ? decodeLossless(codestream) : decodeWithWasm(kind, codestream);
      return fromCodec(stored, await guarded(name, decode));
    }
    case "jpeg-xl":
    case "video":
    case "other":
      throw new DicomError("unreadable", `Frames in ${name} cannot be decoded here.`);
  }
}

function checkSize({ rows, columns, samplesPerPixel, bitsAllocated }: ImageAttributes): void {
  const bytes = (rows * columns * samplesPerPixel * bitsAllocated) / 8;
  if (!(bytes > 0)) throw new DicomError("bad-length", "Rows, Columns or Bits Allocated are missing.");
  if (bytes > LARGEST_FRAME_BYTES)
    throw new DicomError("bad-length", `A frame of ${bytes} bytes is larger than ${LARGEST_FRAME_BYTES}.`);
}

interface Prepared {
  readonly codestream: Uint8Array;
  readonly kind: WasmCodec | "jpeg-lossless";
}

/** What a codestream says of its size must be what the attributes say: they were checked, it allocates. */
function prepared({ bytes, attributes, syntax }: StoredFrame): Prepared {
  const head = codestreamHead(bytes);
  if (!head) throw new DicomError("unreadable", `The frame holds no codestream of ${syntax.name}.`);
  const { rows, columns, samplesPerPixel } = attributes;
  if (head.width !== columns || head.height !== rows || head.components !== samplesPerPixel)
    throw new DicomError(
      "bad-length",
      `The codestream is ${head.width}×${head.height}×${head.components}, the attributes say ${columns}×${rows}×${samplesPerPixel}.`,
    );
  if (head.kind === "dct" && head.precision > 8)
    throw new DicomError("unreadable", `Frames in ${syntax.name} with ${head.precision} bits cannot be decoded here.`);
  if (head.kind === "dct")
    return { codestream: tellColours(bytes, attributes.photometricInterpretation), kind: "jpeg" };
  if (head.kind === "lossless") return { codestream: bytes, kind: "jpeg-lossless" };
  if (head.kind === "jpeg-ls") return { codestream: bytes, kind: "jpeg-ls" };
  return { codestream: bytes, kind: syntax.codec === "htj2k" ? "htj2k" : "jpeg-2000" };
}

async function guarded(name: string, decode: () => CodecFrame | Promise<CodecFrame>): Promise<CodecFrame> {
  try {
    return await decode();
  } catch {
    // Codecs throw numbers, strings and errors; what they say is no use to anybody.
    throw new DicomError("unreadable", `The codestream of ${name} is broken.`);
  }
}

function decodeLossless(codestream: Uint8Array): CodecFrame {
  const decoder = new Decoder();
  const { buffer, byteOffset, length } = codestream;
  const samples = decoder.decompress(buffer, byteOffset, length);
  const { precision, dimX, dimY, numComp } = decoder.frame;
  return {
    bytes: new Uint8Array(samples),
    width: dimX,
    height: dimY,
    components: numComp,
    bitsPerSample: precision,
    isSigned: false,
    isPlanar: false,
  };
}

/** Codecs give 8 or 16 bits; the attributes may ask for more room than that, or have single bits, which a codec makes bytes. */
function fromCodec({ attributes: stored, syntax }: StoredFrame, frame: CodecFrame): DecodedFrame {
  const attributes = stored.bitsAllocated < 8 ? { ...stored, bitsAllocated: 8 } : stored;
  const samples = attributes.rows * attributes.columns * attributes.samplesPerPixel;
  const width = attributes.bitsAllocated / 8;
  const given = frame.bitsPerSample > 8 ? 2 : 1;
  if (frame.bytes.length < samples * given)
    throw new DicomError("truncated", `The codestream of ${syntax.name} gives less than a frame.`);
  const whole = frame.bytes.subarray(0, samples * given);
  const ordered = frame.isPlanar ? interleave(whole, attributes.samplesPerPixel, given) : whole;
  return {
    bytes: given === width ? ordered : widen(ordered, { given, width, isSigned: frame.isSigned }),
    attributes: { ...attributes, isPlanar: false, photometricInterpretation: decodedColours(attributes, syntax) },
  };
}

function widen(
  bytes: Uint8Array,
  { given, width, isSigned }: { readonly given: number; readonly width: number; readonly isSigned: boolean },
): Uint8Array {
  if (width < given) throw new DicomError("bad-length", "The codestream has more bits than Bits Allocated.");
  const samples = bytes.length / given;
  const wide = new Uint8Array(samples * width);
  for (let index = 0; index < samples; index += 1) {
    for (let at = 0; at < given; at += 1) wide[index * width + at] = bytes[index * given + at] ?? 0;
    const isNegative = isSigned && ((bytes[index * given + given - 1] ?? 0) & 0x80) !== 0;
    if (isNegative) wide.fill(0xff, index * width + given, (index + 1) * width);
  }
  return wide;
}

/** JPEG and JPEG 2000 decoders give back RGB where the file says that they transformed it. */
function decodedColours({ photometricInterpretation }: ImageAttributes, { codec }: TransferSyntax): string {
  const isUndone =
    (codec === "jpeg" && photometricInterpretation.startsWith("YBR_")) ||
    ((codec === "jpeg-2000" || codec === "htj2k") && /^YBR_(?:RCT|ICT)$/.test(photometricInterpretation));
  return isUndone ? "RGB" : photometricInterpretation;
}

function decodeNative({ bytes, attributes }: StoredFrame): DecodedFrame {
  const width = attributes.bitsAllocated / 8;
  if (/^YBR_(?:FULL|PARTIAL)_422$/.test(attributes.photometricInterpretation) && attributes.samplesPerPixel === 3)
    return { bytes: unpack422(bytes), attributes: { ...attributes, photometricInterpretation: "YBR_FULL" } };
  if (!attributes.isPlanar || attributes.samplesPerPixel === 1) return { bytes, attributes };
  return {
    bytes: interleave(bytes, attributes.samplesPerPixel, width),
    attributes: { ...attributes, isPlanar: false },
  };
}

function decodeRleFrame({ bytes, attributes }: StoredFrame): DecodedFrame {
  const { rows, columns, samplesPerPixel, bitsAllocated } = attributes;
  if (bitsAllocated % 8 !== 0)
    throw new DicomError("unreadable", "RLE Lossless of single bits cannot be decoded here.");
  return {
    bytes: decodeRle(bytes, rows * columns, samplesPerPixel, bitsAllocated / 8),
    attributes: { ...attributes, isPlanar: false },
  };
}

function inflate({ bytes, attributes }: StoredFrame): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated } = attributes;
  // One byte of padding makes the length even.
  const maxOutputLength = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8) + 1;
  try {
    return inflateRawSync(bytes, { maxOutputLength });
  } catch {
    throw new DicomError("bad-deflate", "The deflate stream of a frame is broken or larger than the frame.");
  }
}
