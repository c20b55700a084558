/** One message of a file, or a line that belongs to none. */
export interface FeedPiece {
  readonly kind: "message" | "stray";
  /** As they stand in the file, framing characters taken off. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Line of the file where it begins, from 1; CR, LF and CRLF end a line. */
  readonly line: number;
}

export interface FeedSplitter {
  /** What the next bytes of the file complete. */
  push(chunk: Uint8Array): readonly FeedPiece[];
  /** What was still open at the end of the file. */
  end(): readonly FeedPiece[];
  /** What the trailers of a batch file promise against what was there. */
  readonly problems: readonly string[];
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** MLLP block characters, which cannot be part of a message (HL7 v2.5.1 appendix C.4). */
const START_BLOCK = 0x0b;
const END_BLOCK = 0x1c;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const ENVELOPE: ReadonlySet<string> = new Set(["FHS", "BHS", "BTS", "FTS"]);

/**
 * Cuts a file of HL7v2 messages as it streams by: one message, many in a row, MLLP frames, or the batch protocol (HL7 v2.5.1 §2.10.3), whose
 * envelopes are read and left out. Holds one message at a time.
 */
export function createFeedSplitter(): FeedSplitter {
  return new Splitter();
}

class Splitter implements FeedSplitter {
  readonly problems: string[] = [];
  #held: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** Bytes of `held` that have been cut into lines. */
  #cut = 0;
  #line = 1;
  /** Where the open message began. */
  #openLine: number | undefined;
  #isFirst = true;
  #messages = 0;
  #batches = 0;

  push(chunk: Uint8Array): readonly FeedPiece[] {
    this.#held = joined(this.#held, chunk);
    if (this.#isFirst && this.#held.length >= 3) {
      if (BYTE_ORDER_MARK.every((byte, at) => this.#held[at] === byte)) this.#held = this.#held.slice(3);
      this.#isFirst = false;
    }
    return this.#isFirst ? [] : this.#lines(false);
  }

  end(): readonly FeedPiece[] {
    const pieces = [...this.#lines(true)];
    const rest = this.#take(this.#held.length);
    return rest ? [...pieces, rest] : pieces;
  }

  #lines(isEnd: boolean): readonly FeedPiece[] {
    const pieces: FeedPiece[] = [];
    for (;;) {
      const end = lineEnd(this.#held, this.#cut);
      // A CR at the very end may be half of a CRLF.
      const isWhole = end >= 0 && (isEnd || end + 1 < this.#held.length);
      if (!isWhole && !(isEnd && this.#cut < this.#held.length)) return pieces;
      const stop = end < 0 ? this.#held.length : end;
      const isCrLf = this.#held[stop] === CARRIAGE_RETURN && this.#held[stop + 1] === LINE_FEED;
      const next = Math.min(this.#held.length, stop + (isCrLf ? 2 : 1));
      pieces.push(...this.#read(stop, next));
      this.#line += 1;
    }
  }

  /** One line of `held`, from `cut` to `stop`; the next begins at `next`. */
  #read(stop: number, next: number): readonly FeedPiece[] {
    const line = this.#held.subarray(this.#cut, stop).filter((byte) => byte !== START_BLOCK && byte !== END_BLOCK);
    const id = String.fromCharCode(...line.subarray(0, 3));
    if (id === "MSH") {
      const before = this.#take(this.#cut);
      this.#openLine = this.#line;
      this.#messages += 1;
      this.#cut = before ? next - before.taken : next;
      return before ? [before] : [];
    }
    const isBlank = line.every((byte) => byte <= 0x20);
    if (!ENVELOPE.has(id) && (this.#openLine !== undefined || isBlank)) {
      if (this.#openLine === undefined) this.#drop(next);
      else this.#cut = next;
      return [];
    }
    const before = this.#take(this.#cut);
    this.#drop(next - (before?.taken ?? 0));
    if (!ENVELOPE.has(id)) return [{ kind: "stray", bytes: line, line: this.#line }];
    this.#count(id, line);
    return before ? [before] : [];
  }

  /** The open message up to `end`, when there is one. */
  #take(end: number): (FeedPiece & { readonly taken: number }) | undefined {
    if (this.#openLine === undefined) return undefined;
    const bytes = this.#held.slice(0, end).filter((byte) => byte !== START_BLOCK && byte !== END_BLOCK);
    const piece = { kind: "message", bytes, line: this.#openLine, taken: end } as const;
    this.#openLine = undefined;
    this.#drop(end);
    return piece;
  }

  #drop(length: number): void {
    this.#held = this.#held.slice(length);
    this.#cut = 0;
  }

  #count(id: string, line: Uint8Array): void {
    if (id === "BHS") {
      this.#batches += 1;
      this.#messages = 0;
    }
    if (id !== "BTS" && id !== "FTS") return;
    const promised = Number.parseInt(String.fromCharCode(...line.subarray(4, 24)), 10);
    const counted = id === "BTS" ? this.#messages : this.#batches;
    if (Number.isInteger(promised) && promised !== counted)
      this.problems.push(
        `${id}-1 in line ${this.#line} promises ${promised} ${id === "BTS" ? "messages" : "batches"}, ${counted} are there.`,
      );
  }
}

/** The nearest CR or LF at or after an offset, -1 for none. */
function lineEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if (bytes[at] === CARRIAGE_RETURN || bytes[at] === LINE_FEED) return at;
  return -1;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
