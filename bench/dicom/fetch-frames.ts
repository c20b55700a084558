import { connect, type Socket } from "node:net";

export interface FrameLoad {
  readonly origin: string;
  /** One after the other, again and again. */
  readonly paths: readonly string[];
  readonly accept: string;
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Fetches frames over kept connections and answers how many a second. It counts bytes and looks at nothing: a client that parses and collects
 * half-megabyte bodies in JavaScript is slower than the servers, and would measure itself.
 */
export async function fetchFrames(load: FrameLoad): Promise<number> {
  const end = performance.now() + load.seconds * 1000;
  let turn = 0;
  const next = (): string | undefined => (performance.now() > end ? undefined : load.paths[turn++ % load.paths.length]);
  const counts = await Promise.all(Array.from({ length: load.connections }, () => fetchAlong(load, next)));
  return counts.reduce((sum, count) => sum + count, 0) / load.seconds;
}

function fetchAlong({ origin, accept }: FrameLoad, next: () => string | undefined): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let done = 0;
    /** Bytes of the body that are still to come; undefined within the head. */
    let missing: number | undefined;
    let socket: Socket | undefined;
    const ask = (): void => {
      const path = next();
      missing = undefined;
      if (path === undefined) {
        socket?.destroy();
        resolve(done);
      } else socket?.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: ${accept}\r\n\r\n`);
    };
    const take = (bytes: Buffer): void => {
      if (missing === undefined) {
        const head = bytes.indexOf("\r\n\r\n");
        const length = /^HTTP\/1.1 200 .*\r\ncontent-length: (\d+)/is.exec(
          bytes.toString("latin1", 0, Math.max(0, head)),
        );
        if (!length) {
          socket?.destroy();
          reject(new Error(`No frame with a length: ${bytes.toString("latin1", 0, 300)}`));
          return;
        }
        missing = Number(length[1]) - (bytes.length - head - 4);
      } else missing -= bytes.length;
      if (missing > 0) return;
      done += 1;
      ask();
    };
    const onread = {
      buffer: Buffer.alloc(1024 * 1024),
      callback: (count: number, buffer: Uint8Array) => {
        take(Buffer.from(buffer.buffer, buffer.byteOffset, count));
        return true;
      },
    };
    socket = connect({ host: hostname, port: Number(port), onread }, ask).on("error", reject);
  });
}
