import fc from "fast-check";
import { expect, it } from "vitest";
import { changedRegions, type PixelShape } from "./changed-regions.ts";

const shape = (rows: number, columns: number, more: Partial<PixelShape> = {}): PixelShape => ({
  rows,
  columns,
  samples: 1,
  bitsAllocated: 8,
  isPlanar: false,
  ...more,
});

/** A grey frame with black rectangles in it. */
function painted({ rows, columns, samples, bitsAllocated }: PixelShape, boxes: readonly number[][]): Uint8Array {
  const bytes = (samples * bitsAllocated) / 8;
  const frame = new Uint8Array(rows * columns * bytes).fill(120);
  for (const [x = 0, y = 0, width = 0, height = 0] of boxes)
    for (let row = y; row < y + height; row += 1)
      frame.fill(0, (row * columns + x) * bytes, (row * columns + x + width) * bytes);
  return frame;
}

it.each([
  ["bytes", {}],
  ["words", { bitsAllocated: 16 }],
  ["colours", { samples: 3 }],
])("finds what was painted over, apart from each other: %s", (_, more) => {
  const frame = shape(120, 180, more);
  const regions = changedRegions(
    painted(frame, []),
    painted(frame, [
      [12, 6, 60, 12],
      [120, 90, 24, 18],
    ]),
    frame,
  );
  expect(regions).toEqual([
    { x: 12, y: 6, width: 60, height: 12 },
    { x: 120, y: 90, width: 24, height: 18 },
  ]);
});

it("covers every changed pixel, and finds nothing where nothing changed", () => {
  const frame = shape(40, 60);
  const box = fc.tuple(fc.nat(50), fc.nat(30), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }));
  fc.assert(
    fc.property(fc.array(box, { maxLength: 6 }), (boxes) => {
      const regions = changedRegions(painted(frame, []), painted(frame, boxes), frame) ?? [];
      expect(regions.length === 0).toBe(boxes.length === 0);
      for (const [x, y, width, height] of boxes)
        expect(
          regions.some((r) => r.x <= x && r.y <= y && r.x + r.width >= x + width && r.y + r.height >= y + height),
        ).toBe(true);
    }),
  );
});

it("does not compare what is no such frame", () => {
  expect(changedRegions(new Uint8Array(5), new Uint8Array(5), shape(10, 10))).toBeUndefined();
  expect(changedRegions(new Uint8Array(100), new Uint8Array(100), shape(10, 10, { bitsAllocated: 1 }))).toBeUndefined();
});
