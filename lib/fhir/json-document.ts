import { JSON_KINDS, scanJson, type JsonKind, type JsonNodes } from "./json-scan.ts";
import type { JsonPath } from "./json-path.ts";

export type TokenKind = "key" | "string" | "number" | "boolean" | "null" | "punctuation";

/** A piece of a line. `text` is the source slice, byte for byte (or the punctuation that pretty-printing puts there). */
export interface JsonToken {
  readonly kind: TokenKind;
  readonly text: string;
  /** Columns in the line, [start, end), indentation included. */
  readonly start: number;
  readonly end: number;
}

export interface JsonLine {
  readonly line: number;
  /** The value that the line shows, opens or closes. */
  readonly node: number;
  readonly closes: boolean;
  /** 0 for the root; one level is two columns. */
  readonly depth: number;
  readonly tokens: readonly JsonToken[];
}

/** Where a value stands in the pretty-printed lines. Lines and columns count from 0; ends are exclusive columns. */
export interface JsonSpan {
  readonly line: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const INDENT = 2;

/**
 * A JSON text as pretty-printed lines, each knowing its path. Values are addressed by node number in document order, 0 is
 * the root; nothing is decoded or re-serialised, so `0.10` stays `0.10`. Lines are made when asked for.
 */
export class JsonDocument {
  readonly text: string;
  readonly nodes: JsonNodes;
  private readonly children = new Map<number, ReadonlyMap<string | number, number>>();

  constructor(text: string) {
    this.text = text;
    this.nodes = scanJson(text);
  }

  get lineCount(): number {
    return this.nodes.lineCount;
  }

  kindOf(node: number): JsonKind {
    return JSON_KINDS[this.nodes.kind[node] ?? 5] ?? "null";
  }

  /** -1 for the root. */
  parentOf(node: number): number {
    return this.nodes.parent[node] ?? -1;
  }

  /** Distance from the root. */
  depthOf(node: number): number {
    let depth = 0;
    for (let up = this.parentOf(node); up >= 0; up = this.parentOf(up)) depth += 1;
    return depth;
  }

  hasChildren(node: number): boolean {
    return this.nodes.after[node] !== node + 1;
  }

  /** Direct members or items in order. */
  *childrenOf(node: number): Generator<number> {
    const end = this.nodes.after[node] ?? 0;
    for (let child = node + 1; child < end; child = this.nodes.after[child] ?? end) yield child;
  }

  childCount(node: number): number {
    const lastLine = this.nodes.closeLine[node] ?? 0;
    if (lastLine === this.nodes.openLine[node]) return 0;
    // The line above the closing one belongs to the last child: its number tells the count without a walk.
    const above = this.nodes.lineNode[lastLine - 1] ?? 0;
    let child = above < 0 ? ~above : above;
    while (this.parentOf(child) !== node) child = this.parentOf(child);
    return (this.nodes.index[child] ?? -1) + 1;
  }

  /** True when `inner` is `outer` or stands in it. */
  contains(outer: number, inner: number): boolean {
    return inner >= outer && inner < (this.nodes.after[outer] ?? 0);
  }

  /** The line that opens the value. */
  lineOf(node: number): number {
    return this.nodes.openLine[node] ?? 0;
  }

  /** The line that closes it; the same for scalars and empty containers. */
  endLineOf(node: number): number {
    return this.nodes.closeLine[node] ?? 0;
  }

  /** The value shown, opened or closed on a line. */
  nodeOfLine(line: number): number {
    const node = this.nodes.lineNode[line] ?? 0;
    return node < 0 ? ~node : node;
  }

  /** The property name, unescaped; undefined for array items and the root. */
  keyOf(node: number): string | undefined {
    const source = this.keySource(node);
    return source === "" ? undefined : decodeString(source);
  }

  pathOf(node: number): JsonPath {
    const path: (string | number)[] = [];
    for (let at = node; this.parentOf(at) >= 0; at = this.parentOf(at)) {
      path.push(this.keyOf(at) ?? this.nodes.index[at] ?? 0);
    }
    return path.toReversed();
  }

