import type { ByteSource } from "./byte-source.ts";
import { DicomError, type ByteRange, type DataElement, type DataSet } from "./data-set.ts";
import { readCharacterSets } from "./character-set.ts";
import { isPrivateTag, tagEntry } from "./tag-dictionary.ts";
import { isVr, vrForm, type Vr } from "./vr.ts";

/** How the bytes are laid out. */
export interface Encoding {
  readonly isExplicit: boolean;
  readonly isBigEndian: boolean;
}

/** A hostile file may nest or repeat without end; no real one comes near. */
const DEEPEST = 64;
const MOST_ELEMENTS = 2_000_000;
const UNDEFINED = 0xffffffff;
const ITEM = "FFFEE000";
const ITEM_END = "FFFEE00D";
const SEQUENCE_END = "FFFEE0DD";
const PIXEL_DATA = "7FE00010";
const IMPLICIT: Encoding = { isExplicit: false, isBigEndian: false };

interface Header extends ByteRange {
  readonly tag: string;
  readonly vr: Vr;
  /** Written as UN, whatever `vr` is known to be. */
  readonly isRelayed?: boolean;
}

/** What an item has from the data set around it. */
interface Surroundings {
  readonly depth: number;
  readonly characterSets: readonly string[];
  readonly isSigned: boolean;
}

/**
 * Reads elements from `start` to the end of the source, or up to an element that `isPast` tells. Values stay where they are; only the
 * Specific Character Set and the Pixel Representation are looked at. A last value cut short (as of an interrupted transfer) is taken as far
 * as it goes. Throws DicomError.
 */
export function readDataSet(
  source: ByteSource,
  start: number,
  encoding: Encoding,
  isPast?: (tag: string) => boolean,
): { readonly dataSet: DataSet; readonly end: number } {
  return new Reader(source).readSet({ start, limit: source.size, encoding, isPast }, TOP);
}

const TOP: Surroundings = { depth: 0, characterSets: [], isSigned: false };

interface Stretch {
  readonly start: number;
  readonly limit: number;
  readonly encoding: Encoding;
  readonly isPast?: ((tag: string) => boolean) | undefined;
}

