/** What a test's file says of itself; two with the same UIDs and another `comment` are in conflict. */
export interface TestFile {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly number: number;
  readonly comment?: string;
  /** The picture's bytes as a video, in the place of plain pixels. */
  readonly video?: { readonly transferSyntax: string; readonly bytes: Buffer };
  readonly modality?: string;
  /** A picture of this size in the place of the small one. */
  readonly rows?: number;
  readonly columns?: number;
  readonly pixels?: Buffer;
  /** Further elements, and others in the place of those of the same tag. */
  readonly more?: readonly Buffer[];
  /** Tags that are left out. */
  readonly without?: readonly string[];
}

const SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
const SIZE = 16;

/** A DICOM file of one small grey picture. */
export function part10(file: TestFile): Buffer {
  const {
    instance,
    number,
    comment = "",
    video,
    modality = "OT",
    rows = SIZE,
    columns = SIZE,
    more = [],
    without = [],
  } = file;
  const meta = Buffer.concat([
    element("00020001", "OB", Buffer.from([0, 1])),
    element("00020002", "UI", SECONDARY_CAPTURE),
    element("00020003", "UI", instance),
    element("00020010", "UI", video?.transferSyntax ?? EXPLICIT_LITTLE_ENDIAN),
  ]);
  const pixels = file.pixels ?? Buffer.from(Array.from({ length: rows * columns }, (_, at) => (at * number) % 256));
  const body = [
    element("00080016", "UI", SECONDARY_CAPTURE),
    element("00080018", "UI", instance),
    element("00080020", "DA", "20260304"),
    element("00080060", "CS", modality),
    element("00100010", "PN", "Upload^Test"),
    element("00100020", "LO", "E2E-UPLOAD"),
    element("0020000D", "UI", file.study),
    element("0020000E", "UI", file.series),
    element("00200013", "IS", String(number)),
    element("00204000", "LT", comment),
    element("00280002", "US", uint16(1)),
    element("00280004", "CS", "MONOCHROME2"),
    element("00280010", "US", uint16(rows)),
    element("00280011", "US", uint16(columns)),
    element("00280100", "US", uint16(8)),
    element("00280101", "US", uint16(8)),
    element("00280102", "US", uint16(7)),
    element("00280103", "US", uint16(0)),
    video ? encapsulated(video.bytes) : element("7FE00010", "OB", pixels),
  ];
  // By tag, as a data set has to be; the last of a tag stays.
  const byTag = new Map([...body, ...more].map((bytes) => [tagOf(bytes), bytes]));
  for (const tag of without) byTag.delete(Number.parseInt(tag, 16));
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element("00020000", "UL", uint32(meta.length)),
    meta,
    ...[...byTag].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes),
  ]);
}

function tagOf(bytes: Buffer): number {
  return bytes.readUInt16LE(0) * 0x10000 + bytes.readUInt16LE(2);
}

/** Pixel data in one fragment behind an empty table of offsets (PS3.5 A.4). */
function encapsulated(bytes: Buffer): Buffer {
  const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  const item = (length: number) => Buffer.concat([Buffer.from("feff00e0", "hex"), uint32(length)]);
  const head = Buffer.from("e07f10004f420000ffffffff", "hex");
  return Buffer.concat([head, item(0), item(padded.length), padded, Buffer.from("feffdde000000000", "hex")]);
}

export function element(tag: string, vr: string, value: string | Buffer): Buffer {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  const padding = Buffer.from(bytes.length % 2 === 1 ? [vr === "UI" ? 0 : 0x20] : []);
  const length = bytes.length + padding.length;
  const head = Buffer.concat([uint16(Number.parseInt(tag.slice(0, 4), 16)), uint16(Number.parseInt(tag.slice(4), 16))]);
  const size = vr === "OB" ? Buffer.concat([Buffer.alloc(2), uint32(length)]) : uint16(length);
  return Buffer.concat([head, Buffer.from(vr), size, bytes, padding]);
}

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
