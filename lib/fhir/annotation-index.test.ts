import { describe, expect, it } from "vitest";
import { AnnotationIndex, typesIn } from "./annotation-index.ts";
import { LAYERS } from "./annotation.ts";
import { R4 } from "./definitions/r4.ts";
import { createJsonDocument, type JsonDocument } from "./json-document.ts";
import type { JsonPath } from "./json-path.ts";

const PATIENT = {
  resourceType: "Patient",
  id: "p1",
  name: [{ family: "Okafor", given: ["Amara"] }],
  gender: "female",
  managingOrganization: { reference: "Organization/o1" },
  contained: [{ resourceType: "Organization", id: "o1" }],
};

function open(value: unknown): {
  readonly document: JsonDocument;
  readonly index: AnnotationIndex;
  readonly at: (path: JsonPath) => number;
} {
  const document = createJsonDocument(JSON.stringify(value));
  return {
    document,
    index: new AnnotationIndex(document, { definitions: R4 }),
    at: (path) => document.nodeAt(path) ?? -1,
  };
}

/** Enough entries to be annotated one by one. */
const bundle = (resource: unknown) => ({
  resourceType: "Bundle",
  type: "collection",
  entry: Array.from({ length: 2_000 }, (_, number) => ({ fullUrl: `urn:uuid:${number}`, resource })),
});

describe("a document of one resource", () => {
  const { document, index, at } = open(PATIENT);

  it("is one scope and lists in document order", () => {
    expect(index.scopes).toEqual([{ node: 0, type: "Patient", entry: undefined }]);
    const nodes = index.inScope(index.scopeOf(3), LAYERS).map(({ node }) => node);
    expect(nodes).toEqual(nodes.toSorted((a, b) => a - b));
    expect(typesIn(document, index.scopeOf(0), false)).toEqual(["Organization", "Patient"]);
  });

  it("lights the nearest annotation of each layer", () => {
    const lit = index.around(at(["name", 0, "given", 0]), LAYERS);
    expect(lit.map(({ layer, title }) => [layer, title])).toEqual([
      ["meaning", "Name"],
      ["identifiers", "Name"],
    ]);
    expect(index.around(at(["managingOrganization", "reference"]), ["references"])[0]?.reference).toMatchObject({
      id: "o1",
    });
    expect(index.around(0, LAYERS)).toEqual([]);
  });

  it("knows which values identify, and which hold one", () => {
    expect(index.isIdentifying(at(["name", 0, "family"]))).toBe(true);
    expect(index.isIdentifying(at(["gender"]))).toBe(false);
    expect(index.holdsIdentifying(at(["name"]))).toBe(true);
    expect(index.holdsIdentifying(at(["gender"]))).toBe(false);
  });

  it("marks the text of a reference", () => {
    expect(index.isAnnotated(at(["managingOrganization", "reference"]), "references")).toBe(true);
    expect(index.isAnnotated(at(["gender"]), "references")).toBe(false);
  });
});

describe("a large bundle", () => {
  const { document, index, at } = open(bundle(PATIENT));

  it("has a scope for each entry and one for itself", () => {
    expect(index.isLarge).toBe(true);
    expect(index.scopes).toHaveLength(2_001);
    expect(index.scopeOf(at(["entry", 7, "resource", "gender"]))).toMatchObject({ type: "Patient", entry: 7 });
    expect(index.scopeOf(at(["entry", 7, "fullUrl"]))).toMatchObject({ type: "Bundle", entry: undefined });
    expect(typesIn(document, index.scopeOf(0), true)).toEqual(["Bundle"]);
  });

  it("annotates an entry with paths from the root, and masks in every entry", () => {
    const family = at(["entry", 1_999, "resource", "name", 0, "family"]);
    expect(index.around(family, ["identifiers"])[0]?.path).toEqual(["entry", 1_999, "resource", "name", 0]);
    expect(index.isIdentifying(family)).toBe(true);
    expect(index.isIdentifying(at(["entry", 3, "fullUrl"]))).toBe(true);
  });

  it("leaves the entries' own annotations out of the bundle's", () => {
    const paths = index.layer(index.scopeOf(0), "identifiers").map(({ path }) => path.at(-1));
    expect(new Set(paths)).toEqual(new Set(["fullUrl"]));
  });
});

describe("hostile JSON", () => {
  it("masks what lies too deep to be judged, and does not run out of stack", () => {
    const levels = 20_000;
    const document = createJsonDocument(`${'{"a":'.repeat(levels)}"secret"${"}".repeat(levels)}`);
    const index = new AnnotationIndex(document, { definitions: R4 });
    expect(index.isIdentifying(document.nodes.count - 1)).toBe(true);
  });
});
