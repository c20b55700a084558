/** Block characters of the Minimal Lower Layer Protocol, HL7 v2.5.1 appendix C. */
const START = 0x0b;
const END = 0x1c;
const CARRIAGE_RETURN = 0x0d;

export type MllpEvent =
  /** One message without its block characters. */
  | { readonly kind: "frame"; readonly bytes: Uint8Array }
  /** A message beyond the limit: its first bytes, and how many there were. */
  | { readonly kind: "oversize"; readonly head: Uint8Array; readonly length: number }
  /** Bytes outside a frame, or a frame that a new start character broke off. Line ends between frames don't count. */
  | { readonly kind: "garbage"; readonly length: number };

/** Enough of an oversized message to find its header. */
const HEAD_BYTES = 4096;

/**
 * Cuts a byte stream into MLLP frames, however it is chunked. Holds at most one frame up to the limit. A frame ends with `FS`; the `CR`
 * behind it is taken away when it comes, as some senders leave it out. `FS` and `VT` cannot be part of a message.
 */
export class MllpDecoder {
  readonly #limitBytes: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isInFrame = false;
  #garbage = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** What the next bytes of the stream complete, in order. */
  *push(chunk: Uint8Array): Generator<MllpEvent> {
    for (let from = 0; from < chunk.length;) {
      if (!this.#isInFrame) {
        const start = chunk.indexOf(START, from);
        this.#countGarbage(chunk.subarray(from, start < 0 ? chunk.length : start));
        if (start < 0) break;
        yield* this.#flushGarbage();
        this.#isInFrame = true;
        from = start + 1;
        continue;
      }
      const end = indexOfEither(chunk, from);
      this.#keep(chunk.subarray(from, end < 0 ? chunk.length : end));
      if (end < 0) return;
      if (chunk[end] === END) yield this.#finish();
      else yield* this.#breakOff();
      from = end + 1;
    }
    yield* this.#flushGarbage();
  }

  /** Bytes of a frame that has begun and not ended. */
  get pendingBytes(): number {
    return this.#isInFrame ? this.#length : 0;
  }

  #keep(bytes: Uint8Array): void {
    const room = this.#limitBytes - this.#length;
    this.#length += bytes.length;
    if (bytes.length <= room) this.#parts.push(bytes.slice());
    else if (room >= 0) this.#parts = [concat([...this.#parts, bytes]).slice(0, HEAD_BYTES)];
  }

  #finish(): MllpEvent {
    const length = this.#length;
    const bytes = concat(this.#parts);
    this.#reset(false);
    return length > this.#limitBytes ? { kind: "oversize", head: bytes, length } : { kind: "frame", bytes };
  }

  /** The sender began anew; what came of the frame before cannot be a message. */
  *#breakOff(): Generator<MllpEvent> {
    const length = this.#length;
    this.#reset(true);
    if (length > 0) yield { kind: "garbage", length };
  }

  #reset(isInFrame: boolean): void {
    this.#parts = [];
    this.#length = 0;
    this.#isInFrame = isInFrame;
  }

  #countGarbage(bytes: Uint8Array): void {
    for (const byte of bytes) if (byte !== CARRIAGE_RETURN && byte !== 0x0a && byte !== END) this.#garbage++;
  }

  *#flushGarbage(): Generator<MllpEvent> {
    if (this.#garbage === 0) return;
    yield { kind: "garbage", length: this.#garbage };
    this.#garbage = 0;
  }
}

function indexOfEither(chunk: Uint8Array, from: number): number {
  const end = chunk.indexOf(END, from);
  const start = chunk.subarray(from, end < 0 ? chunk.length : end).indexOf(START);
  return start < 0 ? end : from + start;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A message as it travels: `VT message FS CR`. */
export function mllpFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(message.length + 3);
  frame[0] = START;
  frame.set(message, 1);
  frame[message.length + 1] = END;
  frame[message.length + 2] = CARRIAGE_RETURN;
  return frame;
}
