import { describe, expect, it } from "vitest";
import { annotateIdentifiers } from "./annotate-identifiers.ts";
import { isJsonObject, parseJson } from "./lossless-json.ts";

/** Path of each identifying value → its class letter. */
function classes(resource: Record<string, unknown>): Record<string, string> {
  const parsed = parseJson(JSON.stringify(resource));
  if (!isJsonObject(parsed)) throw new Error("not an object");
  const found = annotateIdentifiers(parsed, { base: [], entersEntries: true });
  return Object.fromEntries(
    found.flatMap(({ text, values }) =>
      (values ?? []).map((path) => [path.join("."), /class (\w)/.exec(text)?.[1] ?? ""]),
    ),
  );
}

describe("Safe Harbor classes", () => {
  it.each([
    ["A", { name: [{ use: "official", family: "Okafor", given: ["Amara"] }] }, ["name.0.family", "name.0.given.0"]],
    ["A", { text: { status: "generated", div: "<div>x</div>" } }, ["text.div"]],
    ["A", { managingOrganization: { type: "Person", display: "Amara" } }, ["managingOrganization.display"]],
    [
      "B",
      { address: [{ line: ["1 Elm"], city: "X", state: "NY", postalCode: "10001", country: "US" }] },
      ["address.0.line.0", "address.0.city", "address.0.postalCode"],
    ],
    ["C", { birthDate: "1970-01-31" }, ["birthDate"]],
    ["C", { deceasedDateTime: "2020-01-31T08:00:00Z" }, ["deceasedDateTime"]],
    ["D", { telecom: [{ system: "phone", value: "555" }] }, ["telecom.0.value"]],
    ["E", { telecom: [{ system: "fax", value: "555" }] }, ["telecom.0.value"]],
    ["F", { telecom: [{ system: "email", value: "a@b" }] }, ["telecom.0.value"]],
    ["G", { identifier: [{ system: "http://hl7.org/fhir/sid/us-ssn", value: "9" }] }, ["identifier.0.value"]],
    ["H", { identifier: [{ type: { coding: [{ code: "MR" }] }, value: "9" }] }, ["identifier.0.value"]],
    ["K", { identifier: [{ type: { coding: [{ code: "DL" }] }, value: "9" }] }, ["identifier.0.value"]],
    ["Q", { photo: [{ contentType: "image/png", data: "AAAA" }] }, ["photo.0.data"]],
    ["N", { meta: { source: "http://x" } }, ["meta.source"]],
    ["R", { id: "p1" }, ["id"]],
    ["R", { extension: [{ url: "http://local/nickname", valueString: "Amy" }] }, ["extension.0.valueString"]],
  ])("%s: %j", (letter, elements, paths) => {
    expect(classes({ resourceType: "Patient", ...elements })).toEqual(
      Object.fromEntries(paths.map((path) => [path, letter])),
    );
  });

  it.each([
    ["a year alone", { birthDate: "1970" }],
    [
      "a code's display",
      { maritalStatus: { coding: [{ system: "x", code: "S", display: "Single" }], text: "Single" } },
    ],
    [
      "the name of a thing referred to",
      { managingOrganization: { type: "Organization", display: "General Hospital" } },
    ],
    ["gender", { gender: "female" }],
    [
      "race",
      {
        extension: [
          {
            url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
            extension: [{ url: "text", valueString: "White" }],
          },
        ],
      },
    ],
  ])("leaves %s", (_, elements) => {
    expect(classes({ resourceType: "Patient", ...elements })).toEqual({});
  });

  it.each([
    ["Device", { serialNumber: "s" }, { serialNumber: "M" }],
    ["Coverage", { subscriberId: "s" }, { subscriberId: "I" }],
    [
      "Location",
      { position: { longitude: 1.5, latitude: 2.5 } },
      { "position.longitude": "B", "position.latitude": "B" },
    ],
    ["Condition", { onsetAge: { value: 91, unit: "a" } }, { "onsetAge.value": "C" }],
    ["Condition", { onsetAge: { value: 61, unit: "a" } }, {}],
    ["Binary", { contentType: "image/png", data: "AAAA" }, { data: "P" }],
    ["Account", { identifier: [{ value: "1" }] }, { "identifier.0.value": "J" }],
    ["AuditEvent", { agent: [{ network: { address: "10.0.0.1" } }] }, { "agent.0.network.address": "O" }],
    ["Encounter", { period: { start: "2020-01-31", end: "2021" } }, { "period.start": "C", "period.end": "C" }],
  ])("%s %j", (resourceType, elements, expected) => {
    expect(classes({ resourceType, ...elements })).toEqual(expected);
  });
});
