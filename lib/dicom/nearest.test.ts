import fc from "fast-check";
import { expect, it } from "vitest";
import { nearest, outward } from "./nearest.ts";

it("goes outward in the order in which the nearest that is left comes next", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(39), (count, place) => {
      const start = place % count;
      const left = new Set(Array.from({ length: count }, (_, index) => index));
      const order = outward([...left], start);
      for (const index of order) {
        expect(index).toBe(nearest(start, count, (candidate) => left.has(candidate)));
        left.delete(index);
      }
      expect(left.size).toBe(0);
    }),
  );
});
