import { createHash, randomUUID, type Hash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Blocks, syncFile, syncFolder, syncFolderNow, writeAll } from "./file-blocks.ts";

/** A blob that has its name and is on its way to the disk. */
export interface NamedBlob {
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
  readonly path: string;
  /** Resolves when bytes and name are on the disk: only then may a row name the blob. */
  readonly synced: Promise<void>;
  /** Until then remove() leaves the blob, so that its row can be written. */
  release(): void;
}

/** Bytes that are still arriving. */
export interface BlobUpload {
  readonly size: number;
  /** Copies the chunk: when this resolves, it is the caller's again. */
  append(chunk: Uint8Array): Promise<void>;
  /** Nothing can be appended after. */
  finish(): Promise<NamedBlob>;
  /** Removes what has no name yet. */
  discard(): void;
}

/**
 * Files named by their content, `{root}/ab/cd…` of the SHA-256 in hexadecimal. A file is complete when it gets its name, and on the disk
 * with its name before a row says so: what a row names can be read, also after `kill -9` and a power cut. A name without a row means
 * nothing: what a power cut left there may be no more than a part.
 */
export interface Blobs {
  /** The folder of all: one folder for each first two digits. */
  readonly root: string;
  create(): BlobUpload;
  /** Takes over a file that a thread wrote to a scratch path. @param digest its SHA-256 in hexadecimal */
  adopt(path: string, digest: string): Promise<NamedBlob>;
  pathOf(digest: string): string;
  /** A new name for a file that nobody keeps. */
  scratchPath(): string;
  /** Deletes a blob, unless it is just being stored. Returns false then. */
  remove(digest: string): boolean;
}

/**
 * Opens the folder and clears what a killed process left unfinished. What only changes names is done at once: each trip through Node's
 * threads costs the time of several such calls, and a small file would be made of trips.
 */
export function openBlobs(root: string): Blobs {
  const uploads = join(root, ".uploads");
  mkdirSync(uploads, { recursive: true });
  for (const name of readdirSync(uploads)) rmSync(join(uploads, name), { force: true, recursive: true });
  makeShards(root);
  const pathOf = (digest: string): string => join(root, digest.slice(0, 2), digest.slice(2));
  const scratchPath = (): string => join(uploads, randomUUID());
  const setting = { pathOf, held: new Map<string, number>(), blocks: new Blocks() };
  return {
    root,
    pathOf,
    scratchPath,
    create: () => new Upload(setting, scratchPath()),
    adopt: (path, digest) => giveName(setting, openSync(path, "r+"), path, digest),
    remove: (digest) => {
      if (setting.held.has(digest)) return false;
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
  readonly pathOf: (digest: string) => string;
  /** Digests that are being stored, and by how many. */
  readonly held: Map<string, number>;
  readonly blocks: Blocks;
}

/** Gives an open file its lasting name; it is closed when it is on the disk. */
async function giveName(
  { pathOf, held }: BlobSetting,
  file: number,
  scratch: string,
  digest: string,
): Promise<NamedBlob> {
  const path = pathOf(digest);
  held.set(digest, (held.get(digest) ?? 0) + 1);
  const release = (): void => {
    const count = (held.get(digest) ?? 1) - 1;
    if (count > 0) held.set(digest, count);
    else held.delete(digest);
  };
  try {
    // What stands there already may have a row, which a power cut must not leave with less. What stands nowhere needs one sync less.
    if (existsSync(path)) await syncFile(file);
    renameSync(scratch, path);
  } catch (error) {
    release();
    closeSync(file);
    rmSync(scratch, { force: true });
    throw error;
  }
  const synced = syncBoth(file, dirname(path)).finally(() => closeSync(file));
  // Whoever waits still hears of it.
  synced.catch(() => undefined);
  return { digest, path, synced, release };
}

async function syncBoth(file: number, folder: string): Promise<void> {
  // Neither may still be under way when the file is closed.
  const done = await Promise.allSettled([syncFile(file), syncFolder(folder)]);
  for (const each of done) if (each.status === "rejected") throw each.reason;
}

class Upload implements BlobUpload {
  readonly #setting: BlobSetting;
  readonly #path: string;
  readonly #hash: Hash = createHash("sha256");
  /** Undefined when it has gone on under its name. */
  #file: number | undefined;
  #block: Buffer | undefined;
  #filled = 0;
  #size = 0;

  constructor(setting: BlobSetting, path: string) {
    this.#setting = setting;
    this.#path = path;
    this.#file = openSync(path, "wx");
  }

  get size(): number {
    return this.#size;
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      this.#block ??= this.#setting.blocks.take();
      const part = chunk.subarray(taken, taken + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#block.length) await this.#flush();
    }
    this.#size += chunk.length;
  }

  async finish(): Promise<NamedBlob> {
    await this.#flush();
    this.#giveBack();
    const file = this.#file;
    if (file === undefined) throw new Error("The upload is over");
    this.#file = undefined;
    return giveName(this.#setting, file, this.#path, this.#hash.digest("hex"));
  }

  discard(): void {
    this.#giveBack();
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    rmSync(this.#path, { force: true });
  }

  async #flush(): Promise<void> {
    if (!this.#block || this.#file === undefined) return;
    const bytes = this.#block.subarray(0, this.#filled);
    this.#filled = 0;
    const writing = writeAll(this.#file, bytes);
    // Meanwhile.
    this.#hash.update(bytes);
    await writing;
  }

  #giveBack(): void {
    if (this.#block) this.#setting.blocks.give(this.#block);
    this.#block = undefined;
  }
}

/** One folder for each first two digits, all of them on the disk. */
function makeShards(root: string): void {
  for (let first = 0; first < 256; first += 1)
    mkdirSync(join(root, first.toString(16).padStart(2, "0")), { recursive: true });
  for (const changed of [root, join(root, "..")]) syncFolderNow(changed);
}