class Reader {
  readonly #source: ByteSource;
  #elements = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Ends at the limit, at an item delimiter, or where `isPast` says. */
  readSet({ start, limit, encoding, isPast }: Stretch, around: Surroundings): { dataSet: DataSet; end: number } {
    const elements: DataElement[] = [];
    let { characterSets, isSigned } = around;
    let at = start;
    while (limit - at >= 8) {
      const header = this.#readHeader(at, encoding, isSigned);
      if (header.tag === ITEM_END) {
        at = header.offset;
        break;
      }
      if (isPast?.(header.tag) || isBeyondEnd(header)) break;
      const read = this.#readElement(header, { start: at, limit, encoding }, { ...around, characterSets, isSigned });
      elements.push(read.element);
      at = read.end;
      if (header.tag === "00080005") characterSets = readCharacterSets(this.#bytes(read.element));
      if (header.tag === "00280103") isSigned = this.#isOne(read.element, encoding);
    }
    return { dataSet: { elements, isBigEndian: encoding.isBigEndian, characterSets }, end: at };
  }

  #readElement(
    header: Header,
    { limit, encoding }: Stretch,
    around: Surroundings,
  ): { element: DataElement; end: number } {
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS)
      throw new DicomError("too-many-elements", `The file has more than ${MOST_ELEMENTS} elements.`);
    const { offset, length, vr, tag } = header;
    if (vr === "SQ" || (length === UNDEFINED && tag !== PIXEL_DATA)) {
      const inner = header.isRelayed ? IMPLICIT : encoding;
      const stretch = {
        start: offset,
        limit: length === UNDEFINED ? limit : this.#within(header, limit),
        encoding: inner,
      };
      const { items, end } = this.#readItems(stretch, length === UNDEFINED, { ...around, depth: around.depth + 1 });
      return { element: { tag, vr: "SQ", offset, length: end - offset, items }, end };
    }
    if (length === UNDEFINED) {
      const { fragments, end } = this.#readFragments(offset, limit, encoding);
      return { element: { tag, vr, offset, length: end - offset, fragments }, end };
    }
    const end = this.#within(header, limit);
    return { element: { tag, vr, offset, length: end - offset }, end };
  }

  #readItems(
    { start, limit, encoding }: Stretch,
    isOpen: boolean,
    around: Surroundings,
  ): { items: DataSet[]; end: number } {
    if (around.depth > DEEPEST) throw new DicomError("too-deep", `Sequences nest deeper than ${DEEPEST} levels.`);
    const items: DataSet[] = [];
    let at = start;
    while (limit - at >= 8) {
      const { tag, length, offset } = this.#readMark(at, encoding);
      if (tag === SEQUENCE_END) return { items, end: offset };
      if (tag !== ITEM) {
        // Some writers forget the delimiter of a sequence that ends with its parent.
        if (isOpen && tag === ITEM_END) return { items, end: at };
        throw new DicomError("bad-length", `Expected an item at offset ${at}, found (${tag}).`);
      }
      const isItemOpen = length === UNDEFINED;
      const itemLimit = isItemOpen ? limit : Math.min(offset + length, limit);
      const { dataSet, end } = this.readSet({ start: offset, limit: itemLimit, encoding }, around);
      items.push(dataSet);
      this.#elements += 1;
      at = isItemOpen ? end : itemLimit;
    }
    return { items, end: limit };
  }

  #readFragments(start: number, limit: number, encoding: Encoding): { fragments: ByteRange[]; end: number } {
    const fragments: ByteRange[] = [];
    let at = start;
    while (limit - at >= 8) {
      const { tag, length, offset } = this.#readMark(at, encoding);
      if (tag === SEQUENCE_END) return { fragments, end: offset };
      if (tag !== ITEM) throw new DicomError("bad-length", `Expected a fragment at offset ${at}, found (${tag}).`);
      this.#elements += 1;
      if (this.#elements > MOST_ELEMENTS)
        throw new DicomError("too-many-elements", `The file has more than ${MOST_ELEMENTS} elements.`);
      const end = Math.min(offset + length, limit);
      fragments.push({ offset, length: end - offset });
      at = end;
    }
    return { fragments, end: at };
  }

  /** An item or delimiter: tag and 32-bit length, never a VR (PS3.5 7.5). */
  #readMark(at: number, { isBigEndian }: Encoding): { tag: string; length: number; offset: number } {
    const view = this.#view(at, 8);
    return { tag: readTag(view, !isBigEndian), length: view.getUint32(4, !isBigEndian), offset: at + 8 };
  }

  #readHeader(at: number, encoding: Encoding, isSigned: boolean): Header {
    const isLittle = !encoding.isBigEndian;
    const view = this.#view(at, Math.min(12, this.#source.size - at));
    const tag = readTag(view, isLittle);
    if (tag.startsWith("FFFE")) return { tag, vr: "UN", offset: at + 8, length: view.getUint32(4, isLittle) };
    const first = view.getUint8(4);
    const second = view.getUint8(5);
    // Files exist that fall back to implicit elements in the middle: there the place of the VR holds no letters.
    if (!encoding.isExplicit || !isCapital(first) || !isCapital(second))
      return { tag, vr: impliedVr(tag, isSigned), offset: at + 8, length: view.getUint32(4, isLittle) };
    const written = String.fromCharCode(first, second);
    const vr = isVr(written) ? written : "UN";
    if (vrForm(vr).isLong !== true) return { tag, vr, offset: at + 8, length: view.getUint16(6, isLittle) };
    if (view.byteLength < 12) throw new DicomError("truncated", `The file ends within the header of (${tag}).`);
    // A relay that did not know the element wrote UN; its value is as in Implicit VR Little Endian (PS3.5 6.2.2).
    const known = written === "UN" ? impliedVr(tag, isSigned) : vr;
    return { tag, vr: known, isRelayed: written === "UN", offset: at + 12, length: view.getUint32(8, isLittle) };
  }

  /** Where a value ends. Only the last value of the file may be cut short. */
  #within({ tag, offset, length }: Header, limit: number): number {
    const end = offset + length;
    if (end <= limit) return end;
    if (limit === this.#source.size && tag === PIXEL_DATA) return limit;
    throw new DicomError(
      "truncated",
      `The value of (${tag}) is ${length} bytes long, but only ${limit - offset} follow.`,
    );
  }

  #view(at: number, length: number): DataView {
    const bytes = this.#source.read(at, length);
    if (bytes.length < length || length < 8) throw new DicomError("truncated", `The file ends at offset ${at}.`);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  #bytes({ offset, length }: ByteRange): Uint8Array {
    return this.#source.read(offset, Math.min(length, 1024));
  }

  #isOne(element: ByteRange, { isBigEndian }: Encoding): boolean {
    const bytes = this.#bytes(element);
    return bytes.length >= 2 && bytes[isBigEndian ? 1 : 0] === 1;
  }
}

/** Zeros behind the last element, or the delimiter of the sequence around an item that has none of its own. */
function isBeyondEnd({ tag, length }: Header): boolean {
  return (tag === "00000000" && length === 0) || tag === SEQUENCE_END;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function readTag(view: DataView, isLittle: boolean): string {
  const number = view.getUint16(0, isLittle) * 0x10000 + view.getUint16(2, isLittle);
  return number.toString(16).padStart(8, "0").toUpperCase();
}

/** PS3.5 A.1: in Implicit VR the dictionary says the VR, and words are words. */
function impliedVr(tag: string, isSigned: boolean): Vr {
  const vr = tagEntry(tag)?.vr ?? "UN";
  if (vr === "xs") return isSigned ? "SS" : "US";
  if (vr === "ox" || vr === "lt") return "OW";
  return isPrivateTag(tag) && vr !== "LO" && vr !== "UL" ? "UN" : vr;
}
