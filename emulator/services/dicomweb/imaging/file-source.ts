import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "#lib/dicom/byte-source.ts";

/** Headers are read a few bytes at a time; a window makes that one call of the system for many. */
const WINDOW_BYTES = 64 * 1024;

/** A file as a source of bytes, read as needed. For worker threads: it blocks. */
export interface FileSource extends ByteSource {
  close(): void;
}

export function openFileSource(path: string): FileSource {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  const window = new Uint8Array(Math.min(WINDOW_BYTES, size));
  let start = 0;
  let end = 0;
  const fill = (into: Uint8Array, offset: number): number => {
    let done = 0;
    while (done < into.length) {
      const count = readSync(file, into, done, into.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  };
  return {
    size,
    read: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (wanted > window.length) {
        const bytes = new Uint8Array(wanted);
        return bytes.subarray(0, fill(bytes, offset));
      }
      if (offset < start || offset + wanted > end) {
        start = offset;
        end = offset + fill(window, offset);
      }
      return window.subarray(offset - start, Math.min(offset - start + wanted, end - start));
    },
    close: () => {
      closeSync(file);
    },
  };
}
