import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moveCell } from "./move-cell.ts";

const key = (key: string, ctrlKey = false) => ({ key, ctrlKey, altKey: false, metaKey: false });
const size = { rows: 20, columns: 5 };

describe("moving in a grid", () => {
  it.each([
    ["ArrowDown", false, { row: 4, column: 2 }],
    ["ArrowUp", false, { row: 2, column: 2 }],
    ["Home", false, { row: 3, column: 0 }],
    ["End", false, { row: 3, column: 4 }],
    ["PageDown", false, { row: 18, column: 2 }],
    ["PageUp", false, { row: 0, column: 2 }],
    ["Home", true, { row: 0, column: 0 }],
    ["End", true, { row: 19, column: 4 }],
    ["ArrowDown", true, undefined],
    ["a", false, undefined],
  ])("%s", (name, control, to) => {
    expect(moveCell({ row: 3, column: 2 }, key(name, control), size)).toEqual(to);
  });

  it("stays in the grid, heads included", () => {
    const names = fc.constantFrom(
      "ArrowUp",
      "ArrowDown",
      "ArrowLeft",
      "ArrowRight",
      "PageUp",
      "PageDown",
      "Home",
      "End",
    );
    fc.assert(
      fc.property(fc.array(names), (walk) => {
        let cell = { row: 0, column: 0 };
        for (const name of walk) cell = moveCell(cell, key(name), size) ?? cell;
        expect(cell.row >= -1 && cell.row < 20 && cell.column >= 0 && cell.column < 5).toBe(true);
      }),
    );
  });
});
