import { describe, expect, it } from "vitest";
import { cutToken, piecesOf } from "./line-pieces.ts";

const token = { kind: "string", text: '"abcabc"', start: 4, end: 12 } as const;
const match = (startColumn: number, endColumn: number) => ({ node: 1, line: 0, startColumn, endColumn });

describe("piecesOf", () => {
  it("splits at matches and tells the current one", () => {
    const second = match(8, 10);
    expect(piecesOf(token, [match(5, 7), second], second)).toEqual([
      { text: '"', mark: undefined },
      { text: "ab", mark: "match" },
      { text: "c", mark: undefined },
      { text: "ab", mark: "current" },
      { text: 'c"', mark: undefined },
    ]);
  });
  it("leaves out matches of other tokens, and parts that overlap", () => {
    expect(piecesOf(token, [match(0, 3), match(4, 6), match(5, 8)], undefined).map(({ text }) => text)).toEqual([
      '"a',
      "bc",
      'abc"',
    ]);
  });
  it("marks a match that goes past a cut", () => {
    expect(piecesOf(cutToken(token, 3), [match(5, 12)], undefined)).toEqual([
      { text: '"', mark: undefined },
      { text: "ab", mark: "match" },
    ]);
  });
});
