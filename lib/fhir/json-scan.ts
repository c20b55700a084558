import { GrowingColumn } from "./growing-column.ts";
import { JsonSyntaxError } from "./lossless-json.ts";

/** What a JSON value is. The numbers are what the node table stores. */
export const JSON_KINDS = ["object", "array", "string", "number", "boolean", "null"] as const;
export type JsonKind = (typeof JSON_KINDS)[number];

const OBJECT = 0;
const ARRAY = 1;

/**
 * Every value of a JSON text in document order, as columns. Node 0 is the root. Offsets are UTF-16 positions in the text.
 * A 10 MB bundle has about 400,000 values: as objects they would cost a second and 100 MB, as columns 0.1 s and 15 MB.
 */
export interface JsonNodes {
  readonly count: number;
  readonly lineCount: number;
  /** Index into JSON_KINDS. */
  readonly kind: Uint8Array;
  /** Span of the value itself. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Span of the property name with its quotes; both 0 for the root and for array items. */
  readonly keyStart: Uint32Array;
  readonly keyEnd: Uint32Array;
  /** -1 for the root. */
  readonly parent: Int32Array;
  /** Position among its siblings. */
  readonly index: Uint32Array;
  /** The node after the last descendant: the next sibling, when there is one. */
  readonly after: Uint32Array;
  /** Pretty-printed lines that open and close the value; equal for scalars and empty containers. */
  readonly openLine: Uint32Array;
  readonly closeLine: Uint32Array;
  /** The node of each pretty-printed line; `~node` for the line that closes it. */
  readonly lineNode: Int32Array;
  /** Nodes whose key or string has an escape that a reader would not type (`\u00e9`, `\/`), ascending. */
  readonly escaped: readonly number[];
}

/** Reads a JSON text once, without recursion and without decoding a value. Throws JsonSyntaxError. */
export function scanJson(text: string): JsonNodes {
  const scan = new Scan(text);
  scan.run();
  return scan.finish();
}

const WORDS = [
  { first: 0x74, word: "true", kind: 4 },
  { first: 0x66, word: "false", kind: 4 },
  { first: 0x6e, word: "null", kind: 5 },
] as const;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** FHIR as the API sends it has a value for about every 20 characters; 16 leaves room. */
const CHARACTERS_A_VALUE_LOG2 = 4;

class Scan {
  private readonly text: string;
  private at = 0;
  private open = -1;
  private line = 0;
  private count = 0;
  /** The node whose key or value is being read. */
  private reading = 0;
  private readonly kind: GrowingColumn<Uint8Array<ArrayBuffer>>;
  private readonly start: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly end: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly keyStart: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly keyEnd: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly parent: GrowingColumn<Int32Array<ArrayBuffer>>;
  private readonly index: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly after: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly openLine: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly closeLine: GrowingColumn<Uint32Array<ArrayBuffer>>;
  private readonly lineNode: GrowingColumn<Int32Array<ArrayBuffer>>;
  /** Children seen so far of each open container, innermost last. */
  private readonly children: number[] = [];
  private readonly escaped: number[] = [];

  constructor(text: string) {
    this.text = text;
    const expected = Math.max(64, text.length >> CHARACTERS_A_VALUE_LOG2);
    this.kind = new GrowingColumn(Uint8Array, expected);
    this.start = new GrowingColumn(Uint32Array, expected);
    this.end = new GrowingColumn(Uint32Array, expected);
    this.keyStart = new GrowingColumn(Uint32Array, expected);
    this.keyEnd = new GrowingColumn(Uint32Array, expected);
    this.parent = new GrowingColumn(Int32Array, expected);
    this.index = new GrowingColumn(Uint32Array, expected);
    this.after = new GrowingColumn(Uint32Array, expected);
    this.openLine = new GrowingColumn(Uint32Array, expected);
    this.closeLine = new GrowingColumn(Uint32Array, expected);
    this.lineNode = new GrowingColumn(Int32Array, expected);
  }

  run(): void {
    this.value(0, 0);
    while (this.open >= 0) this.member();
    this.skipSpace();
    if (this.at < this.text.length) this.fail("Text after the end of the JSON value", this.at);
  }

