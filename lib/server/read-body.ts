import type { IncomingMessage } from "node:http";
import { problem } from "./problems.ts";

const DEADLINE_MS = 10_000;

/**
 * Reads a small body whole, as UTF-8.
 * @throws ProblemError PAYLOAD_TOO_LARGE over the limit, INVALID_ARGUMENT when it is cut short, late or not UTF-8
 */
export async function readSmallBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => {
    request.destroy(new Error("late"));
  }, DEADLINE_MS);
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > limitBytes) throw tooLarge(limitBytes);
      chunks.push(chunk);
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TypeError) throw problem("INVALID_ARGUMENT", "The request body is not UTF-8.");
    if (error instanceof Error && error.name === "ProblemError") throw error;
    throw problem("INVALID_ARGUMENT", "The request body was cut short.");
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(limitBytes: number): Error {
  return problem("PAYLOAD_TOO_LARGE", `The request body is larger than ${limitBytes} bytes.`);
}
