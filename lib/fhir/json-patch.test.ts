import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonPatchError, applyJsonPatch } from "./json-patch.ts";
import { canonicalText, isJsonObject, parseJson } from "./lossless-json.ts";
import type { JsonValue } from "./lossless-json.ts";

const SHARED = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir");
const patched = (document: string, patch: string): string =>
  canonicalText(applyJsonPatch(parseJson(document), parseJson(patch)));

describe("applyJsonPatch", () => {
  it("keeps the spelling of numbers", () => {
    const patch =
      '[{"op":"add","path":"/b","value":1.00},{"op":"copy","from":"/a","path":"/c"},{"op":"test","path":"/a","value":0.1}]';
    expect(patched('{"a":0.10}', patch)).toBe('{"a":0.10,"b":1.00,"c":0.10}');
  });
  it("leaves the document alone, also when a later operation fails", () => {
    const document = parseJson('{"a":[1]}');
    expect(() =>
      applyJsonPatch(document, parseJson('[{"op":"add","path":"/a/-","value":2},{"op":"test","path":"/a","value":0}]')),
    ).toThrow(JsonPatchError);
    expect(canonicalText(document)).toBe('{"a":[1]}');
  });
  it("does not share the added value with the patch", () => {
    const patch = parseJson('[{"op":"add","path":"/a","value":{}},{"op":"add","path":"/a/b","value":1}]');
    applyJsonPatch({}, patch);
    expect(canonicalText(patch)).toContain('"value":{}');
  });
  it("cannot reach a prototype", () => {
    for (const path of ["/__proto__/polluted", "/constructor/prototype/polluted"]) {
      expect(() => applyJsonPatch({}, [{ op: "add", path, value: true }])).toThrow(JsonPatchError);
    }
    const result = applyJsonPatch({}, [{ op: "add", path: "/__proto__", value: { polluted: true } }]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(canonicalText(result)).toBe('{"__proto__":{"polluted":true}}');
  });
  it.each([
    ["{}", undefined, "malformed"],
    ["[1]", 0, "malformed"],
    ['[{"op":"dance","path":"/a"}]', 0, "malformed"],
    ['[{"op":"add","path":"a","value":1}]', 0, "malformed"],
    ['[{"op":"add","path":"/a~2","value":1}]', 0, "malformed"],
    ['[{"op":"add","path":"/a"}]', 0, "malformed"],
    ['[{"op":"remove","path":"/zz"}]', 0, "path"],
    ['[{"op":"replace","path":"/zz","value":1}]', 0, "path"],
    ['[{"op":"move","from":"/a","path":"/a/0"}]', 0, "path"],
    ['[{"op":"test","path":"/a/0","value":1},{"op":"test","path":"/a/0","value":"1"}]', 1, "test"],
  ])("refuses %s", (patch, index, reason) => {
    try {
      patched('{"a":[1]}', patch);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ name: "JsonPatchError", index, reason });
    }
  });
  it("throws nothing but JsonPatchError", () => {
    const pointer = fc
      .array(fc.constantFrom("a", "b", "0", "1", "-", "__proto__", ""))
      .map((steps) => steps.map((step) => `/${step}`).join(""));
    const operation = fc.record({
      op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test"),
      path: pointer,
      from: pointer,
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(operation), (patch) => {
        try {
          applyJsonPatch({ a: [1, { b: 2 }], b: {} }, patch as JsonValue);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonPatchError);
        }
      }),
    );
  });

  it
    .skipIf(!existsSync(SHARED))
    .each(["json-patch-tests/tests.json", "fhir-test-cases-r4/patch/json-patch-tests.json"])("passes %s", (file) => {
    const cases = parseJson(readFileSync(join(SHARED, file), "utf8"));
    let count = 0;
    for (const one of Array.isArray(cases) ? cases : []) {
      if (!isJsonObject(one) || one["disabled"] === true || one["patch"] === undefined) continue;
      const { comment, doc, patch, expected, error } = one;
      const outcome = outcomeOf(doc ?? null, patch ?? null);
      const wanted = error === undefined ? canonicalText(expected ?? doc ?? null) : "refused";
      // Cases without result only ask that the patch applies.
      if (error === undefined && expected === undefined) expect(outcome).not.toBe("refused");
      else expect({ comment, outcome }).toEqual({ comment, outcome: wanted });
      count += 1;
    }
    expect(count).toBeGreaterThan(15);
  });
});

function outcomeOf(document: JsonValue, patch: JsonValue): string {
  try {
    return canonicalText(applyJsonPatch(document, patch));
  } catch (error) {
    if (error instanceof JsonPatchError) return "refused";
    throw error;
  }
}
