import fc from "fast-check";
import { expect, it } from "vitest";
import { inParts } from "./in-parts.ts";

it("keeps every text in its order, and no part over its limits but one of a single text", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 40 })), fc.nat(20), (texts, most) => {
      const limits = { items: most + 1, bytes: 60 };
      const parts = inParts(texts, limits);
      expect(parts.flat()).toEqual(texts);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(limits.items);
        if (part.length > 1) expect(Buffer.byteLength(part.join(""))).toBeLessThanOrEqual(limits.bytes);
      }
    }),
  );
});

it("fills a part before it begins the next", () => {
  expect(inParts(["aa", "bb", "cc", "dd"], { items: 3, bytes: 4 })).toEqual([
    ["aa", "bb"],
    ["cc", "dd"],
  ]);
  expect(inParts(["a", "b", "c", "d"], { items: 3, bytes: 400 })).toEqual([["a", "b", "c"], ["d"]]);
});
