import { readZipDirectory, ZipError, zippedStart, type ReadBytes, type ZippedFile } from "#lib/dicom/zip-reader.ts";

/** A file out of a zip, or why it cannot be had. */
export interface UnzippedFile {
  readonly path: string;
  /** Bytes that it takes in the zip. */
  readonly packedSize: number;
  /** Unpacks it; called once, when its turn has come. Rejects with ZipError. */
  readonly open: () => Promise<Blob>;
}

/** The files of a zip. Only the directory is read here. Rejects with ZipError. */
export async function unzipFile(zip: Blob): Promise<readonly UnzippedFile[]> {
  const read: ReadBytes = async (offset, length) =>
    new Uint8Array(await zip.slice(offset, offset + length).arrayBuffer());
  const files = await readZipDirectory(zip.size, read);
  return files.map((file) => ({
    path: file.path,
    packedSize: file.compressedSize,
    open: async () => {
      const start = await zippedStart(file, read);
      return unpack(file, zip.slice(start, start + file.compressedSize));
    },
  }));
}

function unpack(file: ZippedFile, packed: Blob): Blob | Promise<Blob> {
  if (file.isEncrypted) throw new ZipError("It is encrypted: unpack the zip with its password and add the files.");
  if (file.method === "stored") return packed;
  if (file.method !== "deflated")
    throw new ZipError(`It is packed by method ${file.method}, which the browser cannot unpack.`);
  return inflate(packed, file.size);
}

/** Collected as blobs, which the browser keeps on disk when they are large. */
async function inflate(packed: Blob, size: number): Promise<Blob> {
  const parts: Blob[] = [];
  let unpacked = 0;
  try {
    const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      unpacked += next.value.length;
      if (unpacked > size) {
        await reader.cancel();
        break;
      }
      parts.push(new Blob([next.value]));
    }
  } catch (error) {
    throw new ZipError("Its packed bytes are damaged.", { cause: error });
  }
  if (unpacked !== size) throw new ZipError("It unpacks to another length than the zip says: the zip is damaged.");
  return new Blob(parts);
}
