import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

export type BodyProblem =
  | { readonly kind: "too-large"; readonly limitBytes: number }
  | { readonly kind: "incomplete" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "encoding"; readonly encoding: string };

/** What is wrong with a body before anybody looks into it. The route's family decides the format of the answer (failure-reply.ts). */
export class BodyError extends Error {
  readonly problem: BodyProblem;
  constructor(problem: BodyProblem) {
    super(`request body: ${problem.kind}`);
    this.name = "BodyError";
    this.problem = problem;
  }
}

/** A client that sends nothing for so long is taken for gone. */
const IDLE_MILLISECONDS = 60_000;

/**
 * The body as it arrives, for handlers that do not hold it whole: gunzipped when sent with `Content-Encoding: gzip`. It fails with BodyError
 * when the client goes away or stalls; the connection is lost then.
 */
export function bodyStream(request: IncomingMessage): Readable {
  const decoded = decodedBody(request);
  watchForStall(request, (error) => request.destroy(error));
  return decoded;
}

/**
 * The whole body in memory. Rejects with BodyError when it is longer than `limitBytes` (after gunzip), breaks off, stalls, or is encoded in
 * a way that is not supported.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"]) > limitBytes) throw new BodyError({ kind: "too-large", limitBytes });
  const stream = decodedBody(request);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const fail = (error: Error): void => {
      stream.removeAllListeners("data");
      stream.pause();
      reject(error instanceof BodyError ? error : new BodyError({ kind: "incomplete" }));
    };
    watchForStall(request, fail);
    stream.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) fail(new BodyError({ kind: "too-large", limitBytes }));
      else chunks.push(chunk);
    });
    stream.once("end", () => {
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
    });
    stream.on("error", fail);
    request.once("close", () => {
      if (!request.complete) fail(new BodyError({ kind: "incomplete" }));
    });
  });
}

function decodedBody(request: IncomingMessage): Readable {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return request;
  if (encoding !== "gzip") throw new BodyError({ kind: "encoding", encoding });
  const gunzip = createGunzip();
  request.once("error", (error) => gunzip.destroy(error));
  return request.pipe(gunzip);
}

/** The timer is the socket's: any byte resets it, and it is off once the body is complete, however long the handler works. */
function watchForStall(request: IncomingMessage, onStall: (error: BodyError) => void): void {
  if (request.complete) return;
  request.setTimeout(IDLE_MILLISECONDS, () => {
    onStall(new BodyError({ kind: "slow", milliseconds: IDLE_MILLISECONDS }));
  });
  request.once("end", () => {
    request.socket.setTimeout(0);
  });
}
