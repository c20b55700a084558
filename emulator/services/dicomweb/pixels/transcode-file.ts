import { closeSync, openSync, writeSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { DicomError, type DataElement } from "#lib/dicom/data-set.ts";
import { frameCount } from "#lib/dicom/frame-layout.ts";
import type { ImageAttributes } from "#lib/dicom/image-pixel-module.ts";
import { IMPLICIT_LITTLE_ENDIAN } from "#lib/dicom/transfer-syntax.ts";
import { elementBytes, elementHead, writeElements } from "#lib/dicom/write-data-set.ts";
import type { OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { decodeStored, storedFrames } from "./stored-frame.ts";
import { DEFLATED_LITTLE_ENDIAN } from "./transcode-targets.ts";

/** "file ≤1 GB" (contract 10.4). */
const LARGEST_BYTES = 1024 * 1024 * 1024;
/** (7FE0,0001) and (7FE0,0002): offsets and lengths of fragments that are no more. */
const TABLE_TAGS = new Set(["7FE00001", "7FE00002"]);

type Write = (bytes: Uint8Array) => void;

/** Writes a file in another transfer syntax, frame by frame, and returns its size. Throws DicomError. */
export async function transcodeFile(
  file: OpenDicomFile,
  { transferSyntax, target }: { readonly transferSyntax: string; readonly target: string },
): Promise<number> {
  const output = openSync(target, "wx");
  let size = 0;
  const write: Write = (bytes) => {
    size += bytes.length;
    if (size > LARGEST_BYTES)
      throw new DicomError("bad-length", `The file would be larger than ${LARGEST_BYTES} bytes.`);
    for (let at = 0; at < bytes.length;) at += writeSync(output, bytes, at);
  };
  try {
    writeMeta(file, transferSyntax, write);
    if (transferSyntax !== DEFLATED_LITTLE_ENDIAN)
      await writeBody(file, transferSyntax !== IMPLICIT_LITTLE_ENDIAN, write);
    else write(deflateRawSync(await collect(file)));
    return size;
  } finally {
    closeSync(output);
  }
}

/** Preamble, prefix and group 0002 with the new transfer syntax (PS3.10 7.1). */
function writeMeta({ meta, file }: OpenDicomFile, transferSyntax: string, write: Write): void {
  const pieces = meta.elements
    .filter(({ tag }) => tag !== "00020000")
    .flatMap((element) =>
      element.tag === "00020010"
        ? [elementBytes("00020010", "UI", Buffer.from(transferSyntax))]
        : [...writeElements(file, { elements: [element], isBigEndian: false }, true)],
    );
  const group = Buffer.concat(pieces);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  write(Buffer.alloc(128));
  write(Buffer.from("DICM"));
  write(elementBytes("00020000", "UL", length));
  write(group);
}

async function writeBody(file: OpenDicomFile, isExplicit: boolean, write: Write): Promise<void> {
  const { dataSet, body } = file;
  const pixels = dataSet.elements.find(({ fragments }) => fragments !== undefined);
  const writeAll = (elements: readonly DataElement[]): void => {
    for (const piece of writeElements(body, { elements, isBigEndian: dataSet.isBigEndian }, isExplicit)) write(piece);
  };
  if (!pixels) {
    writeAll(dataSet.elements);
    return;
  }
  const frames = storedFrames(file);
  const first = await decodeStored(file, 1, frames);
  for (const element of dataSet.elements) {
    const changed = changedElement(element, first.attributes, isExplicit);
    if (element === pixels) await writePixels(file, frames, { first: first.bytes, isExplicit, write });
    else if (changed) write(changed);
    else if (!TABLE_TAGS.has(element.tag)) writeAll([element]);
  }
}

interface PixelTarget {
  readonly first: Uint8Array;
  readonly isExplicit: boolean;
  readonly write: Write;
}

async function writePixels(
  file: OpenDicomFile,
  frames: ReturnType<typeof storedFrames>,
  { first, isExplicit, write }: PixelTarget,
): Promise<void> {
  const count = frameCount(frames.layout);
  const length = first.length * count;
  if (length > LARGEST_BYTES)
    throw new DicomError("bad-length", `The file would be larger than ${LARGEST_BYTES} bytes.`);
  write(elementHead("7FE00010", frames.attributes.bitsAllocated > 8 ? "OW" : "OB", length + (length % 2), isExplicit));
  write(first);
  for (let frame = 2; frame <= count; frame += 1) write((await decodeStored(file, frame, frames)).bytes);
  if (length % 2 === 1) write(Uint8Array.of(0));
}

/** Decoders undo colour transforms and planes; the attributes must say so. */
function changedElement(
  { tag }: DataElement,
  { photometricInterpretation, isPlanar }: ImageAttributes,
  isExplicit: boolean,
): Uint8Array | undefined {
  if (tag === "00280004") return elementBytes(tag, "CS", Buffer.from(photometricInterpretation), isExplicit);
  if (tag === "00280006") return elementBytes(tag, "US", Uint8Array.of(isPlanar ? 1 : 0, 0), isExplicit);
  return undefined;
}

/** A deflate stream is made at once; what goes into it is limited to a file's size. */
async function collect(file: OpenDicomFile): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  await writeBody(file, true, (bytes) => {
    size += bytes.length;
    if (size > LARGEST_DEFLATED_BYTES) throw new DicomError("bad-length", "The file is too large to be deflated.");
    pieces.push(bytes);
  });
  return Buffer.concat(pieces);
}

const LARGEST_DEFLATED_BYTES = 256 * 1024 * 1024;
