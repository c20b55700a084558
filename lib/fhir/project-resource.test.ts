import { describe, expect, it } from "vitest";
import { projectResource } from "./project-resource.ts";
import type { JsonObject } from "./lossless-json.ts";
import type { SearchQuery } from "./search-types.ts";

const TAG = { code: "SUBSETTED", system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue" };
const OBSERVATION: JsonObject = {
  resourceType: "Observation",
  id: "1",
  meta: { versionId: "v", tag: [{ code: "mine" }] },
  text: { status: "generated", div: "<div/>" },
  status: "final",
  code: { text: "x" },
  valueString: "a",
  _valueString: { id: "e" },
  note: [{ text: "n" }],
};

function keysOf(elements: SearchQuery["elements"], summary?: SearchQuery["summary"]): string[] {
  return Object.keys(projectResource(OBSERVATION, { elements, summary }, "R4"));
}

describe("projectResource", () => {
  it.each<[readonly string[] | undefined, SearchQuery["summary"], string[]]>([
    [["note"], undefined, ["resourceType", "id", "meta", "status", "code", "note"]],
    [["value"], undefined, ["resourceType", "id", "meta", "status", "code", "valueString", "_valueString"]],
    [["valueString"], undefined, ["resourceType", "id", "meta", "status", "code", "valueString", "_valueString"]],
    [
      ["Observation.note", "note.text", "Patient.text"],
      undefined,
      ["resourceType", "id", "meta", "status", "code", "note"],
    ],
    [undefined, "text", ["resourceType", "id", "meta", "text"]],
    [undefined, "data", ["resourceType", "id", "meta", "status", "code", "valueString", "_valueString", "note"]],
  ])("keeps for _elements=%j _summary=%s %j", (elements, summary, keys) => {
    expect(keysOf(elements, summary)).toEqual(keys);
  });
  it("tags what it cut, once, and leaves the original alone", () => {
    const before = structuredClone(OBSERVATION);
    const cut = projectResource(OBSERVATION, { elements: ["note"], summary: undefined }, "R4");
    expect(cut["meta"]).toEqual({ versionId: "v", tag: [{ code: "mine" }, TAG] });
    expect(projectResource(cut, { elements: ["note"], summary: undefined }, "R4")["meta"]).toEqual(cut["meta"]);
    expect(OBSERVATION).toEqual(before);
  });
  it("returns the resource itself when everything is wanted", () => {
    expect(projectResource(OBSERVATION, { elements: undefined, summary: "false" }, "R4")).toBe(OBSERVATION);
  });
});
