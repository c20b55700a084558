import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJsonDocument } from "./json-document.ts";
import { foldAtDepth, foldLines, revealLine } from "./json-folds.ts";

describe("foldLines", () => {
  it("hides what is inside a folded value, its closing line too", () => {
    const document = createJsonDocument('{"a":{"b":[1,2]},"c":3}');
    const a = document.nodeAt(["a"]) ?? -1;
    const view = foldLines(document, new Set([a, document.nodeAt(["a", "b"]) ?? -1]));
    expect(view.count).toBe(4);
    expect([0, 1, 2, 3].map((position) => view.lineAt(position))).toEqual([0, 1, 7, 8]);
    expect(view.positionOf(4)).toBe(1);
    expect(view.hiddenBy(4)).toBe(a);
    expect(view.hiddenBy(7)).toBeUndefined();
  });

  it("agrees with leaving out the lines one by one, and reveals any line", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.infiniteStream(fc.boolean()), (value, coin) => {
        const document = createJsonDocument(JSON.stringify(value));
        const folded = new Set<number>();
        for (let node = 0; node < document.nodes.count; node += 1) {
          if (document.hasChildren(node) && coin.next().value === true) folded.add(node);
        }
        const isHidden = (line: number) =>
          [...folded].some((node) => line > document.lineOf(node) && line <= document.endLineOf(node));
        const lines = Array.from({ length: document.lineCount }, (_, line) => line).filter((line) => !isHidden(line));
        const view = foldLines(document, folded);
        expect(view.count).toBe(lines.length);
        lines.forEach((line, position) => {
          expect(view.lineAt(position)).toBe(line);
          expect(view.positionOf(line)).toBe(position);
        });
        for (let line = 0; line < document.lineCount; line += 1) {
          expect(view.hiddenBy(line) !== undefined).toBe(isHidden(line));
          expect(foldLines(document, revealLine(document, folded, line)).hiddenBy(line)).toBeUndefined();
        }
      }),
    );
  });

  it("folds a level", () => {
    const document = createJsonDocument('{"a":{"b":[1]},"c":[],"d":[2]}');
    expect([...foldAtDepth(document, 1)].map((node) => document.pathOf(node))).toEqual([["a"], ["d"]]);
  });
});
