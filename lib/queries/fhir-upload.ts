import { planUpload } from "#lib/fhir/plan-upload.ts";
import { createUploadSplitter, splitModeOf } from "#lib/fhir/split-upload.ts";
import type { Upload } from "./upload-events.ts";
import { UploadSender } from "./upload-sender.ts";

/**
 * Sends files into a FHIR store, streaming. Resolves when everything has its verdict or the signal stopped it. Rejects with ProblemError when
 * the whole upload cannot go on (signed out, no permission, production locked, server not reachable).
 */
export async function uploadFiles(upload: Upload): Promise<void> {
  const sender = new UploadSender(upload);
  try {
    for (const file of upload.files) {
      await sendFile(file, sender, upload);
      if (upload.signal.aborted) break;
    }
    await sender.finish();
  } finally {
    await sender.settle();
  }
}

async function sendFile(file: File, sender: UploadSender, upload: Upload): Promise<void> {
  const splitter = createUploadSplitter(splitModeOf(file.name));
  const reader = file.stream().getReader();
  /** Bytes that were read and not yet told: a file that is one large Bundle is told entry by entry, as it is sent. */
  let untold = 0;
  const tell = (bytes: number) => {
    const told = Math.min(untold, Math.round(bytes));
    untold -= told;
    upload.onEvent({ kind: "read", bytes: told });
  };
  try {
    while (!upload.signal.aborted) {
      const { done, value } = await reader.read();
      untold += value?.length ?? 0;
      for (const part of done ? splitter.end() : splitter.push(value)) {
        const pieces = part.kind === "value" ? planUpload(part) : [{ ...part, kind: "refused" as const, text: "" }];
        const length = part.kind === "value" ? part.text.length : 0;
        for (const piece of pieces) {
          await sender.take(file.name, piece);
          tell(length / pieces.length);
          if (upload.signal.aborted) return;
        }
      }
      if (done) break;
    }
    tell(untold);
  } finally {
    await reader.cancel();
  }
}
