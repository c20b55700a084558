import { describe, expect, it } from "vitest";
import { isJsonObject, parseJson } from "./lossless-json.ts";
import { resultColumns } from "./result-columns.ts";
import { plainText, select } from "./result-text.ts";

function cells(json: string, type?: string): Readonly<Record<string, string>> {
  const resource = parseJson(json);
  if (!isJsonObject(resource)) throw new Error("a resource");
  const columns = resultColumns(type ?? plainText(select(resource, "resourceType")));
  const texts = columns.map((column) => [column.title, column.text(resource)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ""));
}

describe("result columns", () => {
  it("say who a patient is", () => {
    const patient = `{"resourceType":"Patient","id":"p1","meta":{"lastUpdated":"2026-03-14T08:31:02.123456+00:00"},
      "name":[{"use":"maiden","family":"Old"},{"use":"official","family":"Sample","given":["Ada","B."]}],"gender":"female","birthDate":"1968-07-04",
      "identifier":[{"type":{"coding":[{"code":"SS"}]},"value":"999"},{"type":{"coding":[{"code":"MR"}]},"value":"000193"}],
      "address":[{"city":"Springfield","state":"IL"}]}`;
    expect(cells(patient)).toEqual({
      Name: "Sample, Ada B.",
      "Birth date": "1968-07-04",
      Gender: "female",
      MRN: "000193",
      Home: "Springfield, IL",
      Id: "p1",
      Updated: "2026-03-14 08:31",
    });
    expect(cells(patient, "")).toMatchObject({ Type: "Patient", Name: "Sample, Ada B." });
  });

  it.each([
    ['"valueQuantity":{"value":10.20,"unit":"g/dL"}', "10.20 g/dL"],
    ['"valueQuantity":{"comparator":"<","value":1e-3,"code":"mg"}', "<1e-3 mg"],
    ['"valueCodeableConcept":{"coding":[{"code":"LA1","display":"Yes"}]}', "Yes"],
    ['"valueBoolean":false', "false"],
    [
      '"component":[{"valueQuantity":{"value":120,"unit":"mmHg"}},{"valueQuantity":{"value":80,"unit":"mmHg"}}]',
      "120/80 mmHg",
    ],
    ['"valueRange":{"low":{"value":1},"high":{"value":2}}', "1 – 2"],
    ['"dataAbsentReason":{"text":"not asked"}', "not asked"],
  ])("show the value of an Observation with %s", (value, expected) => {
    expect(cells(`{"resourceType":"Observation",${value}}`)).toEqual({ Value: expected });
  });

  it.each([
    [
      '{"resourceType":"Encounter","class":{"code":"AMB"},"period":{"start":"2020-01-02"},"subject":{"reference":"Patient/p1"}}',
      { Kind: "AMB", Start: "2020-01-02", Subject: "Patient/p1" },
    ],
    [
      '{"resourceType":"Condition","code":{"text":"Asthma"},"onsetPeriod":{"start":"2020-01-02T10:00:00Z","end":"2020-01-02T11:00:00Z"}}',
      { Code: "Asthma", Onset: "2020-01-02 10:00 – 11:00" },
    ],
    ['{"resourceType":"VisionPrescription","status":"active","created":"2020"}', { Status: "active", Date: "2020" }],
    ['{"resourceType":"Patient","name":"not a list of names","birthDate":{"x":1},"identifier":[null,7]}', {}],
  ])("read %s", (json, expected) => {
    expect(cells(json)).toEqual(expected);
  });

  it("have unique keys in every type", () => {
    for (const type of ["", "Patient", "Observation", "Consent", "Device", "Claim", "Basic"]) {
      const keys = resultColumns(type).map((column) => column.key);
      expect([type, new Set(keys).size]).toEqual([type, keys.length]);
    }
  });
});
