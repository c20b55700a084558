import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyParts, syntaxOf } from "./multipart.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const joined = (...pieces: readonly Uint8Array[]) => new Uint8Array(pieces.flatMap((piece) => [...piece]));

describe("bodyParts", () => {
  it("gives back what was put in, whatever the bytes", () => {
    const boundary = "b0undary";
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), (contents) => {
        const body = joined(
          ...contents.flatMap((content) => [bytes(`\r\n--${boundary}\r\nContent-Type: a/b\r\n\r\n`), content]),
          bytes(`\r\n--${boundary}--`),
        );
        const parts = bodyParts(`multipart/related; boundary=${boundary}; type="a/b"`, body);
        expect(parts.map((part) => [part.contentType, [...part.bytes]])).toEqual(
          contents.map((content) => ["a/b", [...content]]),
        );
      }),
    );
  });

  it("is not misled by what looks like the boundary", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("\r", "\n", "-", "a", "b"), { maxLength: 40 }), (letters) => {
        const content = `${letters.join("")}.`;
        fc.pre(!content.includes("--aab"));
        const body = bytes(`--aab\r\nContent-Type: a/b\r\n\r\n${content}\r\n--aab--`);
        expect(bodyParts("multipart/related; boundary=aab", body)).toEqual([
          { contentType: "a/b", bytes: bytes(content) },
        ]);
      }),
    );
  });

  it("takes a single part for itself, and nothing from a cut answer", () => {
    expect(bodyParts("application/octet-stream", bytes("x"))[0]?.bytes).toEqual(bytes("x"));
    expect(bodyParts("multipart/related; boundary=b", bytes("--b\r\nA: b\r\n\r\nhalf"))).toEqual([]);
    expect(bodyParts("multipart/related", bytes("--b--"))).toEqual([]);
  });
});

it.each([
  ["application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1"],
  ['multipart/related; boundary="x"; transfer-syntax="1.2"', "1.2"],
  ["application/octet-stream; transfer-syntax=*", undefined],
  ["application/octet-stream", undefined],
])("the syntax of %s", (contentType, syntax) => {
  expect(syntaxOf(contentType)).toBe(syntax);
});
