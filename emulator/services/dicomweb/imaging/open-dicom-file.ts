import { rmSync } from "node:fs";
import { readBody, readFileMeta, type Part10 } from "#lib/dicom/read-part10.ts";
import { openFileSource } from "./file-source.ts";
import { inflateFile } from "./inflate-file.ts";

export type OpenDicomFile = Part10;

/**
 * Opens a file for as long as `work` runs. A deflated one is inflated to `scratch` first. Blocks: for worker threads.
 * Throws DicomError.
 */
export async function withDicomFile<T>(
  path: string,
  scratch: string,
  work: (file: OpenDicomFile) => T | Promise<T>,
): Promise<T> {
  const source = openFileSource(path);
  try {
    const head = readFileMeta(source);
    if (!head.transferSyntax.isDeflated)
      return await work({ ...head, file: source, body: source, dataSet: readBody(head, source, head.dataSetOffset) });
    await inflateFile(path, head.dataSetOffset, scratch);
    const body = openFileSource(scratch);
    try {
      return await work({ ...head, file: source, body, dataSet: readBody(head, body, 0) });
    } finally {
      body.close();
      rmSync(scratch, { force: true });
    }
  } finally {
    source.close();
  }
}
