import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, rename, rm } from "node:fs";
import { mkdir, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Writable, type Readable } from "node:stream";
import { BucketError, fitsPattern, isPattern, parseBucketUri } from "./bucket-uri.ts";

interface BucketObject {
  /** `gs://bucket/object` */
  readonly uri: string;
  readonly sizeBytes: number;
}

/**
 * `gs://bucket/object` on the local disk: DATA_DIR/buckets/bucket/object (contract section 14.1). Every function throws BucketError for a
 * uri that is malformed, leads out of the folder or names nothing.
 */
export interface Buckets {
  /**
   * Objects that a uri names, by uri; several with wildcards: `*` within one folder, `**` across folders, `?` one character.
   * Throws NOT_FOUND when there is none.
   */
  match(uri: string): Promise<BucketObject[]>;
  createReadStream(uri: string): Promise<Readable>;
  /** Overwrites an existing object. The object appears under its name only when the stream has finished; a destroyed one leaves nothing. */
  createWriteStream(uri: string): Promise<Writable>;
}

/** Buckets are the folders inside `root`; a bucket that is written to comes into being. */
export function openBuckets(root: string): Buckets {
  return {
    match: (uri) => match(root, uri),
    createReadStream: async (uri) => createReadStream(await insideRoot(root, uri)),
    createWriteStream: (uri) => openUpload(root, uri),
  };
}

async function match(root: string, uri: string): Promise<BucketObject[]> {
  const { bucket, object } = parseBucketUri(uri);
  const objects = isPattern(object) ? await matchPattern(root, bucket, object) : await matchOne(root, uri);
  if (objects.length === 0) throw new BucketError("NOT_FOUND", `No object matches ${uri}.`);
  return objects;
}

async function matchOne(root: string, uri: string): Promise<BucketObject[]> {
  const file = await stat(await insideRoot(root, uri));
  return file.isFile() ? [{ uri, sizeBytes: file.size }] : [];
}

async function matchPattern(root: string, bucket: string, pattern: string): Promise<BucketObject[]> {
  const folder = pattern.slice(0, pattern.search(/[*?]/)).split("/").slice(0, -1).join("/");
  const from = await insideRoot(root, `gs://${bucket}${folder ? `/${folder}` : ""}`);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const found: BucketObject[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = [
      folder,
      path
        .slice(from.length + 1)
        .split(sep)
        .join("/"),
    ]
      .filter(Boolean)
      .join("/");
    if (fitsPattern(pattern, name)) found.push({ uri: `gs://${bucket}/${name}`, sizeBytes: (await stat(path)).size });
  }
  return found.toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
}

function pathOf(root: string, uri: string): string {
  const { bucket, object } = parseBucketUri(uri);
  return join(root, bucket, ...object.split("/"));
}

/** The real path of something that exists. A symbolic link inside a bucket must not lead out of the buckets. */
async function insideRoot(root: string, uri: string): Promise<string> {
  const path = await realpath(pathOf(root, uri)).catch((error: unknown) => {
    throw translate(error, uri);
  });
  if (!path.startsWith((await realpath(root)) + sep)) throw new BucketError("NOT_FOUND", `No object matches ${uri}.`);
  return path;
}

async function openUpload(root: string, uri: string): Promise<Writable> {
  const { object } = parseBucketUri(uri);
  if (object === "" || object.endsWith("/") || isPattern(object))
    throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${JSON.stringify(uri)}: expected the name of one object.`);
  const target = pathOf(root, uri);
  // A bucket name never begins with a dot, so nobody can name a file of an unfinished upload.
  const part = join(root, ".uploads", randomUUID());
  try {
    await mkdir(dirname(target), { recursive: true });
    await mkdir(dirname(part), { recursive: true });
    const folder = await realpath(dirname(target));
    if (!`${folder}${sep}`.startsWith((await realpath(root)) + sep))
      throw new BucketError("INVALID_ARGUMENT", `Invalid URI ${JSON.stringify(uri)}: it leads out of the buckets.`);
  } catch (error) {
    throw translate(error, uri);
  }
  return new Upload(part, target, uri);
}

class Upload extends Writable {
  readonly #part: string;
  readonly #target: string;
  readonly #uri: string;
  readonly #file: Writable;

  constructor(part: string, target: string, uri: string) {
    super();
    this.#part = part;
    this.#target = target;
    this.#uri = uri;
    this.#file = createWriteStream(part, { flush: true });
    this.#file.on("error", (error) => this.destroy(error));
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#file.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#file.end(() => {
      rename(this.#part, this.#target, (error) => {
        done(error && translate(error, this.#uri));
      });
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#file.destroy();
    rm(this.#part, { force: true }, () => {
      done(error);
    });
  }
}

function translate(error: unknown, uri: string): Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return new BucketError("NOT_FOUND", `No object matches ${uri}.`);
    case "ENAMETOOLONG":
      return new BucketError("INVALID_ARGUMENT", `A part of the name ${uri} is too long for this disk.`);
    case "ENOTDIR":
    case "EEXIST":
    case "EISDIR":
      return new BucketError("FAILED_PRECONDITION", `On this disk ${uri} is a folder, or lies below an object.`);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
