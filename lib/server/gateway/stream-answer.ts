import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Passes an upstream body on at the pace of the slower side and holds one chunk at most.
 * A cut upstream cuts the client's connection too, so that a truncated body is never taken for a whole one.
 */
export function streamAnswer(answer: IncomingMessage, response: ServerResponse): void {
  answer.on("data", (chunk: Buffer) => {
    if (!response.write(chunk)) answer.pause();
  });
  response.on("drain", () => {
    answer.resume();
  });
  answer.once("end", () => {
    response.end();
  });
  answer.once("error", () => {
    response.destroy();
  });
  answer.once("close", () => {
    if (!answer.complete) response.destroy();
  });
  response.once("close", () => {
    answer.destroy();
  });
}
