import { itemsOf, valuesOf, wordsOf, type Reading } from "./image-attributes.ts";

/** A table from stored values to others: PS3.3 C.11.1.1.1. Values outside take the first or last entry. */
export interface LookupTable {
  readonly first: number;
  readonly entries: Uint16Array;
  /** Bits of an entry. */
  readonly bits: number;
}

/** The LUT in the first item of a sequence: Modality LUT Sequence (0028,3000) or VOI LUT Sequence (0028,3010). */
export function sequenceLut(reading: Reading, sequence: string, isSigned: boolean): LookupTable | undefined {
  const [item] = itemsOf(reading, sequence);
  return item && readLut(item, { descriptor: "00283002", data: "00283006", isSigned });
}

/** Red, green and blue of PALETTE COLOR (PS3.3 C.7.9). Undefined when one is missing. */
export function paletteLuts(reading: Reading): readonly [LookupTable, LookupTable, LookupTable] | undefined {
  const [red, green, blue] = ["1", "2", "3"].map((digit) =>
    readLut(reading, {
      descriptor: `0028110${digit}`,
      data: `0028120${digit}`,
      segmented: `0028122${digit}`,
      isSigned: false,
    }),
  );
  return red && green && blue ? [red, green, blue] : undefined;
}

/** What a palette is made of, colour by colour, where its values come from elsewhere than the data set. */
export interface PaletteSource {
  /** Red, Green, Blue Palette Color Lookup Table Descriptor: entries, first value, bits. */
  readonly descriptor: readonly number[];
  readonly words: Uint16Array;
  readonly isSegmented: boolean;
}

/** A table of colours from its descriptor and its words in little endian; undefined when it has no entries. */
export function paletteTable({ descriptor, words, isSegmented }: PaletteSource): LookupTable | undefined {
  return tableOf(descriptor, (length) => (isSegmented ? expandSegments(words, length) : words), false);
}

/** Tables that a grey picture goes through. */
export interface GreyTables {
  /** From stored values to what the modality measured. */
  readonly modality: LookupTable | undefined;
  /** From there to what a screen shows. */
  readonly voi: LookupTable | undefined;
}

/** A table of grey from its descriptor and its words; undefined when it has no entries. */
export function greyTable(
  descriptor: readonly number[],
  words: Uint16Array,
  isSigned: boolean,
): LookupTable | undefined {
  return tableOf(descriptor, () => words, isSigned);
}

export function lookUp({ first, entries }: LookupTable, value: number): number {
  return entries[Math.max(0, Math.min(entries.length - 1, value - first))] ?? 0;
}

interface LutTags {
  readonly descriptor: string;
  readonly data: string;
  readonly segmented?: string;
  /** True when stored values are signed: then so is the first one mapped. */
  readonly isSigned: boolean;
}

function readLut(reading: Reading, { descriptor, data, segmented, isSigned }: LutTags): LookupTable | undefined {
  const words = wordsOf(reading, data) ?? numbersOf(reading, data);
  const packed = segmented === undefined ? undefined : wordsOf(reading, segmented);
  const entries = (length: number) => words ?? (packed && expandSegments(packed, length));
  return tableOf(valuesOf(reading, descriptor).map(Number), entries, isSigned);
}

function tableOf(
  [count = 0, first = 0, bits = 16]: readonly number[],
  entriesFor: (length: number) => Uint16Array | undefined,
  isSigned: boolean,
): LookupTable | undefined {
  const length = count === 0 ? 65_536 : count & 0xffff;
  const entries = entriesFor(length);
  if (!entries || entries.length === 0) return undefined;
  const mapped = first > 0x7fff && isSigned ? first - 0x10000 : first;
  return { first: mapped, entries: unpackBytes(entries, length, bits), bits };
}

/** LUT Data may be US. */
function numbersOf(reading: Reading, tag: string): Uint16Array | undefined {
  const values = valuesOf(reading, tag);
  return values.length > 0 ? Uint16Array.from(values.map(Number)) : undefined;
}

/** Eight-bit entries come two in a word (PS3.3 C.7.6.3.1.6), or one in a word from careless writers. */
function unpackBytes(words: Uint16Array, length: number, bits: number): Uint16Array {
  if (bits > 8 || words.length >= length) return words.subarray(0, length);
  return Uint16Array.from({ length }, (_, index) => ((words[index >> 1] ?? 0) >> (index % 2 === 0 ? 0 : 8)) & 0xff);
}

/** Discrete, linear and indirect segments: PS3.3 C.7.9.2. */
function expandSegments(words: Uint16Array, length: number): Uint16Array {
  const entries: number[] = [];
  let at = 0;
  while (at + 1 < words.length && entries.length < length) at = expandSegment(words, at, entries);
  return Uint16Array.from(entries.slice(0, length));
}

const DISCRETE = 0;
const LINEAR = 1;
const INDIRECT = 2;

/** Appends what the segment at `at` says and returns where the next one begins. */
function expandSegment(words: Uint16Array, at: number, entries: number[]): number {
  const kind = words[at];
  const count = words[at + 1] ?? 0;
  if (kind === DISCRETE) {
    entries.push(...words.subarray(at + 2, at + 2 + count));
    return at + 2 + count;
  }
  if (kind === LINEAR) {
    const from = entries.at(-1) ?? 0;
    const to = words[at + 2] ?? 0;
    for (let step = 1; step <= count; step += 1) entries.push(Math.round(from + ((to - from) * step) / count));
    return at + 3;
  }
  if (kind === INDIRECT) {
    let segment = (words[at + 2] ?? 0) + (words[at + 3] ?? 0) * 0x10000;
    // Only segments that stand before this one, so that no table can turn in a circle.
    for (let step = 0; step < count && segment < at && words[segment] !== INDIRECT; step += 1)
      segment = expandSegment(words, segment, entries);
    return at + 4;
  }
  return words.length;
}
