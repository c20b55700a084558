import { connect, type Socket } from "node:net";
import { MllpDecoder, mllpFrame } from "#lib/hl7v2/mllp-frames.ts";

/** A sender as interface engines are: one message at a time, the next when the answer is there. For tests. */
export class MllpClient {
  readonly #socket: Socket;
  readonly #decoder = new MllpDecoder(1024 * 1024);
  readonly #waiting: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      for (const event of this.#decoder.push(chunk))
        if (event.kind === "frame") this.#waiting.shift()?.resolve(Buffer.from(event.bytes).toString());
    });
    const fail = (): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("The connection was lost"));
    };
    socket.on("close", fail).on("error", fail);
  }

  static open(port: number): Promise<MllpClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject).once("connect", () => {
        socket.off("error", reject);
        resolve(new MllpClient(socket));
      });
    });
  }

  /** Sends a message and gives the answer to it. Rejects when the connection is lost before. */
  send(message: string): Promise<string> {
    return this.sendBytes(mllpFrame(Buffer.from(message)));
  }

  /** Sends bytes as they are and gives the next answer. */
  sendBytes(...chunks: readonly Uint8Array[]): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error("The connection was lost"));
        return;
      }
      this.#waiting.push({ resolve, reject });
      for (const chunk of chunks) this.#socket.write(chunk);
    });
  }

  /** Sends without waiting for an answer. */
  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Ends the sending side; answers still come. */
  end(): void {
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroy();
  }
}
