import { describe, expect, it } from "vitest";
import { createJsonDocument } from "#lib/fhir/json-document.ts";
import { foldLines } from "#lib/fhir/json-folds.ts";
import { lineKeyAction } from "./line-keyboard.ts";

//  0 {              node 0
//  1   "a": {       node 1
//  2     "b": [     node 2
//  3       1        node 3
//  4     ]
//  5   },
//  6   "c": 2       node 4
//  7 }
const document = createJsonDocument('{"a":{"b":[1]},"c":2}');

describe("lineKeyAction", () => {
  it.each([
    [0, "ArrowDown", { do: "move", to: 1 }],
    [3, "ArrowDown", { do: "move", to: 4 }],
    [4, "ArrowUp", { do: "move", to: 3 }],
    [4, "ArrowDown", { do: "move", to: 4 }],
    [0, "ArrowUp", { do: "move", to: 0 }],
    [0, "End", { do: "move", to: 4 }],
    [4, "Home", { do: "move", to: 0 }],
    [4, "PageUp", { do: "move", to: 0 }],
    [0, "PageDown", { do: "move", to: 4 }],
    [1, "ArrowRight", { do: "move", to: 2 }],
    [1, "ArrowLeft", { do: "fold", node: 1 }],
    [3, "ArrowLeft", { do: "move", to: 2 }],
    [3, "ArrowRight", undefined],
    [3, "Enter", { do: "enter", node: 3 }],
    [3, "x", undefined],
  ])("from node %i, %s", (cursor, key, action) => {
    expect(lineKeyAction(document, foldLines(document, new Set()), cursor, key)).toEqual(action);
  });

  it("passes over folded lines, and unfolds", () => {
    const view = foldLines(document, new Set([1]));
    expect(lineKeyAction(document, view, 1, "ArrowDown")).toEqual({ do: "move", to: 4 });
    expect(lineKeyAction(document, view, 1, "ArrowRight")).toEqual({ do: "unfold", node: 1 });
    expect(lineKeyAction(document, view, 1, "ArrowLeft")).toEqual({ do: "move", to: 0 });
  });

  it("stands a document of one line", () => {
    const one = createJsonDocument("1");
    expect(lineKeyAction(one, foldLines(one, new Set()), 0, "ArrowDown")).toEqual({ do: "move", to: 0 });
  });
});
