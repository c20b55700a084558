import { DicomError } from "#lib/dicom/data-set.ts";
import type { Context } from "#emulator/http/route.ts";
import { rpcCode, type ErrorStatus } from "#emulator/http/errors.ts";
import type { IndexedInstance } from "#emulator/services/dicomweb/imaging/index-instance.ts";
import type { BlobUpload } from "#emulator/store/blobs.ts";
import { removeUnnamed } from "#emulator/services/dicomweb/admin/sweep-blobs.ts";
import { receiveFile } from "./receive-file.ts";
import { writeInstance, type WriteOutcome } from "./write-instance.ts";

/** What became of one file. */
export type Verdict =
  | { readonly kind: "stored" | "identical"; readonly indexed: IndexedInstance }
  | {
      readonly kind: "failed";
      /** google.rpc.Code */
      readonly code: number;
      /** Names attributes and offsets, never values other than UIDs. */
      readonly message: string;
      /** Known when the file could be read. */
      readonly indexed?: IndexedInstance;
    };

export interface Destination {
  /** `stores.id` */
  readonly store: number;
  /** The study that the address names: instances of others fail. */
  readonly study?: string | undefined;
  /** Default STANDARD. */
  readonly storageClass?: string;
}

/** Takes a file off the wire. What is left to do for its verdict (reading, syncing, rows) needs no more of the body. */
export async function takeFile(
  context: Context,
  destination: Destination,
  body: AsyncIterable<Buffer>,
): Promise<{ readonly verdict: Promise<Verdict> }> {
  const upload = await receiveFile(context.blobs, body);
  const verdict = upload ? storeUpload(context, destination, upload) : Promise.resolve(NOT_DICOM);
  // Whoever asks later still gets the error; until then it is nobody's.
  verdict.catch(() => undefined);
  return { verdict };
}

async function storeUpload(context: Context, destination: Destination, upload: BlobUpload): Promise<Verdict> {
  const blob = await upload.finish().finally(() => upload.discard());
  let hasRow = false;
  try {
    // It is read while it is brought to the disk.
    const indexed = await context.imaging.index(blob.path);
    if (destination.study !== undefined && indexed.study !== destination.study)
      return failed(
        "INVALID_ARGUMENT",
        `StudyInstanceUID is not the one of the address: ${destination.study}.`,
        indexed,
      );
    await blob.synced;
    const file = { digest: blob.digest, size: upload.size };
    const outcome = await context.database.write(() => writeInstance(context, destination, indexed, file));
    hasRow = true;
    return verdictOf(outcome, indexed);
  } catch (error) {
    if (error instanceof DicomError) return failed("INVALID_ARGUMENT", error.message);
    throw error;
  } finally {
    blob.release();
    if (!hasRow) removeUnnamed(context, blob.digest);
  }
}

function verdictOf(outcome: WriteOutcome, indexed: IndexedInstance): Verdict {
  switch (outcome) {
    case "stored":
    case "identical":
      return { kind: outcome, indexed };
    case "conflict":
      return failed("ALREADY_EXISTS", "An instance with the same UIDs but other bytes exists already.", indexed);
    case "deleting":
      return failed("FAILED_PRECONDITION", "The study or series of the instance is being deleted.", indexed);
  }
}

const NOT_DICOM = failed(
  "INVALID_ARGUMENT",
  "Not a DICOM file: there is no DICM behind a preamble of 128 bytes (PS3.10 7.1).",
);

function failed(status: ErrorStatus, message: string, indexed?: IndexedInstance): Verdict {
  return { kind: "failed", code: rpcCode(status), message, ...(indexed && { indexed }) };
}
