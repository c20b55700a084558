import { rmSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { DicomError } from "#lib/dicom/data-set.ts";
import { readBody, readFileMeta } from "#lib/dicom/read-part10.ts";
import { openFileSource } from "./file-source.ts";
import { indexInstance, type IndexedInstance } from "./index-instance.ts";
import { inflateFile } from "./inflate-file.ts";
import type { ParseAnswer, ParseJob } from "./parse-pool.ts";

/** A thread that reads files nobody has looked at yet: whatever they do to it, the server lives on. */
parentPort?.on("message", (job: ParseJob) => {
  answer(job).then(
    (message) => parentPort?.postMessage(message),
    // Not foreseen: the thread ends, and the pool fails the job that killed it.
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});

async function answer(job: ParseJob): Promise<ParseAnswer> {
  try {
    return { id: job.id, indexed: await indexFile(job) };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { id: job.id, refused: { problem: error.problem, message: error.message } };
  }
}

async function indexFile({ path, scratch }: ParseJob): Promise<IndexedInstance> {
  const source = openFileSource(path);
  try {
    const head = readFileMeta(source);
    if (!head.transferSyntax.isDeflated)
      return indexInstance(source, readBody(head, source, head.dataSetOffset), head.transferSyntax);
    await inflateFile(path, head.dataSetOffset, scratch);
    const body = openFileSource(scratch);
    try {
      return indexInstance(body, readBody(head, body, 0), head.transferSyntax);
    } finally {
      body.close();
      rmSync(scratch, { force: true });
    }
  } finally {
    source.close();
  }
}
