/** A file in a zip. */
export interface ZippedFile {
  /** As written in the zip. */
  readonly path: string;
  /** `stored` is as it is; `deflated` is a raw deflate stream; others are named by their number (APPNOTE 4.4.5). */
  readonly method: "stored" | "deflated" | number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  /** After unpacking, as the zip claims. */
  readonly size: number;
  /** Where its own header begins. */
  readonly offset: number;
}

/** Bytes of a file at a place: a zip is read from its end, so nothing but its directory is ever held. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** A zip that cannot be read; the message is for people. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** A directory of a million files; a hostile zip may claim any length. */
const LONGEST_DIRECTORY = 128 * 1024 * 1024;
const LARGE = 0xffffffff;
/** No DICOM file deflates like this; a bomb does. */
const MOST_INFLATION = 1_100;

/** The files of a zip, without its folders. Throws ZipError. */
export async function readZipDirectory(size: number, read: ReadBytes): Promise<readonly ZippedFile[]> {
  const { start, length } = await findDirectory(size, read);
  if (start + length > size || length > LONGEST_DIRECTORY) throw new ZipError("The zip is cut short or damaged.");
  const bytes = await read(start, length);
  const view = viewOf(bytes);
  const files: ZippedFile[] = [];
  let at = 0;
  while (at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const next = at + 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (next > bytes.length) break;
    const file = readRow(bytes.subarray(at, next), name ?? 0, extra ?? 0);
    if (!file.path.endsWith("/")) files.push(file);
    at = next;
  }
  return files;
}

/** Where the bytes of a file begin; its own header is as long as its name and extra fields make it. Throws ZipError. */
export async function zippedStart(file: ZippedFile, read: ReadBytes): Promise<number> {
  if (file.size > MOST_INFLATION * (file.compressedSize + 1))
    throw new ZipError("It claims to be a thousand times larger than it is packed, which no image is.");
  const head = await read(file.offset, 30);
  const view = viewOf(head);
  if (head.length < 30 || view.getUint32(0, true) !== 0x04034b50) throw new ZipError("The zip is damaged here.");
  return file.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

async function findDirectory(size: number, read: ReadBytes): Promise<{ start: number; length: number }> {
  const from = Math.max(0, size - END_BYTES - LONGEST_COMMENT);
  const tail = await read(from, size - from);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const length = view.getUint32(at + 12, true);
    const start = view.getUint32(at + 16, true);
    const isLarge = start === LARGE || length === LARGE || view.getUint16(at + 10, true) === 0xffff;
    return isLarge ? findDirectory64(from + at, read) : { start, length };
  }
  throw new ZipError("The zip has no directory: it is cut short or damaged.");
}

/** @param end where the plain end of the directory stands; the locator of the 64-bit one is before it */
async function findDirectory64(end: number, read: ReadBytes): Promise<{ start: number; length: number }> {
  const locator = await read(Math.max(0, end - 20), 20);
  if (locator.length < 20 || viewOf(locator).getUint32(0, true) !== 0x07064b50)
    throw new ZipError("The zip has no 64-bit directory, although it says so.");
  const place = Number(viewOf(locator).getBigUint64(8, true));
  const record = await read(place, 56);
  if (record.length < 56 || viewOf(record).getUint32(0, true) !== 0x06064b50)
    throw new ZipError("The 64-bit directory of the zip is damaged.");
  const view = viewOf(record);
  return { length: Number(view.getBigUint64(40, true)), start: Number(view.getBigUint64(48, true)) };
}

function readRow(row: Uint8Array, nameLength: number, extraLength: number): ZippedFile {
  const view = viewOf(row);
  const flags = view.getUint16(8, true);
  const method = view.getUint16(10, true);
  const [size, compressedSize, offset] = widened(
    [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)],
    row.subarray(46 + nameLength, 46 + nameLength + extraLength),
  );
  return {
    // Old zips are in the code page of their maker; the names are shown, not used.
    path: new TextDecoder(flags & 0x0800 ? "utf-8" : "latin1").decode(row.subarray(46, 46 + nameLength)),
    method: METHODS[method] ?? method,
    isEncrypted: (flags & 1) === 1,
    size: size ?? 0,
    compressedSize: compressedSize ?? 0,
    offset: offset ?? 0,
  };
}

const METHODS: Readonly<Record<number, "stored" | "deflated">> = { 0: "stored", 8: "deflated" };

/** Numbers that do not fit 32 bits stand in the extra field 1, in this order (APPNOTE 4.5.3). */
function widened(numbers: readonly number[], extra: Uint8Array): number[] {
  const view = viewOf(extra);
  let at = 0;
  while (at + 4 <= extra.length && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true);
  at += 4;
  return numbers.map((number) => {
    if (number !== LARGE || at + 8 > extra.length) return number;
    at += 8;
    return Number(view.getBigUint64(at - 8, true));
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
