import { inspectHead, INSPECTED_BYTES } from "#lib/dicom/file-head.ts";
import { ZipError } from "#lib/dicom/zip-reader.ts";
import { ImageSender } from "./image-sender.ts";
import type { ImageUpload, PlacedFile } from "./image-upload.ts";
import { unzipFile } from "./unzip-file.ts";

/** A file before anybody looked into it. */
interface Found extends PlacedFile {
  readonly weight: number;
  readonly isInZip: boolean;
}

/**
 * Sends files into a DICOM store by STOW-RS, streaming, zips unpacked. Resolves when every file has its verdict or the signal stopped
 * it. Rejects with ProblemError when the whole upload cannot go on (signed out, no permission, production locked, server not reachable).
 */
export async function uploadImages(upload: ImageUpload): Promise<void> {
  const sender = new ImageSender(upload);
  upload.onEvent({ kind: "found", files: upload.files.length });
  try {
    for (const { path, file } of upload.files) {
      if (upload.signal.aborted) break;
      await takeFile(upload, sender, { path, file, weight: file.size, isInZip: false });
    }
    await sender.flush();
  } finally {
    await sender.settle();
  }
}

async function takeFile(upload: ImageUpload, sender: ImageSender, found: Found): Promise<void> {
  const { path, file, weight, isInZip } = found;
  const head = await readHead(file);
  if (head === undefined) return refuse(upload, found, "The browser cannot read it: it was moved or changed.");
  switch (head.kind) {
    case "dicom":
      return sender.take({ path, file, weight, uids: head.uids });
    case "zip":
      if (isInZip) return skip(upload, found, "A zip within a zip is not opened.");
      return takeZip(upload, sender, found);
    case "directory":
      return skip(upload, found, "A DICOMDIR, the table of contents of a medium: it holds no image.");
    case "other":
      return skip(upload, found, head.reason);
  }
}

async function readHead(file: Blob) {
  try {
    return inspectHead(new Uint8Array(await file.slice(0, INSPECTED_BYTES).arrayBuffer()));
  } catch {
    return undefined;
  }
}

async function takeZip(upload: ImageUpload, sender: ImageSender, zip: Found): Promise<void> {
  try {
    const files = await unzipFile(zip.file);
    // The zip itself is no file of its own in the count.
    upload.onEvent({ kind: "found", files: files.length - 1 });
    for (const { path, packedSize, open } of files) {
      if (upload.signal.aborted) return;
      const place = { path: `${zip.path}/${path}`, weight: packedSize, isInZip: true };
      const file = await open().catch(asZipError);
      if (file instanceof ZipError) refuse(upload, { ...place, file: undefined }, file.message);
      else await takeFile(upload, sender, { ...place, file });
    }
    upload.onEvent({ kind: "sent", bytes: zip.weight - files.reduce((sum, { packedSize }) => sum + packedSize, 0) });
  } catch (error) {
    refuse(upload, zip, asZipError(error).message);
  }
}

function asZipError(error: unknown): ZipError {
  if (error instanceof ZipError) return error;
  throw error;
}

type Judged = Pick<Found, "path" | "weight"> & { readonly file: Blob | undefined };

function skip(upload: ImageUpload, { path, weight }: Judged, reason: string): void {
  upload.onEvent({ kind: "sent", bytes: weight });
  upload.onEvent({
    kind: "verdict",
    verdict: { path, outcome: "skipped", reason, study: undefined, source: undefined },
  });
}

function refuse(upload: ImageUpload, { path, weight, file }: Judged, reason: string): void {
  const source = file && { path, file };
  upload.onEvent({ kind: "sent", bytes: weight });
  upload.onEvent({ kind: "verdict", verdict: { path, outcome: "refused", reason, study: undefined, source } });
}