  /** One member or item of the innermost open container, or its end. */
  private member(): void {
    this.skipSpace();
    const isObject = this.kind.at(this.open) === OBJECT;
    const seen = this.children.at(-1) ?? 0;
    if (this.text.charCodeAt(this.at) === (isObject ? 0x7d : 0x5d)) return this.close(seen);
    if (seen > 0) {
      this.expect(0x2c, isObject ? "`,` or `}` expected" : "`,` or `]` expected");
      this.skipSpace();
    }
    this.children[this.children.length - 1] = seen + 1;
    if (!isObject) return this.value(0, 0);
    const keyStart = this.at;
    if (this.text.charCodeAt(this.at) !== 0x22) this.fail("A property name in quotes expected", this.at);
    this.reading = this.count;
    this.string();
    const keyEnd = this.at;
    this.skipSpace();
    this.expect(0x3a, "`:` expected");
    this.value(keyStart, keyEnd);
  }

  private value(keyStart: number, keyEnd: number): void {
    this.skipSpace();
    const node = this.count;
    this.reading = node;
    this.count += 1;
    this.parent.push(this.open);
    this.index.push(this.open < 0 ? 0 : (this.children.at(-1) ?? 1) - 1);
    this.keyStart.push(keyStart);
    this.keyEnd.push(keyEnd);
    this.start.push(this.at);
    this.openLine.push(this.line);
    this.closeLine.push(this.line);
    this.lineNode.push(node);
    this.after.push(this.count);
    this.line += 1;
    const first = this.text.charCodeAt(this.at);
    if (first === 0x7b || first === 0x5b) {
      this.kind.push(first === 0x7b ? OBJECT : ARRAY);
      this.end.push(0);
      this.at += 1;
      this.open = node;
      this.children.push(0);
      return;
    }
    this.kind.push(this.scalar(first));
    this.end.push(this.at);
  }

  /** Steps over a scalar and answers its kind. */
  private scalar(first: number): number {
    if (first === 0x22) {
      this.string();
      return 2;
    }
    const word = WORDS.find((candidate) => candidate.first === first && this.text.startsWith(candidate.word, this.at));
    if (word) {
      this.at += word.word.length;
      return word.kind;
    }
    NUMBER.lastIndex = this.at;
    if (!NUMBER.test(this.text)) this.fail("A JSON value expected", this.at);
    this.at = NUMBER.lastIndex;
    return 3;
  }

  private close(children: number): void {
    const node = this.open;
    this.at += 1;
    this.end.set(node, this.at);
    this.after.set(node, this.count);
    if (children > 0) {
      this.closeLine.set(node, this.line);
      this.lineNode.push(~node);
      this.line += 1;
    }
    this.children.pop();
    this.open = this.parent.at(node);
  }

  private string(): void {
    const text = this.text;
    const opening = this.at;
    let at = opening + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        at = this.escape(at);
        continue;
      }
      // NaN (end of the text) fails every comparison.
      if (!(code >= 0x20)) this.fail("A string is not closed or has a control character", at);
      at += 1;
    }
    this.at = at + 1;
  }

  private escape(at: number): number {
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(this.text)) this.fail("Unknown escape in a string", at);
    const letter = this.text[at + 1];
    if ((letter === "u" || letter === "/") && this.escaped.at(-1) !== this.reading) this.escaped.push(this.reading);
    return ESCAPE.lastIndex;
  }

  private expect(code: number, what: string): void {
    if (this.text.charCodeAt(this.at) !== code) this.fail(what, this.at);
    this.at += 1;
  }

  /** The message never quotes the text: it may be patient data. */
  private fail(what: string, offset: number): never {
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf("\n") + 1;
    const line = before.split("\n").length;
    const column = offset - lineStart + 1;
    throw new JsonSyntaxError(`${what} at line ${line}, column ${column}.`, {
      offset,
      line,
      column,
      path: this.path(),
    });
  }

  /** `entry[4].resource`: where the innermost open container stands. */
  private path(): string {
    const steps: string[] = [];
    for (let node = this.open; node > 0; node = this.parent.at(node)) {
      const key = this.text.slice(this.keyStart.at(node) + 1, this.keyEnd.at(node) - 1);
      steps.push(this.keyEnd.at(node) > 0 ? `.${key}` : `[${this.index.at(node)}]`);
    }
    return steps.toReversed().join("").replace(/^\./, "");
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  finish(): JsonNodes {
    return {
      count: this.count,
      lineCount: this.line,
      kind: this.kind.toArray(),
      start: this.start.toArray(),
      end: this.end.toArray(),
      keyStart: this.keyStart.toArray(),
      keyEnd: this.keyEnd.toArray(),
      parent: this.parent.toArray(),
      index: this.index.toArray(),
      after: this.after.toArray(),
      openLine: this.openLine.toArray(),
      closeLine: this.closeLine.toArray(),
      lineNode: this.lineNode.toArray(),
      escaped: this.escaped,
    };
  }
}
