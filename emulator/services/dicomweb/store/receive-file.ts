import { HEAD_BYTES, isPart10 } from "#lib/dicom/read-part10.ts";
import type { Blobs, BlobUpload } from "#emulator/store/blobs.ts";

/** 128 bytes that may hold anything, a program too (CVE-2019-11687): never stored, never handed on. */
const PREAMBLE_BYTES = 128;

/**
 * Writes a file as it arrives, its preamble zeroed; a chunk is needed no more when the next is asked for. Undefined for what is no DICOM file: nothing of it reaches the disk.
 * Rejects when the client goes away; nothing stays then.
 */
export async function receiveFile(blobs: Blobs, body: AsyncIterable<Buffer>): Promise<BlobUpload | undefined> {
  let upload: BlobUpload | undefined;
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of body) {
      if (upload) {
        await upload.append(chunk);
        continue;
      }
      head = head.length === 0 && chunk.length >= HEAD_BYTES ? chunk : Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      if (!isPart10(head)) return undefined;
      upload = blobs.create();
      await upload.append(Buffer.alloc(PREAMBLE_BYTES));
      await upload.append(head.subarray(PREAMBLE_BYTES));
    }
    return upload;
  } catch (error) {
    upload?.discard();
    throw error;
  }
}
