import { expect, it } from "vitest";
import { RecentMap } from "./recent-map.ts";

it("forgets what nobody asked for while as much again was added, and nothing else", () => {
  const map = new RecentMap<number, string>(10);
  for (let key = 0; key < 1000; key += 1) {
    map.set(key, `value ${key}`);
    expect(map.get(0)).toBe("value 0");
  }
  const kept = Array.from({ length: 1000 }, (_, key) => key).filter((key) => map.get(key) !== undefined);
  expect(kept).toContain(999);
  expect(kept.length).toBeLessThanOrEqual(20);
});

it("is empty once it is cleared", () => {
  const map = new RecentMap<string, number>(1);
  map.set("a", 1);
  map.set("b", 2);
  map.clear();
  expect([map.get("a"), map.get("b")]).toEqual([undefined, undefined]);
});
