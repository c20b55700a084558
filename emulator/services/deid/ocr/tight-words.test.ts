import { expect, it } from "vitest";
import type { TextWord } from "./text-word.ts";
import { tightWords } from "./tight-words.ts";

const [WIDTH, HEIGHT] = [200, 80];
/** Where the letters stand: strokes of two pixels. */
const LETTERS = { x: 40, y: 30, width: 84, height: 12 };

/** A word in a picture of an even ground. */
function picture(ink: number, ground: number) {
  const bytes = new Uint8Array(WIDTH * HEIGHT).fill(ground);
  for (let y = LETTERS.y; y < LETTERS.y + LETTERS.height; y += 1)
    for (let x = LETTERS.x; x < LETTERS.x + LETTERS.width; x += 6) bytes.fill(ink, y * WIDTH + x, y * WIDTH + x + 2);
  return { bytes, width: WIDTH, height: HEIGHT, channels: 1 as const };
}
const word = (box: TextWord["box"], rest: Partial<TextWord> = {}): TextWord => ({
  text: "HALVORSEN",
  confidence: 90,
  line: 0,
  box,
  ...rest,
});
const LOOSE = { ...LETTERS, y: 12, height: 52 };

it.each([
  [255, 40],
  [0, 200],
])("takes off the rows that have no letters: %i on %i", (ink, ground) => {
  expect(tightWords(picture(ink, ground), [word(LOOSE)])).toEqual([word(LETTERS)]);
});

it("leaves a box that is as high as letters are, and one in which nothing is to be told apart", () => {
  expect(tightWords(picture(255, 40), [word({ ...LETTERS, y: 28, height: 15 })])[0]?.box.height).toBe(15);
  expect(tightWords(picture(60, 60), [word(LOOSE)])[0]?.box).toEqual(LOOSE);
});

it("takes the rows of a sure reading of the same letters, and of no other", () => {
  const rows = { y: 32, height: 9 };
  const image = picture(60, 60);
  const tightened = (other: Partial<TextWord>) =>
    tightWords(image, [word(LOOSE), word({ ...LETTERS, ...rows }, other)])[0]?.box;
  expect(tightened({})).toEqual({ ...LOOSE, ...rows });
  expect(tightened({ text: "1950-02-03" })).toEqual(LOOSE);
  expect(tightened({ confidence: 40 })).toEqual(LOOSE);
});
