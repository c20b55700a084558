import { JsonDocument } from "./json-document.ts";
import { placeInText, type UploadValue } from "./split-upload.ts";

/** A JSON value of an uploaded file, asked for single members without building its values, and knowing its lines in the file. */
export class UploadDocument extends JsonDocument {
  private readonly firstLine: number;
  /** Lines are mostly asked for in ascending order: counting goes on from the last answer. */
  private counted = { offset: 0, line: 0 };

  constructor(value: UploadValue) {
    super(value.text);
    this.firstLine = value.line;
  }

  /** The member of an object by its name; the last one when a name is repeated, as JSON.parse has it. */
  member(node: number, name: string): number | undefined {
    if (this.kindOf(node) !== "object") return undefined;
    return [...this.childrenOf(node)].findLast((child) => this.keyOf(child) === name);
  }

  /** The text of a string member. */
  stringAt(node: number, name: string): string | undefined {
    const member = this.member(node, name);
    return member === undefined ? undefined : this.stringOf(member);
  }

  /** Line of the file on which the value begins, from 1. */
  fileLineOf(node: number): number {
    const offset = this.nodes.start[node] ?? 0;
    const from = offset < this.counted.offset ? { offset: 0, line: 0 } : this.counted;
    const passed = this.text.slice(from.offset, offset);
    this.counted = { offset, line: placeInText(passed, passed.length, from.line).line };
    return this.firstLine + this.counted.line;
  }
}
