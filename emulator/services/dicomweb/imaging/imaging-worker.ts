import { parentPort } from "node:worker_threads";
import { DicomError } from "#lib/dicom/data-set.ts";
import { rewriteFile } from "#emulator/services/deid/dicom/rewrite-file.ts";
import { decodeStored, renderStored } from "#emulator/services/dicomweb/pixels/stored-frame.ts";
import { transcodeFile } from "#emulator/services/dicomweb/pixels/transcode-file.ts";
import type { ImagingAnswer, ImagingJob, ImagingResults, ImagingTask } from "./imaging-pool.ts";
import { indexInstance } from "./index-instance.ts";
import { locateBulk } from "./locate-bulk.ts";
import { withDicomFile, type OpenDicomFile } from "./open-dicom-file.ts";

/** A thread that reads files whatever is in them: whatever they do to it, the server lives on. */
parentPort?.on("message", (job: ImagingJob) => {
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

async function answer({ id, task, path, scratch }: ImagingJob): Promise<ImagingAnswer> {
  try {
    return { id, result: await withDicomFile(path, scratch, (file) => perform(task, file)) };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { id, refused: { problem: error.problem, message: error.message } };
  }
}

function perform(task: ImagingTask, file: OpenDicomFile): ImagingResults | Promise<ImagingResults> {
  switch (task.kind) {
    case "index":
      return indexInstance(file.body, file.dataSet, file.transferSyntax);
    case "render":
      return renderStored(file, task);
    case "decode":
      return decodeStored(file, task.frame);
    case "locate":
      return locateBulk(file, task.element);
    case "transcode":
      return transcodeFile(file, task);
    case "deidentify":
      return rewriteFile(file, task.rewrite);
  }
}
