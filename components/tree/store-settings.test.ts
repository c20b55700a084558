import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLabels, parseLabels } from "./labels-text.ts";
import { idProblem } from "./resource-id.ts";
import { changedFields, creationBody, fieldText, fieldValues, STORE_FIELDS } from "./store-fields.ts";

describe("labels", () => {
  it.each([
    ["", {}],
    ["team=cardiology\n\n  env = prod ", { team: "cardiology", env: "prod" }],
    ["flag", { flag: "" }],
    ["größe=groß", { größe: "groß" }],
  ])("%j", (text, labels) => expect(parseLabels(text)).toEqual({ isValid: true, labels }));

  it.each(["Team=x", "a=X", "1a=b", "a=b\na=c", "__proto__=x", `a=${"x".repeat(64)}`])("refuses %j", (text) => {
    expect(parseLabels(text).isValid).toBe(false);
  });

  it("refuses more than 64", () => {
    const text = Array.from({ length: 65 }, (_, index) => `k${index}=v`).join("\n");
    expect(parseLabels(text)).toMatchObject({ isValid: false, problem: expect.stringContaining("65") });
  });

  it("reads what it writes", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(word, word, { noNullPrototype: true }), (labels) => {
        expect(parseLabels(formatLabels(labels))).toEqual({ isValid: true, labels });
      }),
    );
  });
});

describe("ids", () => {
  it.each([
    ["ehr", undefined],
    ["", undefined],
    ["a b", /letters/],
    ["..", /letters/],
    ["x".repeat(257), /letters/],
    ["taken", /taken/],
  ])("%s", (id, problem) => {
    if (problem === undefined) expect(idProblem(id, ["taken"])).toBeUndefined();
    else expect(idProblem(id, ["taken"])).toMatch(problem);
  });
});

describe("fields of a FHIR store", () => {
  const fields = STORE_FIELDS.fhirStores;
  const before = fieldValues(fields, { name: "s", version: "R4", enableUpdateCreate: true });

  it("fills in what the API assumes", () => {
    expect(before).toMatchObject({ enableUpdateCreate: true, disableResourceVersioning: false, version: "R4" });
  });

  it("sends the version and what was switched on", () => {
    expect(creationBody(fields, before)).toEqual({ version: "R4", enableUpdateCreate: true });
  });

  it("patches only changed fields that may change", () => {
    const after = { ...before, enableUpdateCreate: false, version: "R5" };
    expect(changedFields(fields, before, after)).toEqual({ enableUpdateCreate: false });
  });

  it("clears an emptied text", () => {
    const consent = STORE_FIELDS.consentStores;
    const had = { ...fieldValues(consent), defaultConsentTtl: "86400s" };
    expect(changedFields(consent, had, { ...had, defaultConsentTtl: "" })).toEqual({ defaultConsentTtl: undefined });
  });

  it("speaks in words", () => {
    expect(fields.map((field) => fieldText(field, before))).toEqual([
      "R4",
      "Yes",
      "No",
      "As the API decides",
      "No",
      "No",
    ]);
  });
});
