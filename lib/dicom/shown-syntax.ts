/** Transfer syntaxes by their short names (PS3.6 annex A), and how the console shows their pixels. */
const SYNTAXES: Readonly<Record<string, readonly [name: string, shown: "image" | "video" | "no"]>> = {
  "1.2.840.10008.1.2": ["Implicit VR Little Endian", "image"],
  "1.2.840.10008.1.2.1": ["Explicit VR Little Endian", "image"],
  "1.2.840.10008.1.2.1.98": ["Encapsulated Uncompressed", "image"],
  "1.2.840.10008.1.2.1.99": ["Deflated", "image"],
  "1.2.840.10008.1.2.2": ["Explicit VR Big Endian", "image"],
  "1.2.840.10008.1.2.4.50": ["JPEG Baseline", "image"],
  "1.2.840.10008.1.2.4.51": ["JPEG Extended", "image"],
  "1.2.840.10008.1.2.4.57": ["JPEG Lossless", "image"],
  "1.2.840.10008.1.2.4.70": ["JPEG Lossless SV1", "image"],
  "1.2.840.10008.1.2.4.80": ["JPEG-LS", "image"],
  "1.2.840.10008.1.2.4.81": ["JPEG-LS near-lossless", "image"],
  "1.2.840.10008.1.2.4.90": ["JPEG 2000 lossless", "image"],
  "1.2.840.10008.1.2.4.91": ["JPEG 2000", "image"],
  "1.2.840.10008.1.2.4.92": ["JPEG 2000 part 2 lossless", "no"],
  "1.2.840.10008.1.2.4.93": ["JPEG 2000 part 2", "no"],
  "1.2.840.10008.1.2.4.94": ["JPIP referenced", "no"],
  "1.2.840.10008.1.2.4.95": ["JPIP referenced deflate", "no"],
  "1.2.840.10008.1.2.4.53": ["JPEG Spectral Selection (process 6 & 8)", "no"],
  "1.2.840.10008.1.2.4.55": ["JPEG Full Progression (process 10 & 12)", "no"],
  "1.2.840.10008.1.2.4.100": ["MPEG2 Main Level", "video"],
  "1.2.840.10008.1.2.4.101": ["MPEG2 High Level", "video"],
  "1.2.840.10008.1.2.4.102": ["MPEG-4 AVC/H.264", "video"],
  "1.2.840.10008.1.2.4.103": ["MPEG-4 AVC/H.264 BD", "video"],
  "1.2.840.10008.1.2.4.104": ["MPEG-4 AVC/H.264 2D", "video"],
  "1.2.840.10008.1.2.4.105": ["MPEG-4 AVC/H.264 3D", "video"],
  "1.2.840.10008.1.2.4.106": ["MPEG-4 AVC/H.264 stereo", "video"],
  "1.2.840.10008.1.2.4.107": ["HEVC/H.265", "video"],
  "1.2.840.10008.1.2.4.108": ["HEVC/H.265 10 bit", "video"],
  "1.2.840.10008.1.2.4.110": ["JPEG XL lossless", "image"],
  "1.2.840.10008.1.2.4.111": ["JPEG XL recompressed JPEG", "image"],
  "1.2.840.10008.1.2.4.112": ["JPEG XL", "image"],
  "1.2.840.10008.1.2.4.201": ["HTJ2K lossless", "image"],
  "1.2.840.10008.1.2.4.202": ["HTJ2K lossless RPCL", "image"],
  "1.2.840.10008.1.2.4.203": ["HTJ2K", "image"],
  "1.2.840.10008.1.2.5": ["RLE", "image"],
  "1.2.840.10008.1.2.8.1": ["Deflated Image Frame", "image"],
};

/** What people call a transfer syntax; its UID when it is none of the standard's. */
export function transferSyntaxName(uid: string): string {
  return SYNTAXES[uid]?.[0] ?? uid;
}

/** Whether the console shows pixels of this syntax as images, plays them as video, or cannot show them. */
export function shownAs(uid: string): "image" | "video" | "no" {
  return SYNTAXES[uid]?.[1] ?? "no";
}

/** Frames of these come as plain little endian samples. */
export function isUncompressed(uid: string): boolean {
  return ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"].includes(uid);
}
