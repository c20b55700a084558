import { closeSync, fsync, fsyncSync, openSync, write } from "node:fs";
import { promisify } from "node:util";

const writeSome = promisify(write);

/** Files of up to this size are written in one piece. */
const BLOCK_BYTES = 1024 * 1024;
const MOST_SPARE = 16;

/** Memory that is used again, so that files leave no garbage behind: collecting half a megabyte for each costs more than storing it. */
export class Blocks {
  readonly #spare: Buffer[] = [];

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  give(block: Buffer): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(block);
  }
}

/** Appends all of the bytes to an open file. */
export async function writeAll(file: number, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await writeSome(file, bytes, written, bytes.length - written);
    written += bytesWritten;
  }
}

/** Brings what was written to an open file to the disk. */
export const syncFile = promisify(fsync);

/** Brings the names in a folder to the disk. Windows cannot sync folders, and needs not. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    await syncFile(folder);
  } finally {
    closeSync(folder);
  }
}

/** The same at once, for the start. */
export function syncFolderNow(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}
