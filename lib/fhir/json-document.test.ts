import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJsonDocument, type JsonDocument } from "./json-document.ts";

const OBSERVATION = `{"resourceType":"Observation","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},
  "valueQuantity":{"value":10.20,"unit":"g/dL"},"note":[],"meta":{}}`;

function render(document: JsonDocument): string {
  const lines = Array.from({ length: document.lineCount }, (_, line) => document.line(line));
  return lines.map(({ depth, tokens }) => "  ".repeat(depth) + tokens.map((token) => token.text).join("")).join("\n");
}

describe("createJsonDocument", () => {
  it("pretty-prints without touching a number", () => {
    expect(render(createJsonDocument(OBSERVATION))).toBe(
      [
        "{",
        '  "resourceType": "Observation",',
        '  "code": {',
        '    "coding": [',
        "      {",
        '        "system": "http://loinc.org",',
        '        "code": "718-7"',
        "      }",
        "    ]",
        "  },",
        '  "valueQuantity": {',
        '    "value": 10.20,',
        '    "unit": "g/dL"',
        "  },",
        '  "note": [],',
        '  "meta": {}',
        "}",
      ].join("\n"),
    );
  });

  it("knows path, span and source of a place", () => {
    const document = createJsonDocument(OBSERVATION);
    expect(document.pathAt(6)).toEqual(["code", "coding", 0, "code"]);
    expect(document.spanOf(["valueQuantity", "value"])).toEqual({
      line: 11,
      startColumn: 13,
      endLine: 11,
      endColumn: 18,
    });
    expect(document.spanOf(["code"])).toEqual({ line: 2, startColumn: 10, endLine: 9, endColumn: 3 });
    expect(document.spanOf(["code", "text"])).toBeUndefined();
    expect(document.sourceOf(document.nodeAt(["valueQuantity", "value"]) ?? -1)).toBe("10.20");
    expect(document.childCount(0)).toBe(5);
    expect(document.nodeAtNames(["code", "coding", "0", "system"])).toBe(
      document.nodeAt(["code", "coding", 0, "system"]),
    );
  });

  it("takes the last of members with the same name, as JSON.parse does", () => {
    const document = createJsonDocument('{"a":1,"a":2}');
    expect(document.sourceOf(document.nodeAt(["a"]) ?? -1)).toBe("2");
  });

  it("keeps names like __proto__ as names", () => {
    const document = createJsonDocument('{"__proto__":{"constructor":1}}');
    expect(document.pathAt(2)).toEqual(["__proto__", "constructor"]);
    expect(document.nodeAt(["__proto__", "constructor"])).toBe(2);
    expect(document.nodeAt(["toString"])).toBeUndefined();
  });

  it("reads 100,000 levels without running out of stack", () => {
    const levels = 100_000;
    const document = createJsonDocument("[".repeat(levels) + "]".repeat(levels));
    expect(document.lineCount).toBe(2 * levels - 1);
    expect(document.pathAt(levels - 1)).toHaveLength(levels - 1);
  });

  it.each([
    ["", 1, 1, ""],
    ["{", 1, 2, ""],
    ['{"a" 1}', 1, 6, ""],
    ['{"a":1,}', 1, 8, ""],
    ["[1,]", 1, 4, ""],
    ["[1 2]", 1, 4, ""],
    ["01", 1, 2, ""],
    ['{"entry":[1,{\n"x": tru}]}', 2, 6, "entry[1]"],
    ['"a\nb"', 1, 3, ""],
    ['"open', 1, 6, ""],
    [String.raw`"\x"`, 1, 2, ""],
    [String.raw`"\u12"`, 1, 2, ""],
    ["1 2", 1, 3, ""],
    ["NaN", 1, 1, ""],
  ])("refuses %j at line %i, column %i", (text, line, column, path) => {
    expect(() => createJsonDocument(text)).toThrow(
      expect.objectContaining({ name: "JsonSyntaxError", line, column, path }),
    );
  });

  it("accepts exactly what JSON.parse accepts", () => {
    const alphabet = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "u00e9",
      "1",
      "-",
      ".",
      "e",
      "true",
      "null",
      " ",
      "\n",
      "a",
    );
    fc.assert(
      fc.property(
        fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join("")),
        (text) => {
          expect(accepts(createJsonDocument, text)).toBe(accepts(JSON.parse, text));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("any JSON", () => {
  const texts = fc
    .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1, 4))
    .map(([value, space]) => JSON.stringify(value, undefined, space));

  it("renders as JSON.stringify does with two spaces", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(render(createJsonDocument(text))).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
      }),
    );
  });

  it("leads from every line to a path and back, and spans cover the source", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = createJsonDocument(text);
        const rendered = render(document).split("\n");
        for (let line = 0; line < document.lineCount; line += 1) {
          const node = document.nodeOfLine(line);
          const path = document.pathAt(line);
          expect(document.nodeAt(path)).toBe(node);
          const span = document.spanOfNode(node);
          expect(document.spanOf(path)).toEqual(span);
          expect(line).toSatisfy((at: number) => at === span.line || at === span.endLine);
          const shown = rendered[span.line]?.slice(span.startColumn, span.endColumn);
          expect(document.isContainer(node) ? document.sourceOf(node) : shown).toBe(document.sourceOf(node));
          expect(valueAt(JSON.parse(text), path)).toEqual(JSON.parse(document.sourceOf(node)));
          expect(document.childCount(node)).toBe([...document.childrenOf(node)].length);
        }
      }),
    );
  });

  it("has tokens that tile their line", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = createJsonDocument(text);
        for (let line = 0; line < document.lineCount; line += 1) {
          const { depth, tokens } = document.line(line);
          let column = depth * 2;
          for (const token of tokens) {
            expect(token.start).toBe(column);
            expect(token.end - token.start).toBe(token.text.length);
            column = token.end;
          }
        }
      }),
    );
  });
});

const samples = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/hl7-r4-examples");

describe.skipIf(!isFolder(samples))("real FHIR files", () => {
  it("come out with every token unchanged", () => {
    for (const file of readdirSync(samples).slice(0, 150)) {
      const text = readFileSync(join(samples, file), "utf8");
      const document = createJsonDocument(text);
      for (let node = 0; node < document.nodes.count; node += 1) {
        expect(text.startsWith(document.sourceOf(node), document.nodes.start[node])).toBe(true);
      }
      expect(JSON.parse(render(document))).toEqual(JSON.parse(text));
    }
  });
});

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}

function accepts(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, step)?.value : undefined,
    value,
  );
}
