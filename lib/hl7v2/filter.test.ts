import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFilter } from "#lib/contract/list-filter.ts";
import { completeFilter } from "./filter-completion.ts";
import { FILTER_FIELDS } from "./filter-fields.ts";
import { filterProblems } from "./filter-problems.ts";
import { addCondition, filterRows, printRow, replaceRow } from "./filter-rows.ts";

/** The text under each problem, with the first words said about it. */
const marked = (text: string): string[] =>
  filterProblems(text).map(
    ({ start, end, message }) => `${text.slice(start, end)}: ${message.split(" ").slice(0, 4).join(" ")}`,
  );

describe("problems of a filter", () => {
  it.each([
    ['message_type = "ADT"', []],
    ['NOT (send_facility="A" OR PatientId("1", "MR")) send_date>=2026-01-31', []],
    ['labels."ward":* AND labels.shift = "night" AND create_time < "2026-01-31T08:00:00Z"', []],
    ['type = "ADT"', ["type: Messages are filtered by"]],
    ['message_type > "ADT"', [">: message_type is compared with"]],
    ['send_date = "31.1.2026"', ['"31.1.2026": No date. Write "2026-01-31".']],
    ['send_date = "2026-02-30"', ['"2026-02-30": No date. Write "2026-01-31".']],
    ['send_time > "2026-01-31T08:00:00"', ['"2026-01-31T08:00:00": No time with its']],
    ['PatientId("1")', ['PatientId("1"): PatientId takes a value']],
    ['labels = "x"', ["labels: A label is written"]],
    ['message_type = "ADT" AND', [": It ends where a"]],
    ['(message_type = "ADT"', ['(message_type = "ADT": A ")" is missing.']],
    ["", []],
  ])("%s", (text, expected) => {
    expect(marked(text)).toEqual(expected);
  });
});

describe("the filter as rows", () => {
  const shown = (text: string) =>
    filterRows(text)?.map((row) =>
      row.kind === "text"
        ? row.source
        : [row.isNot ? "not" : "", row.field.name, row.name, row.operator, row.value].filter(Boolean).join(" "),
    );

  it("takes AND apart and leaves the rest as text", () => {
    expect(
      shown(
        'message_type = "ADT" AND NOT send_facility="A B" PatientId("1", "MR") AND labels.ward:* AND (a=1 OR b=2) AND NOT (c=1 d=2)',
      ),
    ).toEqual([
      "message_type = ADT",
      "not send_facility = A B",
      "PatientId MR = 1",
      "labels ward :",
      "(a=1 OR b=2)",
      "NOT (c=1 d=2)",
    ]);
    expect(shown("a =")).toBeUndefined();
  });

  it("writes a row in its place and takes one out", () => {
    const text = 'message_type = "ADT" AND (send_facility = "A" OR send_facility = "B") send_date >= "2026-01-01"';
    expect(replaceRow(text, 0, 'message_type = "ORU"')).toBe(
      'message_type = "ORU" AND (send_facility = "A" OR send_facility = "B") AND send_date >= "2026-01-01"',
    );
    expect(replaceRow(text, 1, undefined)).toBe('message_type = "ADT" AND send_date >= "2026-01-01"');
  });

  it("prints every row so that it reads back the same", () => {
    const row = fc.record({
      field: fc.constantFrom(...FILTER_FIELDS),
      isNot: fc.boolean(),
      value: fc.string(),
      name: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const text = rows.reduce((sum, each) => addCondition(sum, printRow({ ...each, operator: "=" })), "");
        const read = filterRows(text);
        expect(read?.length).toBe(rows.length);
        read?.forEach((each, index) => {
          const hasName = each.kind === "field" && (each.field.kind === "label" || each.field.kind === "patient");
          expect(each).toMatchObject({
            kind: "field",
            isNot: rows[index]?.isNot,
            value: rows[index]?.value,
            name: hasName ? rows[index]?.name : "",
          });
        });
      }),
    );
  });
});

describe("completion", () => {
  const known = {
    messageTypes: [
      { value: "ADT", detail: "12" },
      { value: "ORU", detail: "7" },
    ],
    facilities: ["WEST WING"],
    labels: new Map([["ward", new Set(["icu"])]]),
  };
  /** `|` is the cursor; answers the text after the first option was taken. */
  const taken = (marked: string): string | undefined => {
    const cursor = marked.indexOf("|");
    const text = marked.replace("|", "");
    const { from, to, options } = completeFilter(text, cursor, known);
    const [first] = options;
    return first && text.slice(0, from) + first.insert + text.slice(to);
  };
  it.each([
    ["|", "message_type "],
    ["fac|", "send_facility "],
    ["message_type |", "message_type = "],
    ["message_type = |", 'message_type = "ADT" '],
    ['message_type = "O|', 'message_type = "ORU" '],
    ['message_type = "O|X" AND send_date = "2026-01-01"', 'message_type = "ORU" AND send_date = "2026-01-01"'],
    ['send_facility="w|', 'send_facility="WEST WING" '],
    ['message_type = "ADT" |', 'message_type = "ADT" AND '],
    ['message_type = "ADT" O|', 'message_type = "ADT" OR '],
    ['message_type = "ADT" AND lab|', 'message_type = "ADT" AND labels."'],
    ['labels."w|', 'labels."ward" = '],
    ['labels."ward" = |', 'labels."ward" = "icu" '],
    ['PatientId("1|', undefined],
  ])("%s", (text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  it("never throws and stays within the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(30), (text, at) => {
        const cursor = Math.min(at, text.length);
        const { from, to } = completeFilter(text, cursor, known);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(text.length);
        readFilter(text);
      }),
    );
  });
});
