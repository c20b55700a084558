import { expect, it } from "vitest";
import { wholeLine } from "./whole-lines.ts";

const [WIDTH, HEIGHT] = [200, 60];

/** Grey, with white words: pairs of where one begins and ends, strokes of two pixels with gaps of four. */
function picture(words: readonly (readonly [number, number])[], ground = 60) {
  const bytes = new Uint8Array(WIDTH * HEIGHT).fill(ground);
  for (const [from, to] of words)
    for (let x = from; x < to; x += 6)
      for (let row = 21; row < 31; row += 1) bytes.fill(255, row * WIDTH + x, row * WIDTH + Math.min(to, x + 2));
  return { bytes, width: WIDTH, height: HEIGHT, channels: 1 as const };
}
const BOX = { x: 58, y: 18, width: 44, height: 16 };

it.each<[string, readonly (readonly [number, number])[], number, number]>([
  ["a word alone keeps its box", [[60, 100]], 58, 102],
  [
    "the word behind it that was not read",
    [
      [60, 100],
      [112, 150],
    ],
    58,
    149,
  ],
  [
    "the word before it",
    [
      [20, 48],
      [60, 100],
    ],
    18,
    102,
  ],
  [
    "not what stands far off in the same row",
    [
      [60, 100],
      [150, 190],
    ],
    58,
    102,
  ],
])("takes in %s", (_, words, left, right) => {
  const box = wholeLine(picture(words), BOX);
  expect(box.y).toBe(BOX.y);
  expect(Math.abs(box.x - left)).toBeLessThanOrEqual(3);
  expect(Math.abs(box.x + box.width - right)).toBeLessThanOrEqual(4);
});

it("stops where there is as much above and below, as in the grain of an ultrasound", () => {
  const image = picture([[60, 100]]);
  for (let y = 0; y < HEIGHT; y += 2)
    for (let x = 104 + (y % 3); x < WIDTH; x += 4) image.bytes.fill(255, y * WIDTH + x, y * WIDTH + x + 2);
  const box = wholeLine(image, BOX);
  expect(box.x + box.width).toBeLessThan(130);
});

it("stops at what is bright all over, as bones are", () => {
  const image = picture([[60, 100]]);
  for (let row = 0; row < HEIGHT; row += 1) image.bytes.fill(255, row * WIDTH + 105, row * WIDTH + 190);
  const box = wholeLine(image, BOX);
  expect(box.x + box.width).toBeLessThan(125);
});
