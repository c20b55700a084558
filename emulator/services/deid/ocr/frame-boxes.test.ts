import { expect, it } from "vitest";
import { boxesByFrame } from "./frame-boxes.ts";
import type { TextBox } from "./text-boxes.ts";

const [WIDTH, HEIGHT] = [120, 60];
const BOX = { x: 20, y: 20, width: 60, height: 14 };

/** Grain that is another for every seed, with strokes over it where the box is. */
function frame(seed: number, strokes: "none" | "bright" | "dim", boxes: readonly TextBox[] = []) {
  let state = seed;
  const grain = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 120;
  const bytes = Uint8Array.from({ length: WIDTH * HEIGHT }, grain);
  const ink = { none: 0, bright: 255, dim: 150 }[strokes];
  for (let y = BOX.y; ink > 0 && y < BOX.y + BOX.height; y += 1)
    for (let x = BOX.x; x < BOX.x + BOX.width; x += 7) bytes.fill(ink, y * WIDTH + x, y * WIDTH + x + 2);
  return { image: { bytes, width: WIDTH, height: HEIGHT, channels: 1 as const }, boxes };
}

const read = (isClear: boolean): TextBox[] => [{ box: BOX, isClear, isLine: false }];

it.each([
  ["clear text in all frames", [frame(1, "bright", read(true)), frame(2, "none"), frame(3, "none")], [0, 1, 2]],
  ["grain in the frame where it was read", [frame(1, "none", read(false)), frame(2, "none"), frame(3, "none")], [0]],
  [
    "what stays over moving grain in all frames",
    [frame(1, "dim"), frame(2, "dim", read(false)), frame(3, "dim")],
    [0, 1, 2],
  ],
  [
    "what stays for a while in the frames that show it",
    [frame(1, "bright", read(false)), frame(2, "bright"), ...[3, 4, 5, 6, 7, 8].map((seed) => frame(seed, "none"))],
    [0, 1],
  ],
  ["what was read in a picture alone", [frame(1, "none", read(false))], [0]],
])("blacks out %s", (_, frames, painted) => {
  const byFrame = boxesByFrame(frames);
  expect(byFrame).toHaveLength(frames.length);
  expect(byFrame.flatMap((boxes, at) => (boxes.length > 0 ? [at] : []))).toEqual(painted);
});
