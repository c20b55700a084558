import { createHash, randomUUID, type Hash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { Blocks, syncFile, syncFolder, syncFolderNow, syncPath, writeAll } from "./file-blocks.ts";

/** Bytes on their way into the store, all there; nothing is kept before keep(). */
export interface FinishedBlob {
  readonly path: string;
  /** Gives the bytes their lasting name. Until `release` the blob is safe from remove(), so that its row can be written. */
  keep(): Promise<void>;
  release(): void;
  /** Removes the file, if it was not kept. */
  discard(): void;
}

/** Bytes that are still arriving. */
export interface BlobUpload extends FinishedBlob {
  readonly size: number;
  /** Copies the chunk: when this resolves, it is the caller's again. */
  append(chunk: Uint8Array): Promise<void>;
  /** Hands what was appended to the system, so that the file at `path` can be read. Nothing can be appended after. */
  end(): Promise<void>;
  /** Brings the ended file to the disk and answers its SHA-256 in hexadecimal. */
  finish(): Promise<string>;
}

/**
 * Files named by their content, `{root}/ab/cd…` of the SHA-256 in hexadecimal. A file is complete and synced before it gets its name, so
 * whoever knows the name of one can read it, also after `kill -9`.
 */
export interface Blobs {
  /** The folder of all: one folder for each first two digits. */
  readonly root: string;
  create(): BlobUpload;
  /** Takes over a file that a thread wrote to a scratch path, and brings it to the disk. @param digest its SHA-256 in hexadecimal */
  adopt(path: string, digest: string): Promise<FinishedBlob>;
  pathOf(digest: string): string;
  /** A new name for a file that nobody keeps. */
  scratchPath(): string;
  /** Deletes a blob, unless it is just being kept. Returns false then. */
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
  const held = new Map<string, number>();
  const pathOf = (digest: string): string => join(root, digest.slice(0, 2), digest.slice(2));
  const scratchPath = (): string => join(uploads, randomUUID());
  const setting = { pathOf, held, blocks: new Blocks() };
  return {
    root,
    pathOf,
    scratchPath,
    create: () => new Upload(setting, scratchPath()),
    adopt: async (path, digest) => {
      await syncPath(path);
      const blob = new Finished(setting, path);
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
  readonly pathOf: (digest: string) => string;
  /** Digests that are being kept, and by how many. */
  readonly held: Map<string, number>;
  readonly blocks: Blocks;
}

class Finished implements FinishedBlob {
  readonly path: string;
  protected readonly setting: BlobSetting;
  #digest: string | undefined;
  #isKept = false;

  constructor(setting: BlobSetting, path: string) {
    this.setting = setting;
    this.path = path;
  }

  /** From now on remove() leaves a blob of this name. */
  hold(digest: string): void {
    const { held } = this.setting;
    this.#digest = digest;
    held.set(digest, (held.get(digest) ?? 0) + 1);
  }

  async keep(): Promise<void> {
    if (this.#digest === undefined) throw new Error("The upload is not finished");
    const target = this.setting.pathOf(this.#digest);
    renameSync(this.path, target);
    this.#isKept = true;
    await syncFolder(join(target, ".."));
  }

  release(): void {
    const digest = this.#digest;
    if (digest === undefined) return;
    const { held } = this.setting;
    this.#digest = undefined;
    const count = (held.get(digest) ?? 1) - 1;
    if (count > 0) held.set(digest, count);
    else held.delete(digest);
  }

  discard(): void {
    if (!this.#isKept) rmSync(this.path, { force: true });
  }
}

class Upload extends Finished implements BlobUpload {
  readonly #file: number;
  readonly #hash: Hash = createHash("sha256");
  #isOpen = true;
  #block: Buffer | undefined;
  #filled = 0;
  #size = 0;

  constructor(setting: BlobSetting, path: string) {
    super(setting, path);
    this.#file = openSync(path, "wx");
  }

  get size(): number {
    return this.#size;
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length;) {
      this.#block ??= this.setting.blocks.take();
      const part = chunk.subarray(taken, taken + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === this.#block.length) await this.#flush();
    }
    this.#size += chunk.length;
  }

  async end(): Promise<void> {
    await this.#flush();
    this.#giveBack();
  }

  async finish(): Promise<string> {
    await syncFile(this.#file);
    this.#close();
    const digest = this.#hash.digest("hex");
    this.hold(digest);
    return digest;
  }

  override discard(): void {
    this.#close();
    this.#giveBack();
    super.discard();
  }

  async #flush(): Promise<void> {
    const bytes = this.#block?.subarray(0, this.#filled);
    if (!bytes) return;
    this.#filled = 0;
    const writing = writeAll(this.#file, bytes);
    // Meanwhile.
    this.#hash.update(bytes);
    await writing;
  }

  #giveBack(): void {
    if (this.#block) this.setting.blocks.give(this.#block);
    this.#block = undefined;
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}

/** One folder for each first two digits, all of them on the disk. */
function makeShards(root: string): void {
  for (let first = 0; first < 256; first += 1)
    mkdirSync(join(root, first.toString(16).padStart(2, "0")), { recursive: true });
  for (const changed of [root, join(root, "..")]) syncFolderNow(changed);
}
