import { describe, expect, it } from "vitest";
import { createJsonDocument } from "./json-document.ts";
import { findInDocument, parseReference } from "./reference-target.ts";

const STORE = "projects/p/locations/l/datasets/d/fhirStores/s";

describe("parseReference", () => {
  it.each([
    ["Patient/p1", { kind: "local", type: "Patient", id: "p1", version: undefined }],
    ["Patient/p1/_history/3", { kind: "local", type: "Patient", id: "p1", version: "3" }],
    [
      `https://healthcare.googleapis.com/v1/${STORE}/fhir/Patient/p1`,
      { kind: "local", type: "Patient", id: "p1", version: undefined },
    ],
    ["https://example.org/fhir/Patient/p1", { kind: "absolute", url: "https://example.org/fhir/Patient/p1" }],
    ["#med", { kind: "contained", id: "med" }],
    ["urn:uuid:1-2", { kind: "bundled", fullUrl: "urn:uuid:1-2" }],
    ["Patient?identifier=1", { kind: "conditional", type: "Patient" }],
    ["patient/1", undefined],
    ["", undefined],
  ])("%s", (text, expected) => {
    expect(parseReference(text, STORE)).toEqual(expected);
  });
});

describe("findInDocument", () => {
  const document = createJsonDocument(
    JSON.stringify({
      resourceType: "Bundle",
      entry: [
        {
          fullUrl: "urn:uuid:a",
          resource: { resourceType: "Patient", contained: [{ resourceType: "Organization", id: "o" }], x: { y: 1 } },
        },
        { fullUrl: "http://s/fhir/Observation/1", resource: { resourceType: "Observation" } },
      ],
    }),
  );
  const from = document.nodeAt(["entry", 0, "resource", "x", "y"]) ?? -1;
  it.each([
    ["#o", ["entry", 0, "resource", "contained", 0]],
    ["urn:uuid:a", ["entry", 0, "resource"]],
    ["Observation/1", ["entry", 1, "resource"]],
  ])("finds %s", (text, path) => {
    const target = parseReference(text);
    expect(target && findInDocument(document, from, target)).toBe(document.nodeAt(path));
  });
  it.each(["#x", "urn:uuid:b", "Observation/2"])("does not find %s", (text) => {
    const target = parseReference(text);
    expect(target && findInDocument(document, from, target)).toBeUndefined();
  });
});
