import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError, canonicalText, isRawNumber, numberOf, parseJson } from "./lossless-json.ts";

describe("parseJson", () => {
  it.each([
    "0.10",
    "1e2",
    "1E+2",
    "12345678901234567890",
    "-0",
    "1.0",
    "0.0000001",
    "100.00",
    "1e400",
    "123456789.1234567890123",
  ])("keeps the spelling of %s", (source) => {
    const value = parseJson(`{"value": ${source}, "list":[${source}]}`);
    expect(canonicalText(value)).toBe(`{"list":[${source}],"value":${source}}`);
    expect(JSON.stringify(value)).toContain(`"value":${source}`);
    expect(numberOf(parseJson(source))).toBe(Number(source));
  });
  it.each(["0", "1", "-1", "0.1", "-12.5", "1234567.891", "0.000001"])("leaves %s a plain number", (source) => {
    expect(isRawNumber(parseJson(`[${source}, 0.10]`) as never)).toBe(false);
    expect(parseJson(source)).toBe(Number(source));
    expect(canonicalText(parseJson(`[${source},1.0]`))).toBe(`[${source},1.0]`);
  });
  it("keeps every number that JSON can spell", () => {
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.bigInt({ min: 0n, max: 10n ** 22n }),
        fc.option(fc.stringMatching(/^\d{1,20}$/u)),
        fc.option(fc.integer({ min: -30, max: 30 })),
      )
      .map(
        ([sign, whole, fraction, exponent]) =>
          `${sign}${String(whole)}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${String(exponent)}`}`,
      );
    fc.assert(
      fc.property(number, (source) => {
        expect(canonicalText(parseJson(`[${source}]`))).toBe(`[${source}]`);
      }),
      { numRuns: 2000 },
    );
  });
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(canonicalText(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
  it("puts the keys of every object in code unit order, whatever they look like", () => {
    const key = fc.oneof(fc.string(), fc.stringMatching(/^\d{1,3}$/u), fc.constantFrom("__proto__", "toJSON", "_a"));
    const { value: document } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.array(fc.tuple(key, tie("value")), { maxLength: 6 }).map((members) => new Map(members)),
      ),
    }));
    const spelled = (value: unknown, order: (keys: string[]) => string[]): string => {
      if (Array.isArray(value)) return `[${value.map((item) => spelled(item, order)).join(",")}]`;
      if (!(value instanceof Map)) return JSON.stringify(value);
      const members = value as ReadonlyMap<string, unknown>;
      const texts = order([...members.keys()]).map(
        (name) => `${JSON.stringify(name)}:${spelled(members.get(name), order)}`,
      );
      return `{${texts.join(",")}}`;
    };
    fc.assert(
      fc.property(document, (value) => {
        const ordered = spelled(value, (keys) => keys.toSorted());
        expect(canonicalText(parseJson(spelled(value, (keys) => keys)))).toBe(ordered);
        expect(canonicalText(parseJson(ordered))).toBe(ordered);
      }),
      { numRuns: 1000 },
    );
  });
  it("takes numbers inside strings for text", () => {
    expect(parseJson(String.raw`{"a":"\"\\", "b":"x 1.0, 2.50"}`)).toEqual({ a: '"\\', b: "x 1.0, 2.50" });
  });
  it("allows 200 levels and refuses 10,000 without overflowing", () => {
    expect(() => parseJson("[".repeat(200) + "]".repeat(200))).not.toThrow();
    expect(() => parseJson("[".repeat(10_000) + "]".repeat(10_000))).toThrow("nested deeper than 500 levels");
    expect(() => parseJson('{"a":'.repeat(10_000))).toThrow(JsonSyntaxError);
  });
  it("keeps __proto__ an ordinary key", () => {
    const value = parseJson('{"__proto__": {"polluted": 1.0}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(canonicalText(value)).toBe('{"__proto__":{"polluted":1.0}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
  it("keeps lone surrogates as escapes", () => {
    expect(canonicalText(parseJson(String.raw`"\ud800"`))).toBe(String.raw`"\ud800"`);
  });
});

describe("JsonSyntaxError", () => {
  it.each([
    ["", 0, 1, 1, "", "unexpected end of JSON"],
    ['{"name":[{"family":"x",}]}', 23, 1, 24, "name[0].family", "expected a property name"],
    ['{"a":1\n "b":2}', 8, 2, 2, "a", 'expected "," or "}"'],
    ['{"entry":[{},{"resource":{"id":tru}}]}', 31, 1, 32, "entry[1].resource.id", 'unexpected "t"'],
    ['{"a":"\t"}', 5, 1, 6, "a", "malformed string"],
    ['{"a":01}', 6, 1, 7, "a", 'expected "," or "}"'],
    ["{} x", 3, 1, 4, "", "after the end"],
    ["[1,]", 3, 1, 4, "[1]", 'unexpected "]"'],
    ["{'a':1}", 1, 1, 2, "", "expected a property name"],
  ])("locates the fault in %j", (text, ...[offset, line, column, path, message]) => {
    const error = failure(text);
    expect(error).toMatchObject({ offset, line, column, path });
    expect(error.message).toContain(message);
  });
  it("never throws anything else", () => {
    const text = fc
      .array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', '"', "1", "-", "1.0", "e", "true", " ", "\\", "\n"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (source) => {
        try {
          parseJson(source);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonSyntaxError);
          expect((error as JsonSyntaxError).message).not.toBe("malformed JSON");
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function failure(text: string): JsonSyntaxError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
  }
  throw new Error("parsed");
}
