import type { ServerResponse } from "node:http";
import type { UpstreamAnswer } from "./upstream-answer.ts";

/**
 * Passes an upstream body on at the pace of the slower side and holds one chunk at most.
 * A cut upstream cuts the client's connection too, so that a truncated body is never taken for a whole one.
 */
export function streamAnswer(answer: UpstreamAnswer, response: ServerResponse): void {
  response.on("drain", () => {
    answer.resume();
  });
  response.once("close", () => {
    answer.destroy();
  });
  answer.receive({
    data: (chunk) => response.write(chunk),
    end: () => {
      response.end();
    },
    cut: () => {
      response.destroy();
    },
  });
}
