import type { ByteSource } from "./byte-source.ts";
import { findElement, type ByteRange, type DataElement, type DataSet } from "./data-set.ts";
import type { TransferSyntax } from "./transfer-syntax.ts";

/** Where the frames of an image lie. */
export type FrameLayout =
  /** Frame n begins `n * frameBits` bits behind `offset`: single-bit frames need not begin at a byte (PS3.5 8.1.1). */
  | { readonly kind: "native"; readonly offset: number; readonly frameBits: number; readonly count: number }
  /** Each frame is the bytes of one or more fragments behind each other. */
  | { readonly kind: "encapsulated"; readonly frames: readonly (readonly ByteRange[])[] };

export interface PixelShape {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly numberOfFrames: number;
  readonly photometricInterpretation: string;
}

const PIXEL_DATA_TAGS = ["7FE00010", "7FE00008", "7FE00009"];

/** Finds the frames of a data set, undefined when it has no pixels, or none that its attributes can describe. */
export function frameLayout(
  source: ByteSource,
  dataSet: DataSet,
  shape: PixelShape,
  { codec }: Pick<TransferSyntax, "codec">,
): FrameLayout | undefined {
  const pixels = PIXEL_DATA_TAGS.map((tag) => findElement(dataSet, tag)).find((element) => element !== undefined);
  if (!pixels || pixels.length === 0) return undefined;
  if (!pixels.fragments) return nativeLayout(pixels, shape);
  const [table, ...fragments] = pixels.fragments;
  if (!table || fragments.length === 0) return undefined;
  const count = codec === "video" ? 1 : shape.numberOfFrames;
  if (count === 1) return { kind: "encapsulated", frames: [fragments] };
  const starts = extendedOffsets(source, dataSet, count) ?? basicOffsets(source, table, count);
  const frames = starts ? groupByOffset(fragments, starts) : undefined;
  return { kind: "encapsulated", frames: frames ?? groupWithoutTable(source, fragments, count) };
}

function nativeLayout({ offset, length }: DataElement, shape: PixelShape): FrameLayout | undefined {
  const frameBits = shape.rows * shape.columns * samplesStored(shape) * shape.bitsAllocated;
  if (!(frameBits > 0) || !Number.isSafeInteger(frameBits)) return undefined;
  const count = Math.min(shape.numberOfFrames, Math.floor((length * 8) / frameBits));
  return count > 0 ? { kind: "native", offset, frameBits, count } : undefined;
}

/** YBR_FULL_422 keeps two chroma samples for two pixels, YBR_PARTIAL_420 two for four (PS3.3 C.7.6.3.1.2). */
export function samplesStored({ samplesPerPixel, photometricInterpretation }: PixelShape): number {
  if (photometricInterpretation === "YBR_FULL_422" || photometricInterpretation === "YBR_PARTIAL_422") return 2;
  return photometricInterpretation === "YBR_PARTIAL_420" ? 1.5 : samplesPerPixel;
}

/** Offsets count from the first byte of the item tag of the first fragment (PS3.5 A.4). */
function basicOffsets(source: ByteSource, { offset, length }: ByteRange, count: number): number[] | undefined {
  if (length !== count * 4) return undefined;
  const bytes = source.read(offset, length);
  if (bytes.length < length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
}

/** Extended Offset Table, 64 bits each (PS3.3 C.7.6.3.1.8). */
function extendedOffsets(source: ByteSource, dataSet: DataSet, count: number): number[] | undefined {
  const table = findElement(dataSet, "7FE00001");
  if (!table || table.length < count * 8) return undefined;
  const bytes = source.read(table.offset, count * 8);
  if (bytes.length < count * 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(index * 8, true)));
}

/** Undefined when the offsets do not point at fragments: some tables are wrong. */
function groupByOffset(fragments: readonly ByteRange[], starts: readonly number[]): ByteRange[][] | undefined {
  const base = fragments[0]?.offset ?? 0;
  const indexes = new Map(fragments.map((fragment, index) => [fragment.offset - base, index]));
  const first = starts.map((start) => indexes.get(start));
  const frames: ByteRange[][] = [];
  for (const [frame, from] of first.entries()) {
    const until = frame + 1 < first.length ? first[frame + 1] : fragments.length;
    if (from === undefined || until === undefined || until <= from) return undefined;
    frames.push(fragments.slice(from, until));
  }
  return frames[0]?.[0] === fragments[0] ? frames : undefined;
}

/** One fragment a frame, or a new frame wherever a codestream begins: JPEG and JPEG-LS with FFD8, JPEG 2000 with FF4F. */
function groupWithoutTable(source: ByteSource, fragments: readonly ByteRange[], count: number): ByteRange[][] {
  if (fragments.length <= count) return fragments.map((fragment) => [fragment]);
  const frames: ByteRange[][] = [];
  for (const fragment of fragments) {
    const head = source.read(fragment.offset, 2);
    const isStart = head[0] === 0xff && (head[1] === 0xd8 || head[1] === 0x4f);
    const frame = frames.at(-1);
    if (!frame || (isStart && frames.length < count)) frames.push([fragment]);
    else frame.push(fragment);
  }
  return frames;
}

export function frameCount(layout: FrameLayout): number {
  return layout.kind === "native" ? layout.count : layout.frames.length;
}

/** Where the bytes of a frame (from 1 on) are. Of a frame of single bits the first and last byte may be shared with its neighbours. */
export function frameRanges(layout: FrameLayout, frame: number): readonly ByteRange[] {
  if (layout.kind === "encapsulated") return layout.frames[frame - 1] ?? [];
  const firstBit = (frame - 1) * layout.frameBits;
  const first = Math.floor(firstBit / 8);
  return [{ offset: layout.offset + first, length: Math.ceil((firstBit + layout.frameBits) / 8) - first }];
}

/** Frames of single bits follow each other without padding; taken alone, a frame begins at a byte (PS3.5 8.1.1, annex D). */
export function alignFrameBits(
  bytes: Uint8Array,
  { frameBits }: { readonly frameBits: number },
  frame: number,
): Uint8Array {
  const shift = ((frame - 1) * frameBits) % 8;
  const last = frameBits % 8;
  if (shift === 0 && last === 0) return bytes;
  const aligned = new Uint8Array(Math.ceil(frameBits / 8));
  for (let at = 0; at < aligned.length; at += 1)
    aligned[at] = ((bytes[at] ?? 0) >> shift) | (shift === 0 ? 0 : (bytes[at + 1] ?? 0) << (8 - shift));
  if (last !== 0) aligned[aligned.length - 1] = (aligned.at(-1) ?? 0) & ((1 << last) - 1);
  return aligned;
}
