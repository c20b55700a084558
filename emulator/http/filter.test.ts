import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Filter } from "#lib/contract/list-filter.ts";
import { evaluateFilter, parseFilter } from "./filter.ts";

/** A filter in brackets, to see what binds to what. */
function print(filter: Filter | undefined): string {
  if (!filter) return "";
  if (filter.kind === "term") {
    const field = filter.field.join("|") + (filter.arguments.length > 0 ? `(${filter.arguments.join(",")})` : "");
    return `${field}${filter.operator ?? ""}${filter.value}`;
  }
  if (filter.kind === "not") return `!${print(filter.term)}`;
  return `[${filter.terms.map(print).join(filter.kind === "and" ? " & " : " | ")}]`;
}

describe("parseFilter", () => {
  it.each([
    ["labels.ward=icu", "labels|ward=icu"],
    ["labels.ward = icu", "labels|ward=icu"],
    ['labels."ward"="icu 2"', "labels|ward=icu 2"],
    ["labels.ward:*", "labels|ward:*"],
    ['labels."ward":*', "labels|ward:*"],
    ["labels.ward : *", "labels|ward:*"],
    ['a="x" AND b="y"', "[a=x & b=y]"],
    ["a=1 b=2", "[a=1 & b=2]"],
    ["a=1 AND b=2 OR c=3", "[a=1 & [b=2 | c=3]]"],
    ["(a=1 AND b=2) OR c=3", "[[a=1 & b=2] | c=3]"],
    ["NOT a=1 OR b=2", "[!a=1 | b=2]"],
    ["NOT (a=1 OR b=2)", "![a=1 | b=2]"],
    ['a="x AND y OR \\"z\\""', 'a=x AND y OR "z"'],
    ["send_time >= 2026-01-02T03:04:05Z", "send_time>=2026-01-02T03:04:05Z"],
    ['create_time<"2026-01-02T03:04:05.5+01:00"', "create_time<2026-01-02T03:04:05.5+01:00"],
    ['PatientId("123", "MRN") AND message_type = "ADT"', "[PatientId(123,MRN) & message_type=ADT]"],
    ['Metadata("k")="v"', "Metadata(k)=v"],
    ["done=true", "done=true"],
    ["", ""],
    ["  ", ""],
  ])("%s", (text, printed) => {
    expect(print(parseFilter(text))).toBe(printed);
  });

  it.each([
    "a",
    "a=",
    "=1",
    "a=1 AND",
    "a=1 OR",
    "NOT",
    "(a=1",
    "a=1)",
    'a="x',
    'a="x"y"',
    "a!=1",
    "a=1 AND AND b=2",
    "labels.=x",
    ".a=1",
    "f(",
    "f(1",
    `${"(".repeat(60)}a=1${")".repeat(60)}`,
    `${"NOT ".repeat(60)}a=1`,
  ])("refuses %j", (text) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ status: "INVALID_ARGUMENT" }));
  });

  it("never throws anything else, whatever it reads", () => {
    const pieces = fc.constantFrom(
      "a",
      "labels.",
      '"',
      "(",
      ")",
      "AND",
      "OR",
      "NOT",
      "=",
      "<=",
      ":",
      "*",
      ",",
      " ",
      "\\",
      "é",
      "1",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        try {
          parseFilter(parts.join(""));
        } catch (error) {
          expect(error).toMatchObject({ status: "INVALID_ARGUMENT" });
        }
      }),
    );
  });

  it("means what the same expression means in JavaScript", () => {
    const truth: Record<string, boolean> = { a: true, b: false };
    type Tree = { text: string; value: boolean };
    const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
      leaf: fc.constantFrom({ text: "a=1", value: true }, { text: "b=1", value: false }),
      tree: fc.oneof(
        { depthSize: "small" },
        tie("leaf"),
        fc
          .tuple(tie("tree"), tie("tree"))
          .map(([l, r]) => ({ text: `(${l.text} AND ${r.text})`, value: l.value && r.value })),
        fc
          .tuple(tie("tree"), tie("tree"))
          .map(([l, r]) => ({ text: `(${l.text} OR ${r.text})`, value: l.value || r.value })),
        tie("tree").map((t) => ({ text: `NOT ${t.text}`, value: !t.value })),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        expect(evaluateFilter(parseFilter(text), (term) => truth[term.field[0] ?? ""] === true)).toBe(value);
      }),
    );
  });
});