  /** The value at a path. Of members with the same name the last one counts, as in JSON.parse. */
  nodeAt(path: JsonPath): number | undefined {
    let node: number | undefined = 0;
    for (const step of path) {
      if (node === undefined) return undefined;
      node = this.childIndex(node).get(step);
    }
    return node;
  }

  /** The value at a path whose positions are still text, as in a page's address. */
  nodeAtNames(names: readonly string[]): number | undefined {
    let node: number | undefined = 0;
    for (const name of names) {
      if (node === undefined) return undefined;
      node = this.childIndex(node).get(this.kindOf(node) === "array" ? Number(name) : name);
    }
    return node;
  }

  /** The source of the value, exactly as it came. */
  sourceOf(node: number): string {
    return this.text.slice(this.nodes.start[node], this.nodes.end[node]);
  }

  /** The decoded value of a string, undefined for anything else. */
  stringOf(node: number): string | undefined {
    return this.kindOf(node) === "string" ? decodeString(this.sourceOf(node)) : undefined;
  }

  line(line: number): JsonLine {
    const entry = this.nodes.lineNode[line] ?? 0;
    const closes = entry < 0;
    const node = closes ? ~entry : entry;
    const depth = this.depthOf(node);
    const tokens: JsonToken[] = [];
    let column = depth * INDENT;
    const push = (kind: TokenKind, text: string) => {
      tokens.push({ kind, text, start: column, end: column + text.length });
      column += text.length;
    };
    if (!closes && this.keySource(node) !== "") {
      push("key", this.keySource(node));
      push("punctuation", ": ");
    }
    for (const [kind, text] of this.valueTokens(node, closes)) push(kind, text);
    if (this.hasComma(node) && (closes || !this.hasChildren(node))) push("punctuation", ",");
    return { line, node, closes, depth, tokens };
  }

  spanOfNode(node: number): JsonSpan {
    const line = this.lineOf(node);
    const endLine = this.endLineOf(node);
    const keyWidth = this.keySource(node) === "" ? 0 : this.keySource(node).length + ": ".length;
    const startColumn = this.depthOf(node) * INDENT + keyWidth;
    const width = this.isContainer(node) ? 2 : this.sourceOf(node).length;
    const endColumn = endLine === line ? startColumn + width : this.depthOf(node) * INDENT + 1;
    return { line, startColumn, endLine, endColumn };
  }

  spanOf(path: JsonPath): JsonSpan | undefined {
    const node = this.nodeAt(path);
    return node === undefined ? undefined : this.spanOfNode(node);
  }

  /** The path of the value on a line. A line shows one value, so every column of it answers the same. */
  pathAt(line: number): JsonPath {
    return this.pathOf(this.nodeOfLine(line));
  }

  isContainer(node: number): boolean {
    return (this.nodes.kind[node] ?? 5) < 2;
  }

  private keySource(node: number): string {
    return this.text.slice(this.nodes.keyStart[node], this.nodes.keyEnd[node]);
  }

  private hasComma(node: number): boolean {
    const parent = this.parentOf(node);
    return parent >= 0 && (this.nodes.after[node] ?? 0) < (this.nodes.after[parent] ?? 0);
  }

  private valueTokens(node: number, closes: boolean): readonly (readonly [TokenKind, string])[] {
    const kind = this.kindOf(node);
    if (kind !== "object" && kind !== "array") return [[kind, this.sourceOf(node)]];
    const [open, close] = kind === "object" ? ["{", "}"] : ["[", "]"];
    if (closes) return [["punctuation", close]];
    return [["punctuation", this.hasChildren(node) ? open : open + close]];
  }

  private childIndex(node: number): ReadonlyMap<string | number, number> {
    const known = this.children.get(node);
    if (known) return known;
    const index = new Map<string | number, number>();
    for (const child of this.childrenOf(node)) index.set(this.keyOf(child) ?? this.nodes.index[child] ?? 0, child);
    this.children.set(node, index);
    return index;
  }
}

/** Reads a resource's JSON as the API sent it. Throws JsonSyntaxError with the offset, never with the text. */
export function createJsonDocument(text: string): JsonDocument {
  return new JsonDocument(text);
}

function decodeString(source: string): string {
  return source.includes("\\") ? String(JSON.parse(source)) : source.slice(1, -1);
}
