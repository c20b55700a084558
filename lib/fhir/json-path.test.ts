import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fhirPathOf, formatPointer, parsePointer } from "./json-path.ts";

describe("fhirPathOf", () => {
  it.each([
    [["code", "coding", 0, "code"], "Observation.code.coding[0].code"],
    [[], "Observation"],
    [["_issued", "extension", 0, "valueCode"], "Observation.issued.extension[0].valueCode"],
    [["a-b", "c`d"], "Observation.`a-b`.`c\\`d`"],
  ])("%j is %s", (path, expected) => {
    expect(fhirPathOf("Observation", path)).toBe(expected);
  });
});

describe("pointers", () => {
  it("go to text and back", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat())), (path) => {
        expect(parsePointer(formatPointer(path))).toEqual(path.map(String));
      }),
    );
  });
  it("refuse what is no pointer", () => {
    expect(parsePointer("code/0")).toBeUndefined();
  });
});
