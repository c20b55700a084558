import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFeedSplitter } from "./feed-splitter.ts";

function split(text: string, chunkLength = 7): { pieces: string[]; problems: readonly string[] } {
  const bytes = new TextEncoder().encode(text);
  const splitter = createFeedSplitter();
  const pieces: string[] = [];
  const take = (all: ReturnType<typeof splitter.push>) => {
    for (const piece of all)
      pieces.push(`${piece.kind === "stray" ? "stray " : ""}${piece.line}: ${new TextDecoder().decode(piece.bytes)}`);
  };
  for (let from = 0; from < bytes.length; from += chunkLength)
    take(splitter.push(bytes.subarray(from, from + chunkLength)));
  take(splitter.end());
  return { pieces, problems: splitter.problems };
}

describe("a file of messages", () => {
  it.each([
    ["one", "MSH|^~\\&|A\rPID|1\r", ["1: MSH|^~\\&|A\rPID|1\r"]],
    ["one without an end", "MSH|^~\\&|A\rPID|1", ["1: MSH|^~\\&|A\rPID|1"]],
    ["two with LF", "MSH|1\nPID|1\nMSH|2\nPID|2\n", ["1: MSH|1\nPID|1\n", "3: MSH|2\nPID|2\n"]],
    [
      "two with CRLF and blank lines",
      "\r\nMSH|1\r\nPID|1\r\n\r\nMSH|2\r\n",
      ["2: MSH|1\r\nPID|1\r\n\r\n", "5: MSH|2\r\n"],
    ],
    ["MLLP frames", "\u000bMSH|1\rPID|1\r\u001c\r\u000bMSH|2\r\u001c\r", ["1: MSH|1\rPID|1\r\r", "4: MSH|2\r\r"]],
    ["a byte order mark", "\uFEFFMSH|1\rPID|1\r", ["1: MSH|1\rPID|1\r"]],
    ["strays", "hello\rMSH|1\rPID|1\r", ["stray 1: hello", "2: MSH|1\rPID|1\r"]],
    ["a batch", "FHS|^~\\&\rBHS|^~\\&\rMSH|1\rPID|1\rMSH|2\rBTS|2\rFTS|1\r", ["3: MSH|1\rPID|1\r", "5: MSH|2\r"]],
    ["nothing", "", []],
  ])("%s", (_, text, expected) => {
    expect(split(text).pieces).toEqual(expected);
  });

  it("says what a trailer promises and is not there", () => {
    expect(split("BHS|^~\\&\rMSH|1\rBTS|3\rFTS|1\r").problems).toEqual([
      "BTS-1 in line 3 promises 3 messages, 1 are there.",
    ]);
  });

  it("is cut the same however the bytes come", () => {
    const line = fc.constantFrom("MSH|^~\\&|x", "PID|1||é", "FHS|", "BTS|2", "", "junk", "\u000bMSH|y", "\u001c");
    const end = fc.constantFrom("\r", "\n", "\r\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, end), { maxLength: 20 }),
        fc.integer({ min: 1, max: 30 }),
        (lines, length) => {
          const text = lines.flat().join("");
          expect(split(text, length)).toEqual(split(text, 1_000_000));
        },
      ),
    );
  });
});
