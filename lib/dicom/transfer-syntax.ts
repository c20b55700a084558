/** How pixels are compressed; `native` ones are not. */
export type PixelCodec =
  | "native"
  | "rle"
  | "jpeg"
  | "jpeg-lossless"
  | "jpeg-ls"
  | "jpeg-2000"
  | "htj2k"
  | "jpeg-xl"
  | "deflated-frame"
  | "video"
  | "other";

/** What a reader needs to know of a transfer syntax (PS3.5 annex A, PS3.18 tables 8.7.3-2 to 8.7.3-5). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly isExplicit: boolean;
  readonly isBigEndian: boolean;
  /** True when the whole data set after the file meta group is one deflate stream. */
  readonly isDeflated: boolean;
  readonly codec: PixelCodec;
  /** Media type of one frame; undefined where PS3.18 has none. */
  readonly frameMediaType: string | undefined;
}

export const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
export const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";

/** Uid without `1.2.840.10008.1.2.` → name, codec, media type. */
const ENCAPSULATED: readonly (readonly [uid: string, name: string, codec: PixelCodec, mediaType?: string])[] = [
  ["4.50", "JPEG Baseline (Process 1)", "jpeg", "image/jpeg"],
  ["4.51", "JPEG Extended (Process 2 and 4)", "jpeg", "image/jpeg"],
  ["4.53", "JPEG Spectral Selection (Process 6 and 8)", "jpeg", "image/jpeg"],
  ["4.55", "JPEG Full Progression (Process 10 and 12)", "jpeg", "image/jpeg"],
  ["4.57", "JPEG Lossless (Process 14)", "jpeg-lossless", "image/jpeg"],
  ["4.70", "JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)", "jpeg-lossless", "image/jpeg"],
  ["4.80", "JPEG-LS Lossless", "jpeg-ls", "image/jls"],
  ["4.81", "JPEG-LS Near-Lossless", "jpeg-ls", "image/jls"],
  ["4.90", "JPEG 2000 (Lossless Only)", "jpeg-2000", "image/jp2"],
  ["4.91", "JPEG 2000", "jpeg-2000", "image/jp2"],
  ["4.92", "JPEG 2000 Part 2 (Lossless Only)", "other", "image/jpx"],
  ["4.93", "JPEG 2000 Part 2", "other", "image/jpx"],
  ["4.100", "MPEG2 Main Profile / Main Level", "video", "video/mpeg"],
  ["4.101", "MPEG2 Main Profile / High Level", "video", "video/mpeg"],
  ["4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1", "video", "video/mp4"],
  ["4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", "video", "video/mp4"],
  ["4.104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", "video", "video/mp4"],
  ["4.105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", "video", "video/mp4"],
  ["4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", "video", "video/mp4"],
  ["4.107", "HEVC/H.265 Main Profile / Level 5.1", "video", "video/mp4"],
  ["4.108", "HEVC/H.265 Main 10 Profile / Level 5.1", "video", "video/mp4"],
  ["4.110", "JPEG XL Lossless", "jpeg-xl", "image/jxl"],
  ["4.111", "JPEG XL JPEG Recompression", "jpeg-xl", "image/jxl"],
  ["4.112", "JPEG XL", "jpeg-xl", "image/jxl"],
  ["4.201", "High-Throughput JPEG 2000 (Lossless Only)", "htj2k", "image/jphc"],
  ["4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)", "htj2k", "image/jphc"],
  ["4.203", "High-Throughput JPEG 2000", "htj2k", "image/jphc"],
  ["5", "RLE Lossless", "rle", "image/dicom-rle"],
  ["8.1", "Deflated Image Frame Compression", "deflated-frame", "application/x-deflate"],
];

const NATIVE = {
  isExplicit: true,
  isBigEndian: false,
  isDeflated: false,
  codec: "native",
  frameMediaType: undefined,
} as const;

export const TRANSFER_SYNTAXES: ReadonlyMap<string, TransferSyntax> = new Map(
  [
    { ...NATIVE, uid: IMPLICIT_LITTLE_ENDIAN, name: "Implicit VR Little Endian", isExplicit: false },
    { ...NATIVE, uid: EXPLICIT_LITTLE_ENDIAN, name: "Explicit VR Little Endian" },
    { ...NATIVE, uid: DEFLATED, name: "Deflated Explicit VR Little Endian", isDeflated: true },
    { ...NATIVE, uid: EXPLICIT_BIG_ENDIAN, name: "Explicit VR Big Endian", isBigEndian: true },
    ...ENCAPSULATED.map(([uid, name, codec, frameMediaType]) => ({
      ...NATIVE,
      uid: `1.2.840.10008.1.2.${uid}`,
      name,
      codec,
      frameMediaType,
    })),
  ].map((syntax): [string, TransferSyntax] => [syntax.uid, syntax]),
);

/** The syntax of a uid; an unknown one is read as Explicit VR Little Endian, like every syntax since 1996 (PS3.5 10.1). */
export function transferSyntaxOf(uid: string): TransferSyntax {
  return TRANSFER_SYNTAXES.get(uid) ?? { ...NATIVE, uid, name: uid, codec: "other" };
}
