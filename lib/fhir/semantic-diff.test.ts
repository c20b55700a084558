import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patchOf } from "./diff-patch.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { fhirPathOf } from "./json-path.ts";
import { canonicalText, parseJson, type JsonValue } from "./lossless-json.ts";
import { changesOf, diffJson, isBookkeeping } from "./semantic-diff.ts";

const json = (value: unknown): JsonValue => parseJson(JSON.stringify(value));

/** `kind path-before → path-after` of each change. */
function told(before: JsonValue, after: JsonValue): string[] {
  const place = (path: readonly (string | number)[]) => fhirPathOf("", path).replace(/^\./, "");
  return changesOf(diffJson(before, after)).map((change) => {
    const paths = [change.before, change.after].flatMap((side) => (side ? place(side.path) : []));
    return `${change.kind} ${[...new Set(paths)].join(" → ")}`;
  });
}

const MRN = { system: "urn:mrn", value: "17" };
const SSN = { system: "urn:ssn", value: "999" };
const PASSPORT = { system: "urn:passport", value: "X1" };

describe("diffJson", () => {
  it.each<[what: string, before: unknown, after: unknown, changes: string[]]>([
    ["the order of members", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ["a changed member", { gender: "male" }, { gender: "female" }, ["changed gender"]],
    ["an item put in front", { identifier: [MRN] }, { identifier: [SSN, MRN] }, ["added identifier[0]"]],
    [
      "an item taken out of the middle",
      { identifier: [MRN, SSN, PASSPORT] },
      { identifier: [MRN, PASSPORT] },
      ["removed identifier[1]"],
    ],
    [
      "an item that moved",
      { identifier: [MRN, SSN, PASSPORT] },
      { identifier: [SSN, PASSPORT, MRN] },
      ["moved identifier[0] → identifier[2]"],
    ],
    [
      "an edit behind an insertion",
      { identifier: [MRN] },
      { identifier: [SSN, { ...MRN, value: "18" }] },
      ["added identifier[0]", "changed identifier[0].value → identifier[1].value"],
    ],
    [
      "a corrected code",
      { code: { coding: [{ system: "http://loinc.org", code: "718-7" }] } },
      { code: { coding: [{ system: "http://loinc.org", code: "718-8" }] } },
      ["changed code.coding[0].code"],
    ],
    ["a corrected scalar item", { given: ["Jon", "R"] }, { given: ["John", "R"] }, ["changed given[0]"]],
    [
      "components by their code",
      { component: [component("8480-6", 120), component("8462-4", 80)] },
      { component: [component("8462-4", 85), component("8480-6", 120)] },
      [
        "moved component[1] → component[0]",
        "changed component[1].valueQuantity.value → component[0].valueQuantity.value",
      ],
    ],
    [
      "extensions by their url",
      { extension: [{ url: "a", valueCode: "1" }] },
      {
        extension: [
          { url: "b", valueCode: "2" },
          { url: "a", valueCode: "3" },
        ],
      },
      ["added extension[0]", "changed extension[0].valueCode → extension[1].valueCode"],
    ],
    [
      "a choice of another type",
      { valueString: "10" },
      { valueInteger: 10 },
      ["added valueInteger", "removed valueString"],
    ],
    [
      "another contained resource",
      { contained: [{ resourceType: "Organization", id: "a" }] },
      { contained: [{ resourceType: "Practitioner", id: "a" }] },
      ["removed contained[0]", "added contained[0]"],
    ],
    ["a value of another kind", { name: "x" }, { name: ["x"] }, ["changed name"]],
  ])("tells %s", (_what, before, after, changes) => {
    expect(told(json(before), json(after)).toSorted()).toEqual(changes.toSorted());
  });

  it("counts the spelling of decimals", () => {
    expect(told(parseJson('{"value":1.0}'), parseJson('{"value":1.00}'))).toEqual(["changed value"]);
    expect(told(parseJson('{"value":1.00}'), parseJson('{"value":1.00}'))).toEqual([]);
  });

  it("knows what the server changes with every write", () => {
    const version = (id: string) => json({ meta: { versionId: id, source: `s${id}` } });
    expect(changesOf(diffJson(version("1"), version("2"))).map(isBookkeeping)).toEqual([true, false]);
  });
});

describe("patchOf", () => {
  const items = fc.array(
    fc.oneof(
      fc.record({ system: fc.constantFrom("a", "b"), value: fc.constantFrom("1", "2", "3") }),
      fc.constantFrom<JsonValue>("x", "y", 1, null, true),
      fc.array(fc.constantFrom("p", "q"), { maxLength: 3 }),
    ),
    { maxLength: 7 },
  );
  const documents = fc.oneof(items, fc.dictionary(fc.constantFrom("a", "b", "/~", "__proto__"), items)).map(json);

  it("turns one document into the other, and the diff of equal ones is empty", () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const patched = applyJsonPatch(before, patchOf(diffJson(before, after)).map(json));
        expect(canonicalText(patched)).toBe(canonicalText(after));
        expect(changesOf(diffJson(after, patched))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("moves an item once, however far", () => {
    const before = json([1, 2, 3, 4, 5]);
    expect(patchOf(diffJson(before, json([2, 3, 4, 5, 1])))).toEqual([{ op: "move", from: "/0", path: "/4" }]);
  });

  const samples = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/hl7-r4-examples");
  it.skipIf(!isFolder(samples))("turns each real resource into the next one", () => {
    const texts = readdirSync(samples)
      .filter((name) => name.endsWith(".json"))
      .slice(0, 120)
      .map((name) => readFileSync(join(samples, name), "utf8"))
      .filter((text) => text.length < 60_000);
    texts.forEach((text, at) => {
      const [before, after] = [parseJson(text), parseJson(texts[at + 1] ?? text)];
      const patched = applyJsonPatch(before, patchOf(diffJson(before, after)) as unknown as JsonValue);
      expect(canonicalText(patched)).toBe(canonicalText(after));
    });
  });
});

function component(code: string, value: number): object {
  return { code: { coding: [{ system: "http://loinc.org", code }] }, valueQuantity: { value, unit: "mmHg" } };
}

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}
