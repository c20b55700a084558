import { describe, expect, it } from "vitest";
import { cellFilter } from "./cell-filter.ts";
import {
  isKeepable,
  moveColumn,
  NO_CHOICE,
  orderColumns,
  readColumnChoice,
  writeColumnChoice,
} from "./column-choice.ts";
import { distributionOf } from "./column-distribution.ts";
import { fhirPathColumn } from "./fhirpath-column.ts";
import { isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";
import { resultColumns } from "./result-columns.ts";
import { bundleEntries, resultsNdjson, searchAsBundle } from "./results-export.ts";
import { readCapability } from "./search-capability.ts";
import { searchParams } from "./search-params.ts";

const read = (text: string): JsonObject => {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("an object");
  return value;
};
const patient = read(
  `{"resourceType":"Patient","id":"p1","birthDate":"1970-05-21","gender":"female","name":[{"family":"O, Neil","given":["Ada"]}],
  "managingOrganization":{"reference":"Organization/o1"},"telecom":[{"system":"phone","value":"555"}]}`,
);
const observation = read(
  '{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},"valueQuantity":{"value":10.20,"unit":"g/dL"},"effectiveDateTime":"2020-01-02T10:00:00Z","subject":{"reference":"Patient/p1","display":"Ada"}}',
);

describe("filter by this value", () => {
  const filterOf = (resource: JsonObject, title: string) => {
    const type = String(resource["resourceType"]);
    const params = [...searchParams("R4", type).values()];
    const capability = readCapability({
      rest: [{ resource: [{ type, searchParam: params.map(({ code, type: kind }) => ({ name: code, type: kind })) }] }],
    }).get(type);
    const column = resultColumns(type).find((one) => one.title === title);
    if (!column) throw new Error(title);
    const expressions = Object.fromEntries(params.map(({ code, expression }) => [code, expression]));
    const found = cellFilter(column, resource, { capability, expressions });
    return found && [found.only.name, found.only.value, found.without?.modifier ?? found.without?.value];
  };
  it.each([
    [patient, "Name", ["family", "O\\, Neil", undefined]],
    [patient, "Birth date", ["birthdate", "1970-05-21", "ne1970-05-21"]],
    [patient, "Gender", ["gender", "female", "not"]],
    [patient, "Id", ["_id", "p1", "not"]],
    [observation, "Code", ["code", "http://loinc.org|718-7", "not"]],
    [observation, "Date", ["date", "2020-01-02", "ne2020-01-02"]],
    [observation, "Subject", ["subject", "Patient/p1", undefined]],
    [observation, "Status", ["status", "final", "not"]],
    [observation, "Value", undefined],
  ])("%# %s", (resource, title, expected) => {
    expect(filterOf(resource, title)).toEqual(expected);
  });
});

describe("column choice", () => {
  const columns = resultColumns("Patient");
  it("is kept as paths, and never with a value in an expression", () => {
    const choice = {
      order: ["gender", "name"],
      hidden: ["birthDate"],
      extra: ["telecom.value", "name.where(family='Li')"],
    };
    const kept = readColumnChoice(writeColumnChoice(choice));
    expect(kept).toEqual({ ...choice, extra: ["telecom.value"] });
    expect(["birthDate > @1970", "name[1]", "a = 5"].map(isKeepable)).toEqual([false, false, false]);
  });

  it("moves one column and leaves the others in their order", () => {
    const moved = orderColumns(columns, moveColumn(NO_CHOICE, columns, { key: "gender", by: -1 }).order);
    expect(moved.map(({ key }) => key).slice(0, 3)).toEqual(["name", "gender", "birthDate"]);
    expect(moveColumn(NO_CHOICE, columns, { key: "name", by: -1 })).toBe(NO_CHOICE);
  });
});

describe("FHIRPath columns", () => {
  it.each([
    ["telecom.where(system='phone').value", "555"],
    ["name", "O, Neil, Ada"],
    ["birthDate > @1960-01-01", "true"],
    ["shoeSize", ""],
  ])("%s", (expression, text) => {
    expect(fhirPathColumn(expression).text(patient)).toBe(text);
  });
  it("refuse what cannot be read", () => {
    expect(() => fhirPathColumn("name.where(")).toThrow();
  });
});

describe("distribution", () => {
  it.each([
    [
      ["final", "final", "amended", ""],
      "codes",
      [
        ["final", 2],
        ["amended", 1],
      ],
      { distinct: 2, missing: 1 },
    ],
    [["1970-01-01", "1979-12-31", "1970-06"], "dates", [["1970-01 – 1970-12", 2]], { distinct: 3, missing: 0 }],
    [["1 mg", "2 mg", "3 mg", "4 mg", "5 mg", "11 mg"], "numbers", [["1 – 2", 1]], { distinct: 6 }],
    [["a", "b", "c", "d", "e", "f"], "distinct", [], { distinct: 6 }],
    [[], "codes", [], { distinct: 0, missing: 0 }],
  ])("of %j", (texts, kind, first, facts) => {
    const found = distributionOf(texts);
    expect(found).toMatchObject({ kind, ...facts });
    expect(found.bars.slice(0, first.length).map(({ label, count }) => [label, count])).toEqual(first);
    if (kind === "dates" || kind === "numbers")
      expect(found.bars.reduce((sum, { count }) => sum + count, 0)).toBe(texts.length);
  });
});

describe("export", () => {
  it("keeps numbers as they were spelled", () => {
    expect(resultsNdjson([observation])).toContain('"value":10.20');
    expect(JSON.parse(`[${bundleEntries([patient, observation])}]`)).toMatchObject([
      { request: { method: "PUT", url: "Patient/p1" } },
      { request: { method: "PUT", url: "Observation/o1" } },
    ]);
  });
  it.each([
    ["/v1/projects/p/fhirStores/s/fhir/Patient/_search?name=a", "Patient?name=a"],
    ["/v1/projects/p/fhirStores/s/fhir/_search?_type=Patient", "?_type=Patient"],
  ])("writes %s as an entry", (path, url) => {
    expect(JSON.parse(searchAsBundle(path))).toMatchObject({
      type: "batch",
      entry: [{ request: { method: "GET", url } }],
    });
  });
});
