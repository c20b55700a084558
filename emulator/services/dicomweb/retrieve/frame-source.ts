import { close, open, read } from "node:fs";
import { promisify } from "node:util";
import { z } from "zod";
import type { ByteRange } from "#lib/dicom/data-set.ts";
import { alignFrameBits, frameRanges, type FrameLayout } from "#lib/dicom/frame-layout.ts";
import { DicomWebError } from "#emulator/services/dicomweb/dicom-store.ts";

const range = z.object({ offset: z.number(), length: z.number() });
const layoutSchema = z.union([
  z.object({ kind: z.literal("native"), offset: z.number(), frameBits: z.number(), count: z.number() }),
  z.object({ kind: z.literal("encapsulated"), frames: z.array(z.array(range)) }),
]);

/** "frame ≤150 MB" (contract 10.4). */
const LARGEST_FRAME_BYTES = 150 * 1024 * 1024;

/** What a row keeps of where the frames of its file are. Throws DicomWebError 400 when it has none. */
export function readLayout(text: string): FrameLayout {
  if (text === "") throw new DicomWebError(400, "The instance has no frames.");
  return layoutSchema.parse(JSON.parse(text));
}

/** `1`, `1,2,5`: numbers from 1 on. Throws DicomWebError 400 for what is no such list, and for a frame that is not there. */
export function readFrameNumbers(text: string, count: number): number[] {
  const numbers = text.split(",").map((number) => (/^\d{1,9}$/.test(number) ? Number(number) : 0));
  const wrong = numbers.findIndex((number) => number < 1 || number > count);
  if (wrong >= 0)
    throw new DicomWebError(400, `Frame numbers must be from 1 to ${count}; several are separated by commas.`);
  return numbers;
}

/** How many bytes a frame (from 1 on) has in its file. Throws DicomWebError 400 when that is more than the contract allows. */
export function frameLength(layout: FrameLayout, number: number): number {
  const length = frameRanges(layout, number).reduce((sum, part) => sum + part.length, 0);
  if (length > LARGEST_FRAME_BYTES)
    throw new DicomWebError(400, `The frame is larger than ${LARGEST_FRAME_BYTES} bytes.`);
  return length;
}

/** Whether the bytes of a frame can go out as they lie in the file: frames of single bits may begin within a byte. */
export function isByteAligned(layout: FrameLayout): boolean {
  return layout.kind === "encapsulated" || layout.frameBits % 8 === 0;
}

const [openFile, readFile, closeFile] = [promisify(open), promisify(read), promisify(close)];

/** Fills `target` with parts of a file behind each other. Rejects when the file ends before. */
export async function readFrameInto(target: Buffer, path: string, parts: readonly ByteRange[]): Promise<void> {
  const file = await openFile(path, "r");
  try {
    let at = 0;
    for (const { offset, length } of parts) {
      const { bytesRead } = await readFile(file, target, at, length, offset);
      if (bytesRead < length) throw new Error("A stored file is shorter than its index says.");
      at += length;
    }
  } finally {
    await closeFile(file);
  }
}

/** The bytes of one frame (from 1 on) of a file, as they are stored. */
export async function readFrame(path: string, layout: FrameLayout, number: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(frameLength(layout, number));
  await readFrameInto(bytes, path, frameRanges(layout, number));
  return layout.kind === "native" ? alignFrameBits(bytes, layout, number) : bytes;
}
