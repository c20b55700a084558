import { describe, expect, it } from "vitest";
import { dateWords } from "./date-words.ts";
import { elementPaths } from "./element-paths.ts";
import { isJsonObject, parseJson } from "./lossless-json.ts";
import { searchParams } from "./search-params.ts";
import { seenTokens } from "./seen-tokens.ts";

const resources = [
  '{"code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"},{"code":"x,y"}],"text":"Hb"},"status":"final"}',
  '{"code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},"status":"final","active":true}',
  '{"code":{"text":"no code"},"status":"amended","telecom":[{"system":"phone","value":"555"}],"identifier":[{"system":"urn:mrn","value":"1|2"}]}',
].map((text) => {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("an object");
  return value;
});

describe("codes seen", () => {
  it.each([
    [
      "code",
      [
        ["http://loinc.org|718-7", "Hemoglobin", 2],
        ["x\\,y", "Hb", 1],
      ],
    ],
    [
      "status",
      [
        ["final", "final", 2],
        ["amended", "amended", 1],
      ],
    ],
    ["active", [["true", "true", 1]]],
    ["telecom", [["555", "555", 1]]],
    ["identifier", [["urn:mrn|1\\|2", "1|2", 1]]],
    ["none", []],
  ])("at %s", (path, expected) => {
    expect(seenTokens(resources, [path]).map(({ token, label, count }) => [token, label, count])).toEqual(expected);
  });
});

describe("element paths", () => {
  it.each([
    ["Observation.code | Observation.component.code", ["code", "component.code"]],
    ["(Observation.value.ofType(CodeableConcept))", ["valueCodeableConcept"]],
    ["Patient.telecom.where(system='email')", ["telecom"]],
    ["Account.subject.where(resolve() is Patient)", ["subject"]],
    ["(Condition.onset as dateTime)", ["onsetDateTime"]],
  ])("of %s", (expression, paths) => {
    expect(elementPaths(expression)).toEqual(paths);
  });

  it("are found for nearly every token parameter of the standard", () => {
    const tokens = ["Patient", "Observation", "Condition", "Encounter", "ValueSet", "Task"].flatMap((type) =>
      [...searchParams("R4", type).values()].filter((param) => param.type === "token"),
    );
    const pathless = tokens.filter(({ expression }) => elementPaths(expression).length === 0);
    expect(pathless.map(({ code }) => code)).toEqual(["deceased"]);
  });
});

describe("words for dates", () => {
  it("count from the given day", () => {
    const values = Object.fromEntries(
      dateWords("2024-03-01").map(({ words, prefix, value }) => [words, prefix + value]),
    );
    expect(values).toMatchObject({
      yesterday: "2024-02-29",
      "last 30 days": "ge2024-01-31",
      "this month": "2024-03",
      "last year": "2023",
      "in the future": "gt2024-03-01",
    });
    expect(dateWords("2024-02-29").map(({ value }) => value)).toContain("2023-02-28");
  });
});
