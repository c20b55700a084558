import { bytesSource, type ByteSource } from "./byte-source.ts";
import { findElement, type DataSet } from "./data-set.ts";
import { HEAD_BYTES, isPart10, readBody, readFileMeta, type FileMeta } from "./read-part10.ts";

/** How much of a file's beginning is worth reading to know what it is. */
export const INSPECTED_BYTES = 128 * 1024;

/** The UIDs that a file says it has. */
export interface FileUids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/** What the beginning of a file tells. */
export type FileHead =
  /** `uids` are undefined when they stand further behind, in a deflate stream, or nowhere: a server must say. */
  | { readonly kind: "dicom"; readonly uids: FileUids | undefined }
  | { readonly kind: "zip" }
  /** The table of contents of a medium: it is DICOM, but no instance that a store takes. */
  | { readonly kind: "directory" }
  | { readonly kind: "other"; readonly reason: string };

const MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";
const LAST_UID_TAG = "0020000E";

/**
 * Tells DICOM files from others, before anything of them is sent.
 * @param head the first bytes of the file, INSPECTED_BYTES of them or all
 */
export function inspectHead(head: Uint8Array): FileHead {
  if (head.length === 0) return { kind: "other", reason: "The file is empty." };
  if (isZip(head)) return { kind: "zip" };
  if (isPart10(head.subarray(0, HEAD_BYTES))) return inspectPart10(head);
  if (beginsLikeDataSet(head)) return { kind: "dicom", uids: undefined };
  return {
    kind: "other",
    reason: "Not a DICOM file: no DICM prefix (PS3.10 7.1) and no group 0008 at its start.",
  };
}

/** `PK` and 3, 4: the first entry of a zip; 5, 6: the end of an empty one. */
function isZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6);
}

function inspectPart10(head: Uint8Array): FileHead {
  const source = bytesSource(head);
  try {
    const meta = readFileMeta(source);
    if (text(source, meta.meta, "00020002") === MEDIA_STORAGE_DIRECTORY) return { kind: "directory" };
    return { kind: "dicom", uids: meta.transferSyntax.isDeflated ? undefined : readUids(source, meta) };
  } catch {
    // A broken file, or one whose values reach beyond the bytes at hand: the server sees all of it.
    return { kind: "dicom", uids: undefined };
  }
}

function readUids(source: ByteSource, meta: FileMeta): FileUids | undefined {
  const dataSet = readBody(meta, source, meta.dataSetOffset, (tag) => tag > LAST_UID_TAG);
  const [study, series, instance] = ["0020000D", LAST_UID_TAG, "00080018"].map((tag) => text(source, dataSet, tag));
  return study && series && instance ? { study, series, instance } : undefined;
}

function text(source: ByteSource, dataSet: DataSet, tag: string): string | undefined {
  const element = findElement(dataSet, tag);
  if (!element) return undefined;
  const value = String.fromCharCode(...source.read(element.offset, Math.min(element.length, 64)));
  // oxlint-disable-next-line no-control-regex -- UIDs are padded with NUL (PS3.5 6.2)
  return value.replace(/[\u0000 ]+$/, "").trim();
}

/** Files of before PS3.10 begin with the data set itself: group 0008, or the meta group, in little endian. */
function beginsLikeDataSet(head: Uint8Array): boolean {
  if (head.length < 16 || head[1] !== 0 || (head[0] !== 8 && head[0] !== 2)) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const isElement = view.getUint16(2, true) < 0x2000;
  const hasVr = [head[4], head[5]].every((code) => code !== undefined && code >= 0x41 && code <= 0x5a);
  return isElement && (hasVr || view.getUint32(4, true) <= 1024);
}
