import type { ByteSource } from "./byte-source.ts";
import { DicomError, findElement, type DataSet } from "./data-set.ts";
import { readDataSet } from "./read-data-set.ts";
import { transferSyntaxOf, type TransferSyntax } from "./transfer-syntax.ts";

/** The head of a DICOM file (PS3.10 section 7). */
export interface FileMeta {
  /** Group 0002, positions in the file. */
  readonly meta: DataSet;
  readonly transferSyntax: TransferSyntax;
  /** Where the data set, or the deflate stream that holds it, begins in the file. */
  readonly dataSetOffset: number;
}

/** A DICOM file as positions in its source. */
export interface Part10 extends FileMeta {
  readonly dataSet: DataSet;
  /** The file itself, which `meta` is positioned in. */
  readonly file: ByteSource;
  /** What the positions of `dataSet` refer to: the file, or what came out of its deflate stream. */
  readonly body: ByteSource;
}

/** Inflates the raw deflate stream that begins at `offset`; throws for one that is broken or grows beyond all reason. */
export type Inflate = (source: ByteSource, offset: number) => ByteSource;

const PREAMBLE_BYTES = 128;
export const HEAD_BYTES = PREAMBLE_BYTES + 4;

/** True when the bytes are the head of a DICOM file: 128 bytes of anything, then `DICM`. */
export function isPart10(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(PREAMBLE_BYTES, HEAD_BYTES)) === "DICM";
}

/** Reads the structure of a DICOM file. Throws DicomError, or what `inflate` throws. */
export function readPart10(source: ByteSource, inflate: Inflate): Part10 {
  const head = readFileMeta(source);
  const isDeflated = head.transferSyntax.isDeflated;
  const body = isDeflated ? inflate(source, head.dataSetOffset) : source;
  return { ...head, file: source, body, dataSet: readBody(head, body, isDeflated ? 0 : head.dataSetOffset) };
}

/** Reads preamble and group 0002. Throws DicomError. */
export function readFileMeta(source: ByteSource): FileMeta {
  if (!isPart10(source.read(0, HEAD_BYTES)))
    throw new DicomError(
      "not-dicom",
      "Not a DICOM file: there is no DICM behind a preamble of 128 bytes (PS3.10 7.1).",
    );
  const { dataSet: meta, end } = readDataSet(
    source,
    HEAD_BYTES,
    { isExplicit: true, isBigEndian: false },
    (tag) => !tag.startsWith("0002"),
  );
  const uid = metaText(source, meta, "00020010");
  if (!uid) throw new DicomError("no-transfer-syntax", "The file meta group names no transfer syntax (0002,0010).");
  return { meta, transferSyntax: transferSyntaxOf(uid), dataSetOffset: end };
}

/**
 * Reads the data set behind a file meta group. Throws DicomError.
 * @param isPast ends the reading at the first element that it says true of
 */
export function readBody(
  { transferSyntax }: FileMeta,
  body: ByteSource,
  start: number,
  isPast?: (tag: string) => boolean,
): DataSet {
  const isExplicit = isReallyExplicit(body, start, transferSyntax);
  return readDataSet(body, start, { isExplicit, isBigEndian: transferSyntax.isBigEndian }, isPast).dataSet;
}

/** Files exist that say Explicit VR Little Endian and are written implicitly, and the other way round. Their first element tells. */
function isReallyExplicit(source: ByteSource, start: number, syntax: TransferSyntax): boolean {
  const head = source.read(start, 6);
  if (syntax.codec !== "native" || syntax.isBigEndian || head.length < 6) return syntax.isExplicit;
  return [head[4], head[5]].every((code) => code !== undefined && code >= 0x41 && code <= 0x5a);
}

function metaText(source: ByteSource, meta: DataSet, tag: string): string | undefined {
  const element = findElement(meta, tag);
  if (!element) return undefined;
  const text = String.fromCharCode(...source.read(element.offset, Math.min(element.length, 64)));
  // oxlint-disable-next-line no-control-regex -- UIDs are padded with NUL (PS3.5 6.2)
  return text.replace(/[\u0000 ]+$/, "").trim();
}
