/** One part of a `multipart/related` body (RFC 2046 5.1). */
export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** A chunk is good until the next one is asked for. What is not read is skipped when the next part is asked for. */
  readonly body: AsyncIterable<Buffer>;
}

/** A body that is no multipart message. */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
}

const LONGEST_HEADERS_BYTES = 16 * 1024;
/** RFC 2046 allows 70; Orthanc sends 73. */
const LONGEST_BOUNDARY = 200;
const BLANK_LINE = "\r\n\r\n";
const CUT_BODY = "The body ends before its last boundary.";

/** The boundary of a content type, undefined when it has none. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, token] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? token;
  return boundary !== undefined && boundary.length <= LONGEST_BOUNDARY ? boundary : undefined;
}

/** The parts of a body as it arrives; never more than a chunk of it is held. Throws MultipartError. */
export async function* readParts(stream: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const chunks = stream[Symbol.asyncIterator]();
  try {
    const reader = new PartReader(chunks, Buffer.from(`\r\n--${boundary}`));
    // What stands before the first boundary means nothing (RFC 2046 5.1.1).
    await reader.skipBody();
    while (await reader.isAtPart()) {
      const headers = await reader.readHeaders();
      yield { headers, body: reader.readBody() };
      await reader.skipBody();
    }
  } finally {
    await chunks.return?.();
  }
}

class PartReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  /** Begins with the line break that the first boundary may lack. */
  #held: Buffer = Buffer.from("\r\n");
  #isInBody = true;

  constructor(chunks: AsyncIterator<Buffer>, delimiter: Buffer) {
    this.#chunks = chunks;
    this.#delimiter = delimiter;
  }

  /** Goes on behind the next boundary, however much of the body was read. */
  async skipBody(): Promise<void> {
    if (this.#isInBody) for await (const _ of this.readBody());
  }

  /** Behind a boundary: true at a line break, false at the `--` of the last one. */
  async isAtPart(): Promise<boolean> {
    await this.#hold(2);
    const mark = this.#held.toString("latin1", 0, 2);
    if (mark === "--") return false;
    // Spaces may stand behind a boundary.
    while (this.#held[0] === 0x20 || this.#held[0] === 0x09) {
      this.#held = this.#held.subarray(1);
      await this.#hold(2);
    }
    if (this.#held.toString("latin1", 0, 2) !== "\r\n")
      throw new MultipartError("A boundary is not followed by a line break.");
    return true;
  }

  async readHeaders(): Promise<Map<string, string>> {
    let end = this.#held.indexOf(BLANK_LINE);
    while (end < 0) {
      if (this.#held.length > LONGEST_HEADERS_BYTES) throw new MultipartError("The headers of a part are too long.");
      await this.#more("A part ends within its headers.");
      end = this.#held.indexOf(BLANK_LINE);
    }
    const lines = this.#held.toString("latin1", 0, end).split("\r\n").filter(Boolean);
    this.#held = this.#held.subarray(end + BLANK_LINE.length);
    this.#isInBody = true;
    return new Map(lines.map(readHeader));
  }

  async *readBody(): AsyncGenerator<Buffer> {
    const delimiter = this.#delimiter;
    for (;;) {
      const end = this.#held.indexOf(delimiter);
      if (end >= 0) {
        const last = this.#held.subarray(0, end);
        this.#endBody(this.#held.subarray(end + delimiter.length));
        if (last.length > 0) yield last;
        return;
      }
      const sure = this.#held.length - delimiter.length + 1;
      if (sure > 0) {
        const ready = this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
        yield ready;
      }
      // A delimiter may begin in what is left. Only the edges of the two chunks are joined to see: copying all of the next one is dear.
      const edge = Buffer.from(this.#held);
      const chunk = await this.#next(CUT_BODY);
      const across = Buffer.concat([edge, chunk.subarray(0, delimiter.length - 1)]);
      const begin = across.indexOf(delimiter);
      if (begin >= 0) {
        this.#endBody(chunk.subarray(begin + delimiter.length - edge.length));
        if (begin > 0) yield edge.subarray(0, begin);
        return;
      }
      const isJoined = chunk.length < delimiter.length;
      this.#held = isJoined ? across : chunk;
      if (!isJoined && edge.length > 0) yield edge;
    }
  }

  #endBody(rest: Buffer): void {
    this.#held = rest;
    this.#isInBody = false;
  }

  async #hold(length: number): Promise<void> {
    while (this.#held.length < length) await this.#more(CUT_BODY);
  }

  async #more(otherwise: string): Promise<void> {
    const rest = Buffer.from(this.#held);
    const next = await this.#next(otherwise);
    this.#held = rest.length === 0 ? next : Buffer.concat([rest, next]);
  }

  /** Ends the chunk before: what is still needed of it has to be copied. */
  async #next(otherwise: string): Promise<Buffer> {
    const next = await this.#chunks.next();
    if (next.done === true) throw new MultipartError(otherwise);
    return next.value;
  }
}

function readHeader(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
