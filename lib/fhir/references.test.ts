import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectReferences, parseReference, rewriteReferences } from "./references.ts";
import type { JsonObject } from "./lossless-json.ts";

const URN = "urn:uuid:9f1c1d4e-0000-4000-8000-000000000001";
const OBSERVATION: JsonObject = {
  resourceType: "Observation",
  subject: { reference: URN, display: URN },
  identifier: [{ system: "urn:ietf:rfc:3986", value: URN }],
  performer: [{ reference: "Practitioner?identifier=s|1" }, { reference: "Organization/2" }],
  extension: [
    { url: "http://x", valueReference: { reference: URN } },
    { url: "http://y", valueUri: URN },
  ],
  contained: [{ resourceType: "Specimen", id: "s", subject: { reference: URN } }],
  text: { status: "generated", div: `<div><a href="${URN}">x</a> ${URN}</div>` },
};

describe("parseReference", () => {
  it.each([
    ["Patient/1", { type: "Patient", id: "1", versionId: undefined }],
    ["Patient/1/_history/a.2", { type: "Patient", id: "1", versionId: "a.2" }],
  ])("takes %s apart", (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });
  it.each([
    "",
    "1",
    "#p",
    "patient/1",
    "Patient/",
    "Patient/a b",
    "http://h/Patient/1",
    "urn:uuid:1",
    "Patient?x=y",
    "Patient/1/2",
    `Patient/${"x".repeat(65)}`,
  ])("leaves %j", (text) => {
    expect(parseReference(text)).toBeUndefined();
  });
});

describe("collectReferences", () => {
  it("finds them everywhere, with their paths", () => {
    expect(collectReferences(OBSERVATION)).toEqual([
      { path: "subject", reference: URN },
      { path: "performer[0]", reference: "Practitioner?identifier=s|1" },
      { path: "performer[1]", reference: "Organization/2" },
      { path: "extension[0].valueReference", reference: URN },
      { path: "contained[0].subject", reference: URN },
    ]);
  });
});

describe("rewriteReferences", () => {
  const map = new Map([
    [URN, "Patient/1"],
    ["Practitioner?identifier=s|1", "Practitioner/7"],
  ]);
  it("replaces references, uris and links, but no identifier and no text", () => {
    expect(rewriteReferences(OBSERVATION, map)).toEqual({
      resourceType: "Observation",
      subject: { reference: "Patient/1", display: URN },
      identifier: [{ system: "urn:ietf:rfc:3986", value: URN }],
      performer: [{ reference: "Practitioner/7" }, { reference: "Organization/2" }],
      extension: [
        { url: "http://x", valueReference: { reference: "Patient/1" } },
        { url: "http://y", valueUri: "Patient/1" },
      ],
      contained: [{ resourceType: "Specimen", id: "s", subject: { reference: "Patient/1" } }],
      text: { status: "generated", div: `<div><a href="Patient/1">x</a> ${URN}</div>` },
    });
  });
  it("shares what it leaves", () => {
    const before = structuredClone(OBSERVATION);
    const rewritten = rewriteReferences(OBSERVATION, map);
    expect(rewritten["identifier"]).toBe(OBSERVATION["identifier"]);
    expect(OBSERVATION).toEqual(before);
    expect(rewriteReferences(OBSERVATION, new Map([["urn:uuid:other", "x"]]))).toBe(OBSERVATION);
  });
  it("keeps __proto__ an ordinary member", () => {
    const resource = JSON.parse(`{"__proto__":{"reference":"${URN}"}}`) as JsonObject;
    expect(JSON.stringify(rewriteReferences(resource, map))).toBe('{"__proto__":{"reference":"Patient/1"}}');
  });
  it("with an empty map changes nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (resource) => {
        expect(rewriteReferences(resource as JsonObject, new Map())).toBe(resource);
      }),
    );
  });
});
