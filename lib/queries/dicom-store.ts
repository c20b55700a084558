import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { readStoreAnswer, type StoreAnswer } from "#lib/dicom/store-answer.ts";
import { apiPath } from "./api-path.ts";
import { callGateway, readProblem } from "./gateway.ts";
import { sendBlob } from "./send-blob.ts";

/** After HTTP 429 or 503, milliseconds; sending again is safe, as the same bytes are stored once. */
const RETRY_DELAYS = [1_000, 3_000, 8_000];

const answerSchema = z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null);

/**
 * Stores one DICOM file by STOW-RS. Rejects with ProblemError, also when the store refuses the instance.
 * @param store resource name of the DICOM store
 * @param unlock headers of somebody who unlocked production
 */
export async function storeInstance(
  store: string,
  file: Uint8Array<ArrayBuffer>,
  unlock: Readonly<Record<string, string>>,
): Promise<void> {
  await callGateway(apiPath(store, "/dicomWeb/studies"), {
    method: "POST",
    headers: { "content-type": "application/dicom", accept: "application/dicom+json", ...unlock },
    body: file,
  });
}

export interface StoreCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** How much of the request has left, 0 to 1. */
  readonly onSent: (share: number) => void;
}

/**
 * Stores DICOM files in one STOW-RS request and reads what the store says of each, also when it refused some. Rejects with ProblemError
 * when the request as a whole failed.
 */
export async function storeInstances(store: string, files: readonly Blob[], call: StoreCall): Promise<StoreAnswer> {
  for (const delay of RETRY_DELAYS) {
    try {
      return await storeOnce(store, files, call);
    } catch (error) {
      if (!(error instanceof ProblemError) || ![429, 503].includes(error.problem.status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return storeOnce(store, files, call);
}

async function storeOnce(
  store: string,
  files: readonly Blob[],
  { headers, signal, onSent }: StoreCall,
): Promise<StoreAnswer> {
  const body = multipartOf(files);
  const response = await sendBlob(apiPath(store, "/dicomWeb/studies"), {
    headers: { accept: "application/dicom+json", ...headers },
    body,
    signal,
    onSent: (bytes) => onSent(bytes / body.size),
  });
  // 409 tells file by file what failed (contract 10.6); anything that is no such list failed as a whole.
  const isAnswer = response.headers.get("content-type")?.startsWith("application/dicom+json") === true;
  if (!isAnswer) throw new ProblemError(await readProblem(response));
  return readStoreAnswer(answerSchema.parse(await response.json()));
}

/** One body of many parts; the files stay where they are until they are sent. */
function multipartOf(files: readonly Blob[]): Blob {
  const boundary = `careplane-${crypto.randomUUID()}`;
  const head = `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
  return new Blob([...files.flatMap((file) => [head, file, "\r\n"]), `--${boundary}--\r\n`], {
    type: `multipart/related; type="application/dicom"; boundary=${boundary}`,
  });
}
