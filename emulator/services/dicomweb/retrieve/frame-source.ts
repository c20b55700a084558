import { open } from "node:fs/promises";
import { z } from "zod";
import type { ByteRange } from "#lib/dicom/data-set.ts";
import type { FrameLayout } from "#lib/dicom/frame-layout.ts";
import { DicomWebError } from "#emulator/services/dicomweb/dicom-store.ts";

const range = z.object({ offset: z.number(), length: z.number() });
const layoutSchema = z.union([
  z.object({ kind: z.literal("native"), offset: z.number(), frameBits: z.number(), count: z.number() }),
  z.object({ kind: z.literal("encapsulated"), frames: z.array(z.array(range)) }),
]);

/** "frame ≤150 MB" (contract 10.4). */
const LARGEST_FRAME_BYTES = 150 * 1024 * 1024;

/** What a row keeps of where the frames of its file are. Throws DicomWebError 400 when it has none. */
export function readLayout(text: string | null): FrameLayout {
  if (text === null) throw new DicomWebError(400, "The instance has no frames.");
  return layoutSchema.parse(JSON.parse(text));
}

export function frameCount(layout: FrameLayout): number {
  return layout.kind === "native" ? layout.count : layout.frames.length;
}

/** `1`, `1,2,5`: numbers from 1 on. Throws DicomWebError 400 for what is no such list, and for a frame that is not there. */
export function readFrameNumbers(text: string, count: number): number[] {
  const numbers = text.split(",").map((number) => (/^\d{1,9}$/.test(number) ? Number(number) : 0));
  const wrong = numbers.findIndex((number) => number < 1 || number > count);
  if (wrong >= 0)
    throw new DicomWebError(400, `Frame numbers must be from 1 to ${count}; several are separated by commas.`);
  return numbers;
}

/** The bytes of one frame (from 1 on) of a file, as they are stored. */
export async function readFrame(path: string, layout: FrameLayout, number: number): Promise<Buffer> {
  const ranges = frameRanges(layout, number);
  const length = ranges.reduce((sum, part) => sum + part.length, 0);
  if (length > LARGEST_FRAME_BYTES)
    throw new DicomWebError(400, `The frame is larger than ${LARGEST_FRAME_BYTES} bytes.`);
  const bytes = Buffer.allocUnsafe(length);
  const file = await open(path, "r");
  try {
    let at = 0;
    for (const part of ranges) {
      await file.read(bytes, at, part.length, part.offset);
      at += part.length;
    }
  } finally {
    await file.close();
  }
  return layout.kind === "native" ? alignBits(bytes, layout, number) : bytes;
}

function frameRanges(layout: FrameLayout, number: number): readonly ByteRange[] {
  if (layout.kind === "encapsulated") return layout.frames[number - 1] ?? [];
  const firstBit = (number - 1) * layout.frameBits;
  const first = Math.floor(firstBit / 8);
  return [{ offset: layout.offset + first, length: Math.ceil((firstBit + layout.frameBits) / 8) - first }];
}

/** Frames of single bits follow each other without padding; sent alone, a frame begins at a byte (PS3.5 8.1.1, D). */
function alignBits(bytes: Buffer, { frameBits }: { readonly frameBits: number }, number: number): Buffer {
  const shift = ((number - 1) * frameBits) % 8;
  const length = Math.ceil(frameBits / 8);
  if (shift === 0 && frameBits % 8 === 0) return bytes;
  const aligned = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1)
    aligned[at] = ((bytes[at] ?? 0) >> shift) | (shift === 0 ? 0 : (bytes[at + 1] ?? 0) << (8 - shift));
  const last = frameBits % 8;
  if (last !== 0) aligned[length - 1] = (aligned[length - 1] ?? 0) & ((1 << last) - 1);
  return aligned;
}
