import { createHash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { DicomError } from "#lib/dicom/data-set.ts";

/** "Files ≤ 1 GB (2 GB uncompressed) when redacting" (contract 13.4). */
const LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
/** Headers come in many small pieces. */
const GATHERED_BYTES = 64 * 1024;

/** A file that is hashed while it is written. */
export interface HashedFile {
  write(bytes: Uint8Array): void;
  /** Whoever keeps the file brings it to the disk: many syncs side by side cost little more than one. */
  finish(): { readonly digest: string; readonly size: number };
  /** Removes what was written. */
  abandon(): void;
}

/** Creates a file that must not be there yet. Blocks: for worker threads. */
export function createHashedFile(path: string): HashedFile {
  const file = openSync(path, "wx");
  const hash = createHash("sha256");
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  let size = 0;
  const flush = (): void => {
    const bytes = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces);
    pieces = [];
    gathered = 0;
    hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  };
  return {
    write: (bytes) => {
      size += bytes.length;
      if (size > LARGEST_BYTES)
        throw new DicomError("bad-length", `The file would be larger than ${LARGEST_BYTES} bytes.`);
      if (bytes.length >= GATHERED_BYTES) {
        if (gathered > 0) flush();
        pieces = [bytes];
        flush();
        return;
      }
      pieces.push(bytes);
      gathered += bytes.length;
      if (gathered >= GATHERED_BYTES) flush();
    },
    finish: () => {
      flush();
      closeSync(file);
      return { digest: hash.digest("hex"), size };
    },
    abandon: () => {
      try {
        closeSync(file);
      } catch {
        // It is closed already when finish() failed half way.
      }
      rmSync(path, { force: true });
    },
  };
}
