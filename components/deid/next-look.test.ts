import { expect, it } from "vitest";
import { nextLook } from "./next-look.ts";

it.each([
  [0, 3_000],
  [4_000, 3_000],
  [20_000, 10_000],
  [3_600_000, 60_000],
])("looks again at what has not changed for %i ms after %i ms", (unchanged, pause) => {
  expect(nextLook(unchanged)).toBe(pause);
});
