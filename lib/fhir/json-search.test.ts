import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJsonDocument } from "./json-document.ts";
import { searchJson } from "./json-search.ts";

const PATIENT = String.raw`{"name":[{"family":"Ordóñez","text":"J\u00e9r\u00f4me \"Jo\""}],"url":"http:\/\/x.org","active":true,"n":10.20}`;

function find(needle: string, isHidden?: (node: number) => boolean) {
  const document = createJsonDocument(PATIENT);
  const { matches } = searchJson(document, needle, { limit: 100, ...(isHidden ? { isHidden } : {}) });
  return matches.map(({ line, startColumn, endColumn }) => {
    const text = document
      .line(line)
      .tokens.map((token) => token.text)
      .join("");
    const indent = document.line(line).depth * 2;
    return text.slice(startColumn - indent, endColumn - indent);
  });
}

describe("searchJson", () => {
  it.each([
    ["fam", ["fam"]],
    ["ORDÓÑEZ", ["Ordóñez"]],
    ["10.2", ["10.2"]],
    ["true", ["true"]],
    ['jo"', [String.raw`Jo\"`]],
    ["jérôme", [String.raw`"J\u00e9r\u00f4me \"Jo\""`]],
    ["http://x", [String.raw`"http:\/\/x.org"`]],
    ["a.*", []],
    ["[{", []],
    [": ", []],
    ["", []],
  ])("finds %j", (needle, expected) => {
    expect(find(needle)).toEqual(expected);
  });

  it("never finds a hidden value, but its name", () => {
    expect(find("ordóñez", () => true)).toEqual([]);
    expect(find("jérôme", () => true)).toEqual([]);
    expect(find("family", () => true)).toEqual(["family"]);
  });

  it("is not put off by text between values", () => {
    const document = createJsonDocument('["a",",","b"]');
    expect(searchJson(document, '","', { limit: 10 }).matches.map(({ node }) => node)).toEqual([2]);
  });

  it("keeps to the limit and says so", () => {
    const document = createJsonDocument(JSON.stringify(Array.from({ length: 50 }, () => "aa")));
    const found = searchJson(document, "a", { limit: 30 });
    expect(found.matches).toHaveLength(30);
    expect(found.isCut).toBe(true);
  });

  it("finds every scalar by its own source", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const document = createJsonDocument(JSON.stringify(value));
        for (let node = 0; node < document.nodes.count; node += 1) {
          if (document.isContainer(node)) continue;
          const { matches } = searchJson(document, document.sourceOf(node), { limit: 10_000 });
          expect(matches.map((match) => match.node)).toContain(node);
        }
      }),
    );
  });
});
