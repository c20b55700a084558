import type { ByteSource } from "./byte-source.ts";
import { DicomError, type DataElement, type DataSet } from "./data-set.ts";
import { vrForm, type Vr } from "./vr.ts";

/** Values are passed on in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;
const UNDEFINED = 0xffffffff;
const LONGEST_SHORT = 0xfffe;

/**
 * Elements in Explicit or Implicit VR Little Endian, piece by piece; sequences get undefined lengths. Group lengths, which nobody needs,
 * are left out. Throws DicomError for encapsulated pixel data: its fragments mean nothing without their transfer syntax.
 */
export function* writeElements(
  source: ByteSource,
  { elements, isBigEndian }: Pick<DataSet, "elements" | "isBigEndian">,
  isExplicit: boolean,
): Generator<Uint8Array> {
  for (const element of elements) {
    if (element.tag.endsWith("0000")) continue;
    if (element.fragments)
      throw new DicomError("unreadable", "Encapsulated pixel data cannot be written uncompressed.");
    if (element.items) yield* writeSequence(source, element, isExplicit);
    else yield* writeValue(source, element, { isBigEndian, isExplicit });
  }
}

/** The head of an element: tag, VR, length (PS3.5 7.1). */
export function elementHead(tag: string, vr: Vr, length: number, isExplicit: boolean): Uint8Array {
  // A value too long for 16 bits of length is written as UN (PS3.5 6.2.2, note).
  const written = isExplicit && vrForm(vr).isLong !== true && length > LONGEST_SHORT ? "UN" : vr;
  const isLong = isExplicit && vrForm(written).isLong === true;
  const head = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  if (!isExplicit) {
    view.setUint32(4, length, true);
    return head;
  }
  head[4] = written.charCodeAt(0);
  head[5] = written.charCodeAt(1);
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return head;
}

/** A whole element whose value is at hand, padded to an even length. */
export function elementBytes(tag: string, vr: Vr, value: Uint8Array, isExplicit = true): Uint8Array {
  const padding = value.length % 2;
  const head = elementHead(tag, vr, value.length + padding, isExplicit);
  const bytes = new Uint8Array(head.length + value.length + padding);
  bytes.set(head);
  bytes.set(value, head.length);
  if (padding === 1) bytes[bytes.length - 1] = isPaddedWithSpace(vr) ? 0x20 : 0;
  return bytes;
}

function isPaddedWithSpace(vr: Vr): boolean {
  const { kind } = vrForm(vr);
  return vr !== "UI" && (kind === "list" || kind === "text" || kind === "name");
}

/** An item or delimiter (PS3.5 7.5). */
export function itemMark(element: "E000" | "E00D" | "E0DD", length: number): Uint8Array {
  return elementHead(`FFFE${element}`, "UN", length, false);
}

function* writeSequence(
  source: ByteSource,
  { tag, items = [] }: DataElement,
  isExplicit: boolean,
): Generator<Uint8Array> {
  yield elementHead(tag, "SQ", UNDEFINED, isExplicit);
  for (const item of items) {
    yield itemMark("E000", UNDEFINED);
    yield* writeElements(source, item, isExplicit);
    yield itemMark("E00D", 0);
  }
  yield itemMark("E0DD", 0);
}

function* writeValue(
  source: ByteSource,
  { tag, vr, offset, length }: DataElement,
  { isBigEndian, isExplicit }: { readonly isBigEndian: boolean; readonly isExplicit: boolean },
): Generator<Uint8Array> {
  const padding = length % 2;
  if (length + padding >= UNDEFINED)
    throw new DicomError("bad-length", `The value of (${tag}) is too long to be written.`);
  yield elementHead(tag, vr, length + padding, isExplicit);
  for (let at = 0; at < length; at += PIECE_BYTES) {
    const piece = source.read(offset + at, Math.min(PIECE_BYTES, length - at));
    yield isBigEndian ? swapped(piece, vrForm(vr).width ?? 1) : piece.slice();
  }
  if (padding === 1) yield Uint8Array.of(isPaddedWithSpace(vr) ? 0x20 : 0);
}

/** The other byte order of words of `width` bytes; a piece holds whole words, as its size is a multiple of 8. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const other = bytes.slice();
  if (width === 1) return other;
  const whole = bytes.length - (bytes.length % width);
  for (let at = 0; at < whole; at += 1) other[at] = bytes[at - 2 * (at % width) + width - 1] ?? 0;
  return other;
}
