import { createHash, randomUUID, type Hash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

/** Bytes on their way into the store, all there; nothing is kept before keep(). */
export interface FinishedBlob {
  readonly path: string;
  /** Gives the bytes their lasting name. Until `release` the blob is safe from remove(), so that its row can be written. */
  keep(): Promise<void>;
  release(): void;
  /** Removes the file, if it was not kept. */
  discard(): Promise<void>;
}

/** Bytes that are still arriving. */
export interface BlobUpload extends FinishedBlob {
  readonly size: number;
  append(chunk: Uint8Array): Promise<void>;
  /** Brings the bytes to the disk and answers their SHA-256 in hexadecimal. Nothing can be appended after. */
  finish(): Promise<string>;
}

/**
 * Files named by their content, `{root}/ab/cd…` of the SHA-256 in hexadecimal. A file is complete and synced before it gets its name, so
 * whoever knows the name of one can read it, also after `kill -9`.
 */
export interface Blobs {
  /** The folder of all: one folder for each first two digits. */
  readonly root: string;
  create(): Promise<BlobUpload>;
  /** Takes over a file that a thread wrote to a scratch path, and brings it to the disk. @param digest its SHA-256 in hexadecimal */
  adopt(path: string, digest: string): Promise<FinishedBlob>;
  pathOf(digest: string): string;
  /** A new name for a file that nobody keeps. */
  scratchPath(): string;
  /** Deletes a blob, unless it is just being kept. Returns false then. */
  remove(digest: string): boolean;
}

/** Opens the folder and clears what a killed process left unfinished. */
export function openBlobs(root: string): Blobs {
  const uploads = join(root, ".uploads");
  mkdirSync(uploads, { recursive: true });
  for (const name of readdirSync(uploads)) rmSync(join(uploads, name), { force: true, recursive: true });
  const held = new Map<string, number>();
  const pathOf = (digest: string): string => join(root, digest.slice(0, 2), digest.slice(2));
  return {
    root,
    pathOf,
    scratchPath: () => join(uploads, randomUUID()),
    create: async () => {
      const path = join(uploads, randomUUID());
      return new Upload({ path, pathOf, held }, await open(path, "wx"));
    },
    adopt: async (path, digest) => {
      const file = await open(path, "r+");
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      const blob = new Finished({ path, pathOf, held });
      blob.hold(digest);
      return blob;
    },
    remove: (digest) => {
      if (held.has(digest)) return false;
      try {
        unlinkSync(pathOf(digest));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      }
      return true;
    },
  };
}

interface BlobSetting {
  readonly path: string;
  readonly pathOf: (digest: string) => string;
  /** Digests that are being kept, and by how many. */
  readonly held: Map<string, number>;
}

class Finished implements FinishedBlob {
  readonly path: string;
  readonly #pathOf: (digest: string) => string;
  readonly #held: Map<string, number>;
  #digest: string | undefined;
  #isKept = false;

  constructor({ path, pathOf, held }: BlobSetting) {
    this.path = path;
    this.#pathOf = pathOf;
    this.#held = held;
  }

  /** From now on remove() leaves a blob of this name. */
  hold(digest: string): void {
    this.#digest = digest;
    this.#held.set(digest, (this.#held.get(digest) ?? 0) + 1);
  }

  async keep(): Promise<void> {
    if (this.#digest === undefined) throw new Error("The upload is not finished");
    const target = this.#pathOf(this.#digest);
    const folder = join(target, "..");
    const made = await mkdir(folder, { recursive: true });
    await rename(this.path, target);
    this.#isKept = true;
    await syncFolder(folder);
    if (made !== undefined) await syncFolder(join(folder, ".."));
  }

  release(): void {
    const digest = this.#digest;
    if (digest === undefined) return;
    this.#digest = undefined;
    const count = (this.#held.get(digest) ?? 1) - 1;
    if (count > 0) this.#held.set(digest, count);
    else this.#held.delete(digest);
  }

  async discard(): Promise<void> {
    if (!this.#isKept) await rm(this.path, { force: true });
  }
}

class Upload extends Finished implements BlobUpload {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  #size = 0;

  constructor(setting: BlobSetting, file: FileHandle) {
    super(setting);
    this.#file = file;
  }

  get size(): number {
    return this.#size;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    for (let written = 0; written < chunk.length;) {
      const { bytesWritten } = await this.#file.write(chunk, written, chunk.length - written);
      written += bytesWritten;
    }
    this.#size += chunk.length;
  }

  async finish(): Promise<string> {
    await this.#file.sync();
    await this.#file.close();
    const digest = this.#hash.digest("hex");
    this.hold(digest);
    return digest;
  }

  override async discard(): Promise<void> {
    // Closing a closed handle is no error.
    await this.#file.close();
    await super.discard();
  }
}

/** A name in a folder is on the disk when the folder is. Windows cannot sync folders, and needs not. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
