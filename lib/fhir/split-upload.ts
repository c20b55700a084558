/**
 * Cuts an uploaded file into its JSON values while it streams in. Works on bytes: in UTF-8 no byte of a longer character looks like a quote,
 * bracket or line end, so chunks may break anywhere, and a value with broken UTF-8 is refused alone.
 */
export interface UploadValue {
  /** The value's own text, decoded. */
  readonly text: string;
  /** Line of the file on which the value begins, from 1. */
  readonly line: number;
}

/** Something that is not text in UTF-8. */
export interface UploadFault {
  readonly message: string;
  readonly line: number;
}

export type UploadPart = ({ readonly kind: "value" } & UploadValue) | ({ readonly kind: "fault" } & UploadFault);

/**
 * `lines`: one value a line, a bad line spoils only itself. `document`: the file is one value, over as many lines as it likes.
 * `detect`: lines when the first line is a complete value by its brackets, else a document.
 */
export type SplitMode = "lines" | "document" | "detect";

export interface UploadSplitter {
  /** The values that this chunk completes. */
  push(chunk: Uint8Array): readonly UploadPart[];
  /** What is left when the file ends. */
  end(): readonly UploadPart[];
}

/** NDJSON by its name; anything else tells by its first line. */
export function splitModeOf(fileName: string): SplitMode {
  return /\.(?:ndjson|jsonl)$/i.test(fileName) ? "lines" : "detect";
}

const LINE_FEED = 0x0a;
/** A JavaScript engine holds no string of much more, and a browser tab not many of these. */
const MAX_VALUE_BYTES = 256 * 1024 * 1024;

export function createUploadSplitter(mode: SplitMode): UploadSplitter {
  return new Splitter(mode);
}

/** Line and column, both from 1, of an offset in a text that begins on line `firstLine` of its file. */
export function placeInText(text: string, offset: number, firstLine: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastFeed = before.lastIndexOf("\n");
  return { line: firstLine + countFeeds(before), column: offset - lastFeed };
}

class Splitter implements UploadSplitter {
  private mode: SplitMode;
  /** Whether the first line that is not blank has been seen. */
  private isDecided: boolean;
  private line = 1;
  private pending: Uint8Array[] = [];

  constructor(mode: SplitMode) {
    this.mode = mode;
    this.isDecided = mode === "document";
  }

  push(chunk: Uint8Array): readonly UploadPart[] {
    const parts: UploadPart[] = [];
    let from = 0;
    let feed = chunk.indexOf(LINE_FEED);
    while (feed >= 0 && this.mode !== "document") {
      this.pending.push(chunk.subarray(from, feed + 1));
      parts.push(...this.finishLine());
      from = feed + 1;
      feed = chunk.indexOf(LINE_FEED, from);
    }
    if (from < chunk.length) this.pending.push(chunk.subarray(from));
    return parts;
  }

  end(): readonly UploadPart[] {
    return decode(this.take(), this.line);
  }

  private finishLine(): readonly UploadPart[] {
    const bytes = this.take();
    if (!this.isDecided && !isBlank(bytes)) {
      this.isDecided = true;
      // Pretty-printed JSON under an NDJSON name: its first line is only an opening bracket.
      const isDocument = this.mode === "detect" ? !isBalanced(bytes) : isLoneBracket(bytes);
      this.mode = isDocument ? "document" : "lines";
      if (isDocument) {
        this.pending = [bytes];
        return [];
      }
    }
    const parts = decode(bytes, this.line);
    this.line += 1;
    return parts;
  }

  private take(): Uint8Array {
    const bytes = concatenate(this.pending);
    this.pending = [];
    return bytes;
  }
}

function countFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Blank text is no value. The text starts at its first character, so that places in it are places in the file. */
function decode(bytes: Uint8Array, line: number): UploadPart[] {
  if (isBlank(bytes)) return [];
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return [{ kind: "fault", line, message: "The text is UTF-16. FHIR JSON is UTF-8 (RFC 8259 §8.1)." }];
  if (bytes.length > MAX_VALUE_BYTES)
    return [
      { kind: "fault", line, message: "One JSON value of more than 256 MiB. Cut it into NDJSON, one resource a line." },
    ];
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return [{ kind: "value", line, text: text.replace(/\r?\n$/, "") }];
  } catch {
    return [{ kind: "fault", line, message: "The text is not UTF-8." }];
  }
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d, LINE_FEED, 0xef, 0xbb, 0xbf]);

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => SPACES.has(byte));
}

/** `{` or `[` and nothing else on the line. */
function isLoneBracket(bytes: Uint8Array): boolean {
  const rest = bytes.filter((byte) => !SPACES.has(byte));
  return rest.length === 1 && (rest[0] === 0x7b || rest[0] === 0x5b);
}

/** As many closing as opening brackets outside strings, and no string left open. */
function isBalanced(bytes: Uint8Array): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isInString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return depth === 0 && !isInString;
}
