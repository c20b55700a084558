import type { Readable } from "node:stream";

export interface Line {
  /** Counts from 1, blank lines included. */
  readonly number: number;
  /** Without the line break; undefined when the line is longer than the limit. */
  readonly bytes: Buffer | undefined;
}

const NEWLINE = 0x0a;

/** The lines of a stream that are not blank. Never holds more than one line and one chunk, and of a line beyond the limit nothing at all. */
export async function* readLines(stream: Readable, limitBytes: number): AsyncGenerator<Line> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;
  const finish = (): Line | undefined => {
    const bytes = length > limitBytes ? undefined : Buffer.concat(parts);
    const line = { number, bytes };
    parts = [];
    length = 0;
    number++;
    return bytes && isBlank(bytes) ? undefined : line;
  };
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length <= limitBytes) parts.push(part);
    else parts = [];
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      const line = finish();
      if (line) yield line;
    }
    keep(chunk.subarray(start));
  }
  const last = finish();
  if (last) yield last;
}

/** Space, tab and carriage return only. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
