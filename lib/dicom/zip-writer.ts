/** A file that was put into a zip, as its directory lists it. */
export interface ZipEntry {
  /** Path with `/`. */
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  /** Where its header begins in the zip. */
  readonly offset: number;
}

const NEEDS_64 = 0xffffffff;
const MOST_ENTRIES = 0xffff;
/** Version of zip with 64-bit sizes. */
const VERSION = 45;
/** Names are UTF-8. */
const UTF8 = 0x0800;
/** 1 January 1980: when an instance was zipped says nothing, and the same study makes the same file. */
const DOS_DATE = 0x0021;

/** What stands before the bytes of a file that is stored as it is (APPNOTE 4.3.7). Pixels hardly shrink further. */
export function zipFileHead({ name, size, crc32 }: ZipEntry): Uint8Array<ArrayBuffer> {
  const path = new TextEncoder().encode(name);
  const extra = size >= NEEDS_64 ? extra64([size, size]) : new Uint8Array();
  const head = new Uint8Array(30 + path.length + extra.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, UTF8, true);
  view.setUint16(12, DOS_DATE, true);
  view.setUint32(14, crc32, true);
  view.setUint32(18, Math.min(size, NEEDS_64), true);
  view.setUint32(22, Math.min(size, NEEDS_64), true);
  view.setUint16(26, path.length, true);
  view.setUint16(28, extra.length, true);
  head.set(path, 30);
  head.set(extra, 30 + path.length);
  return head;
}

/**
 * What ends a zip: the list of its files (APPNOTE 4.3.12 to 4.3.16), with 64-bit numbers where 32 bits do not hold them.
 * @param start where it begins: how long the zip is up to here
 */
export function zipDirectory(entries: readonly ZipEntry[], start: number): Uint8Array<ArrayBuffer>[] {
  const rows = entries.map(directoryRow);
  const length = rows.reduce((sum, row) => sum + row.length, 0);
  const is64 = entries.length >= MOST_ENTRIES || start + length >= NEEDS_64;
  return [...rows, ...(is64 ? [end64(entries.length, start, length)] : []), end(entries.length, start, length)];
}

function directoryRow({ name, size, crc32, offset }: ZipEntry): Uint8Array<ArrayBuffer> {
  const path = new TextEncoder().encode(name);
  const large = [...(size >= NEEDS_64 ? [size, size] : []), ...(offset >= NEEDS_64 ? [offset] : [])];
  const extra = large.length > 0 ? extra64(large) : new Uint8Array();
  const row = new Uint8Array(46 + path.length + extra.length);
  const view = new DataView(row.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, VERSION, true);
  view.setUint16(8, UTF8, true);
  view.setUint16(14, DOS_DATE, true);
  view.setUint32(16, crc32, true);
  view.setUint32(20, Math.min(size, NEEDS_64), true);
  view.setUint32(24, Math.min(size, NEEDS_64), true);
  view.setUint16(28, path.length, true);
  view.setUint16(30, extra.length, true);
  view.setUint32(42, Math.min(offset, NEEDS_64), true);
  row.set(path, 46);
  row.set(extra, 46 + path.length);
  return row;
}

function extra64(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const extra = new Uint8Array(4 + 8 * numbers.length);
  const view = new DataView(extra.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, 8 * numbers.length, true);
  numbers.forEach((number, index) => view.setBigUint64(4 + 8 * index, BigInt(number), true));
  return extra;
}

/** The 64-bit end, and the locator that tells where it is. */
function end64(count: number, start: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(56 + 20);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, 44n, true);
  view.setUint16(12, VERSION, true);
  view.setUint16(14, VERSION, true);
  view.setBigUint64(24, BigInt(count), true);
  view.setBigUint64(32, BigInt(count), true);
  view.setBigUint64(40, BigInt(length), true);
  view.setBigUint64(48, BigInt(start), true);
  view.setUint32(56, 0x07064b50, true);
  view.setBigUint64(64, BigInt(start + length), true);
  view.setUint32(72, 1, true);
  return bytes;
}

function end(count: number, start: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, Math.min(count, MOST_ENTRIES), true);
  view.setUint16(10, Math.min(count, MOST_ENTRIES), true);
  view.setUint32(12, Math.min(length, NEEDS_64), true);
  view.setUint32(16, Math.min(start, NEEDS_64), true);
  return bytes;
}
