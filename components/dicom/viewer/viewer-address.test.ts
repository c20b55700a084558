import { expect, it } from "vitest";
import { formatAddress, readAddress, viewCount } from "./viewer-address.ts";

it.each([
  "",
  "layout=2x3&series=1.2%2C%2C1.3&view=3&sync=on&lines=off",
  "layout=mpr&series=1.2&view=2&window=400%2C40&slab=max%2C10",
  "layout=fusion&overlay=80%2Crainbow%2C5",
  "series=1.2&panel=keyImages&instance=1.2.3&frame=4&images=key",
])("reads and writes %s", (text) => {
  expect(formatAddress(readAddress(new URLSearchParams(text)))).toBe(text);
});

it.each([
  ["slab=max,0", ""],
  ["slab=fog,10", ""],
  ["overlay=140,neon,-1", ""],
  ["layout=4x4&view=9", ""],
])("takes what is usual for the nonsense of %s", (text, usual) => {
  expect(formatAddress(readAddress(new URLSearchParams(text)))).toBe(usual);
});

it("planes are three views", () => {
  expect(viewCount(readAddress(new URLSearchParams("layout=mpr&view=3")))).toBe(3);
  expect(readAddress(new URLSearchParams("layout=mpr&view=3")).active).toBe(2);
});
