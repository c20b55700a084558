import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import type { Dispatcher } from "undici";

/** Who takes the body of an answer as it arrives. */
export interface BodySink {
  /** Takes one chunk; false asks for a pause until `resume()`. */
  data(chunk: Buffer): boolean;
  end(): unknown;
  /** The body was cut: what came so far must not pass for the whole. */
  cut(): unknown;
}

const CUT = "The API's answer was cut";
/** Bytes that may wait for a sink before the connection pauses. */
const WAITING_BYTES = 65_536;

/** An answer of the API: its head, and its body still on the wire until `receive()` says where it goes. */
export class UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly #controller: Dispatcher.DispatchController;
  #sink: BodySink | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #outcome: "ended" | "cut" | undefined;

  constructor(head: {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly controller: Dispatcher.DispatchController;
  }) {
    this.status = head.status;
    this.headers = head.headers;
    this.#controller = head.controller;
  }

  /** Sends the body to `sink`, first what has come already. */
  receive(sink: BodySink): void {
    this.#sink = sink;
    const waiting = this.#waiting;
    this.#waiting = [];
    let wantsMore = true;
    for (const chunk of waiting) wantsMore = sink.data(chunk);
    if (this.#outcome !== undefined) this.#tell(this.#outcome);
    else if (wantsMore && this.#controller.paused) this.#controller.resume();
    else if (!wantsMore) this.#controller.pause();
  }

  resume(): void {
    if (this.#outcome === undefined && this.#controller.paused) this.#controller.resume();
  }

  /** Ends the call; nothing more arrives. */
  destroy(): void {
    if (this.#outcome === undefined && !this.#controller.aborted)
      this.#controller.abort(new Error("The body is not wanted"));
  }

  /** The whole body; rejects when it was cut. */
  bytes(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      this.receive({
        data: (chunk) => {
          chunks.push(chunk);
          return true;
        },
        end: () => {
          resolve(Buffer.concat(chunks));
        },
        cut: () => {
          reject(new Error(CUT));
        },
      });
    });
  }

  /** The whole body as UTF-8; rejects when it was cut. */
  async text(): Promise<string> {
    return (await this.bytes()).toString("utf8");
  }

  /** The body as a stream, at the pace of whoever reads it. */
  stream(): Readable {
    const stream = new Readable({
      read: () => {
        this.resume();
      },
      destroy: (error, done) => {
        this.destroy();
        done(error);
      },
    });
    this.receive({
      data: (chunk) => stream.push(chunk),
      end: () => stream.push(null),
      cut: () => stream.destroy(new Error(CUT)),
    });
    return stream;
  }

  /** For the transport: a chunk has come. */
  arrive(chunk: Buffer): void {
    if (this.#sink) {
      if (!this.#sink.data(chunk)) this.#controller.pause();
      return;
    }
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > WAITING_BYTES) this.#controller.pause();
  }

  /** For the transport: nothing more comes. */
  finish(outcome: "ended" | "cut"): void {
    this.#outcome = outcome;
    if (this.#sink) this.#tell(outcome);
  }

  #tell(outcome: "ended" | "cut"): void {
    if (outcome === "ended") this.#sink?.end();
    else this.#sink?.cut();
  }
}
