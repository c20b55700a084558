import { expect, it } from "vitest";
import { mapAtMost } from "./map-at-most.ts";

it("keeps the order and never runs more than the limit at once", async () => {
  let running = 0;
  let peak = 0;
  const doubled = await mapAtMost(3, [5, 1, 4, 2, 3, 0], async (value) => {
    running += 1;
    peak = Math.max(peak, running);
    await new Promise((resolve) => setTimeout(resolve, value));
    running -= 1;
    return value * 2;
  });
  expect(doubled).toEqual([10, 2, 8, 4, 6, 0]);
  expect(peak).toBe(3);
});

it("rejects with the first error", async () => {
  await expect(mapAtMost(2, [1, 2, 3], (value) => Promise.reject(new Error(`no ${value}`)))).rejects.toThrow("no 1");
});
