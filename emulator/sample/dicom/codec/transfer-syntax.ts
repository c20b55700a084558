import sharp from "sharp";
import { encodeJpegLossless } from "./jpeg-lossless.ts";
import { encodeRle } from "./rle.ts";
import { encodeByWasm, type WasmCodec } from "./wasm-encoders.ts";

/** How an instance is written, and the UID of that transfer syntax. PS3.5 section 10, PS3.6 annex A. */
export const TRANSFER_SYNTAXES = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  rle: "1.2.840.10008.1.2.5",
  jpegBaseline: "1.2.840.10008.1.2.4.50",
  jpegLossless: "1.2.840.10008.1.2.4.70",
  jpegLs: "1.2.840.10008.1.2.4.80",
  jpeg2000: "1.2.840.10008.1.2.4.90",
  htj2k: "1.2.840.10008.1.2.4.201",
} as const;

export type TransferSyntax = keyof typeof TRANSFER_SYNTAXES;

/** One frame of pixels, samples next to each other (planar configuration 0), 16-bit samples little endian. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  /** Bits Stored; above 8 a sample takes two bytes. */
  readonly bits: number;
  readonly samples: 1 | 3;
}

/** The frame's fragment, or its bytes as they are for the raw syntaxes. */
export async function encodeFrame(syntax: TransferSyntax, frame: Frame): Promise<Uint8Array> {
  return ENCODERS[syntax](frame);
}

/** Quality that real ultrasound machines use; the loss ratio stands in the header. */
const JPEG_QUALITY = 88;

const raw = ({ bytes }: Frame): Uint8Array => bytes;
const wasm =
  (codec: WasmCodec) =>
  (frame: Frame): Promise<Uint8Array> =>
    encodeByWasm(codec, frame);

const ENCODERS: Readonly<Record<TransferSyntax, (frame: Frame) => Uint8Array | Promise<Uint8Array>>> = {
  implicit: raw,
  explicit: raw,
  rle: ({ bytes, columns, bits, samples }) => encodeRle(bytes, { columns, sampleBytes: bits > 8 ? 2 : 1, samples }),
  jpegBaseline: ({ bytes, rows, columns, samples }) =>
    sharp(bytes, { raw: { width: columns, height: rows, channels: samples } })
      .toColourspace(samples === 1 ? "b-w" : "srgb")
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:2:0" })
      .toBuffer(),
  jpegLossless: ({ bytes, rows, columns, bits }) => encodeJpegLossless(asWords(bytes, bits), { rows, columns, bits }),
  jpegLs: wasm("jpegLs"),
  jpeg2000: wasm("jpeg2000"),
  htj2k: wasm("htj2k"),
};

function asWords(bytes: Uint8Array, bits: number): Uint16Array {
  if (bits <= 8) return Uint16Array.from(bytes);
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}
