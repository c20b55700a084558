import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";
import { mergeThreeWays, pathKey } from "./three-way-merge.ts";

const read = (text: string): JsonObject => {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("object expected");
  return value;
};
const merge = (base: string, mine: string, theirs: string, choices?: ReadonlyMap<string, "mine" | "theirs">) =>
  mergeThreeWays({ base: read(base), mine: read(mine), theirs: read(theirs) }, choices);

describe("a merge of two changes", () => {
  it("takes what only one side changed, and both when they did the same", () => {
    const { merged, conflicts, changes } = merge(
      '{"a":1,"b":{"c":1,"d":1},"e":1}',
      '{"a":2,"b":{"c":1,"d":2},"e":9}',
      '{"a":1,"b":{"c":0.10,"d":1},"e":9,"f":[1]}',
    );
    expect(JSON.stringify(merged)).toBe('{"a":2,"b":{"c":0.10,"d":2},"e":9,"f":[1]}');
    expect(conflicts).toEqual([]);
    expect(changes.map(({ path, side }) => `${side} ${path.join(".")}`)).toEqual([
      "mine a",
      "theirs b.c",
      "mine b.d",
      "both e",
      "theirs f",
    ]);
  });

  it("leaves a decision where both changed one place, also when one took it away", () => {
    const sides = ['{"a":1,"b":1}', '{"a":2,"b":2}', '{"a":3}'] as const;
    const { merged, conflicts } = merge(...sides);
    expect(conflicts.map(({ path, theirs }) => [path.join("."), theirs])).toEqual([
      ["a", 3],
      ["b", undefined],
    ]);
    expect(merged).toEqual({ a: 2, b: 2 });
    const choices = new Map([
      [pathKey(["a"]), "theirs"],
      [pathKey(["b"]), "theirs"],
    ] as const);
    expect(merge(...sides, choices).merged).toEqual({ a: 3 });
  });

  it("merges lists of one length by item, others as one value, and leaves the server's own to the server", () => {
    const same = merge('{"n":[{"x":1},{"x":2}]}', '{"n":[{"x":9},{"x":2}]}', '{"n":[{"x":1},{"x":8}]}');
    expect(same).toMatchObject({ merged: { n: [{ x: 9 }, { x: 8 }] }, conflicts: [] });
    const other = merge('{"n":[1]}', '{"n":[1,2]}', '{"n":[3]}');
    expect(other.conflicts).toMatchObject([{ path: ["n"] }]);
  });

  it.each([
    ["changed them", '{"meta":{"versionId":"x"},"a":2}'],
    ["dropped them", '{"meta":{},"a":2}'],
    ["dropped all of meta", '{"a":2}'],
  ])("takes versionId and lastUpdated from the server where a text %s", (_, mine) => {
    const base = '{"meta":{"versionId":"1","lastUpdated":"2026-01-01T00:00:00Z"},"a":1}';
    const meta = '"meta":{"versionId":"2","lastUpdated":"2026-02-02T00:00:00Z"}';
    const { merged, conflicts, changes } = merge(base, mine, `{${meta},"a":1,"b":1}`);
    expect(canonicalText(merged)).toBe(canonicalText(read(`{${meta},"a":2,"b":1}`)));
    expect(conflicts).toEqual([]);
    expect(changes.map(({ path }) => path)).toEqual([["a"], ["b"]]);
  });

  it("keeps what else stands in meta a matter of the two sides", () => {
    const { merged, conflicts, changes } = merge(
      '{"meta":{"versionId":"1","source":"#a","profile":["p"]}}',
      '{"meta":{"profile":["p","q"]}}',
      '{"meta":{"versionId":"2","source":"#b","profile":["p"]}}',
    );
    expect(merged).toEqual({ meta: { versionId: "2", profile: ["p", "q"] } });
    expect(conflicts.map(({ path }) => path.join("."))).toEqual(["meta.source"]);
    expect(changes.map(({ path, side }) => `${side} ${path.join(".")}`)).toEqual(["mine meta.profile"]);
  });

  it("is one side whole when the other changed nothing, whatever the document", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(object, object, (base, changed) => {
        for (const { merged, conflicts } of [merge(base, changed, base), merge(base, base, changed)]) {
          expect(conflicts).toEqual([]);
          expect(canonicalText(merged)).toBe(canonicalText(read(changed)));
        }
      }),
    );
  });
});
