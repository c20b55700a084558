import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { DicomError } from "#lib/dicom/data-set.ts";

/** "file ≤1 GB" (contract 10.4, transcoding). */
const LARGEST_BYTES = 1024 * 1024 * 1024;
/** An empty image deflates a thousandfold too, but it is small. */
const FREE_BYTES = 64 * 1024 * 1024;
const LARGEST_RATIO = 100;

/**
 * Inflates what follows `offset` of a deflated DICOM file into a file of its own, chunk by chunk.
 * Throws DicomError `bad-deflate` for a broken stream and for one that grows beyond all reason; the target is removed then.
 */
export async function inflateFile(path: string, offset: number, target: string): Promise<void> {
  try {
    const guard = createGuard();
    const file = createReadStream(path, { start: offset });
    file.on("data", (chunk) => {
      guard.addInput(chunk.length);
    });
    await pipeline(file, createInflateRaw(), guard.stream, createWriteStream(target));
  } catch (error) {
    rmSync(target, { force: true });
    if (error instanceof DicomError) throw error;
    throw new DicomError("bad-deflate", "The deflate stream behind the file meta group is broken.");
  }
}

function createGuard(): { readonly stream: Transform; addInput(bytes: number): void } {
  let input = 0;
  let output = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      output += chunk.length;
      const isBomb = output > LARGEST_BYTES || (output > FREE_BYTES && output > input * LARGEST_RATIO);
      if (isBomb) done(new DicomError("bad-deflate", "The deflate stream grows beyond what an image can be."));
      else done(null, chunk);
    },
  });
  return { stream, addInput: (bytes) => (input += bytes) };
}
