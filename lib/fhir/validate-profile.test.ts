import { describe, expect, it } from "vitest";
import { isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";
import { validateProfile } from "./validate-profile.ts";

const read = (value: object): JsonObject => {
  const parsed = parseJson(JSON.stringify(value));
  if (!isJsonObject(parsed)) throw new Error("object expected");
  return parsed;
};
const profile = (...element: object[]) =>
  read({
    resourceType: "StructureDefinition",
    differential: { element: [{ id: "Observation", path: "Observation" }, ...element] },
  });
const element = (id: string, more: object) => ({ id, path: id.replaceAll(/:[^.]+/gu, ""), ...more });
const check = (resource: object, rules: JsonObject) =>
  validateProfile(read({ resourceType: "Observation", ...resource }), rules).map(
    ({ expression, message }) => `${expression} ${message}`,
  );

describe("a profile", () => {
  it.each([
    ["min", { min: 1 }, {}, "Observation.subject the profile requires at least 1"],
    ["max", { max: "0" }, { subject: { reference: "Patient/1" } }, "at most 0"],
  ])("restricts %s", (_, rule, resource, message) => {
    expect(check(resource, profile(element("Observation.subject", rule)))).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ["fixed", { fixedCode: "final" }, "status", "final", "amended"],
    [
      "pattern",
      { patternCodeableConcept: { coding: [{ system: "s", code: "c" }] } },
      "code",
      { text: "x", coding: [{ code: "d" }, { system: "s", code: "c", display: "C" }] },
      { coding: [{ system: "s", code: "d" }] },
    ],
    ["maxLength", { maxLength: 3 }, "status", "abc", "abcd"],
    ["minValue", { minValueInteger: 2 }, "valueInteger", 2, 1],
    ["maxValue of dates", { maxValueDate: "2026-01-01" }, "effectiveDateTime", "2025-12-31", "2026-02-01"],
  ])("checks %s", (_, rule, name, good, bad) => {
    const rules = profile(element(`Observation.${name}`, rule));
    expect(check({ [name]: good }, rules)).toEqual([]);
    expect(check({ [name]: bad }, rules)).toHaveLength(1);
  });

  it("restricts the types of a choice, and what is inside", () => {
    const rules = profile(
      element("Observation.value[x]", { min: 1, type: [{ code: "Quantity" }] }),
      element("Observation.value[x].unit", { min: 1 }),
    );
    expect(check({ valueQuantity: { value: 1, unit: "kg" } }, rules)).toEqual([]);
    expect(check({ valueString: "1 kg" }, rules)[0]).toContain("Observation.valueString the profile does not allow");
    expect(check({ valueQuantity: { value: 1 } }, rules)).toEqual([
      expect.stringContaining("Observation.valueQuantity.unit"),
    ]);
    expect(check({}, rules)).toEqual([expect.stringContaining("Observation.value the profile requires")]);
  });

  const sliced = profile(
    element("Observation.identifier", {
      slicing: { discriminator: [{ type: "value", path: "system" }], rules: "open" },
    }),
    element("Observation.identifier:mrn", { sliceName: "mrn", min: 1, max: "1" }),
    element("Observation.identifier:mrn.system", { fixedUri: "urn:mrn" }),
    element("Observation.identifier:mrn.value", { min: 1, maxLength: 4 }),
  );

  it.each([
    ["fits", [{ system: "urn:mrn", value: "1" }, { system: "urn:other" }], []],
    ["lacks the slice", [{ system: "urn:other" }], ['at least 1 of "identifier:mrn"']],
    [
      "has it twice",
      [
        { system: "urn:mrn", value: "1" },
        { system: "urn:mrn", value: "2" },
      ],
      ["at most 1"],
    ],
    [
      "breaks a rule in the slice",
      [{ system: "urn:other" }, { system: "urn:mrn", value: "12345" }],
      ["Observation.identifier[1].value"],
    ],
  ])("with slices by value: a resource that %s", (_, identifier, messages) => {
    expect(check({ identifier }, sliced)).toEqual(
      messages.map((message) => expect.stringContaining(message) as string),
    );
  });

  it("with closed slicing allows nothing else, and takes the snapshot before the differential", () => {
    const closed = read({
      resourceType: "StructureDefinition",
      snapshot: {
        element: [
          { id: "Observation", path: "Observation" },
          element("Observation.category", {
            slicing: { discriminator: [{ type: "pattern", path: "$this" }], rules: "closed" },
          }),
          element("Observation.category:lab", { patternCodeableConcept: { coding: [{ code: "laboratory" }] } }),
        ],
      },
      differential: { element: [{ id: "Observation.status", path: "Observation.status", max: "0" }] },
    });
    expect(check({ status: "final", category: [{ coding: [{ code: "laboratory" }] }] }, closed)).toEqual([]);
    expect(check({ category: [{ text: "other" }] }, closed)).toEqual([
      expect.stringContaining("outside of its slices"),
    ]);
  });
});
