import { DicomError, findElement, type ByteRange } from "#lib/dicom/data-set.ts";
import { frameLayout, frameRanges, alignFrameBits, frameCount, type FrameLayout } from "#lib/dicom/frame-layout.ts";
import type { Window } from "#lib/dicom/grey-levels.ts";
import { imageAttributes } from "#lib/dicom/image-attributes.ts";
import type { ImageAttributes } from "#lib/dicom/image-pixel-module.ts";
import { renderPixels, type ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { vrForm } from "#lib/dicom/vr.ts";
import { decodeFrame, type DecodedFrame } from "./decode-frame.ts";
import { swapBytes } from "#lib/dicom/sample-order.ts";

/** The frames of a file that is open. */
export interface StoredFrames {
  readonly attributes: ImageAttributes;
  readonly layout: FrameLayout;
  /** Bytes that Big Endian turns round together. */
  readonly wordBytes: number;
}

/** Throws DicomError when the file has no frames. */
export function storedFrames({ body, dataSet, transferSyntax }: OpenDicomFile): StoredFrames {
  const attributes = imageAttributes({ source: body, dataSet });
  const layout = frameLayout(body, dataSet, attributes, transferSyntax);
  if (!layout) throw new DicomError("unreadable", "The instance has no frames.");
  const pixels = ["7FE00010", "7FE00008", "7FE00009"].map((tag) => findElement(dataSet, tag)).find(Boolean);
  return { attributes, layout, wordBytes: vrForm(pixels?.vr ?? "OB").width ?? 1 };
}

/** A frame of a file without its compression. Throws DicomError. */
export async function decodeStored(
  file: OpenDicomFile,
  frame: number,
  frames = storedFrames(file),
): Promise<DecodedFrame> {
  const { attributes, layout, wordBytes } = frames;
  if (frame > frameCount(layout)) throw new DicomError("bad-length", `There is no frame ${frame}.`);
  const ranges = frameRanges(layout, frame);
  const bytes =
    layout.kind === "native"
      ? alignFrameBits(nativeBytes(file, { ranges, wordBytes, start: layout.offset }), layout, frame)
      : joined(file, ranges);
  return decodeFrame({ bytes, attributes, syntax: file.transferSyntax });
}

/** A frame as a screen shows it. Throws DicomError. */
export async function renderStored(
  file: OpenDicomFile,
  { frame, window }: { readonly frame: number; readonly window?: Window | undefined },
): Promise<ScreenImage> {
  const samples = await decodeStored(file, frame);
  return renderPixels(samples, { source: file.body, dataSet: file.dataSet }, { frame, window });
}

interface NativeRange {
  readonly ranges: readonly ByteRange[];
  readonly wordBytes: number;
  /** Where the pixels begin: words count from there. */
  readonly start: number;
}

/** Uncompressed bytes in Little Endian. In Big Endian whole words are turned round, and a frame may begin within one. */
function nativeBytes(file: OpenDicomFile, { ranges, wordBytes, start }: NativeRange): Uint8Array {
  const [range] = ranges;
  if (!range || !file.transferSyntax.isBigEndian) return joined(file, ranges);
  const skipped = (range.offset - start) % wordBytes;
  const length = Math.ceil((skipped + range.length) / wordBytes) * wordBytes;
  const words = swapBytes(joined(file, [{ offset: range.offset - skipped, length }]), wordBytes);
  return words.subarray(skipped, skipped + range.length);
}

/** "frame ≤150 MB" (contract 10.4), compressed as well. */
const LARGEST_BYTES = 150 * 1024 * 1024;

function joined({ body }: OpenDicomFile, ranges: readonly ByteRange[]): Uint8Array {
  const length = ranges.reduce((sum, range) => sum + range.length, 0);
  if (length > LARGEST_BYTES) throw new DicomError("bad-length", `A frame is larger than ${LARGEST_BYTES} bytes.`);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const range of ranges) {
    bytes.set(body.read(range.offset, range.length), at);
    at += range.length;
  }
  return bytes;
}
