import { existsSync, globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitBatch } from "./batch.ts";
import { STANDARD_DELIMITERS } from "./delimiters.ts";
import { escapeText, unescapeText } from "./escape.ts";
import { leavesOf, positionAt, rawValue, spanOf } from "./locate.ts";
import { parseMessage } from "./message.ts";
import { formatPosition, parsePosition, type Position } from "./position.ts";

const SHARED = process.env["SHARED_DATA"] ?? "../shared/data";
const ADMIT =
  "MSH|^~\\&|EHR|WARD|LAB|MAIN|20260314083000||ADT^A01^ADT_A01|1|P|2.5.1\rPID|1||7^^^MRN~8^^^SS||Okafor^Amara&Jane^^Jr||1968\rOBX|1\rOBX|2|TX|a||x&y^z~q\r";

const read = (text: string, written: string): string => {
  const position = parsePosition(written);
  return position ? rawValue(parseMessage(text), position) : "not a position";
};

describe("positions", () => {
  it.each([
    ["MSH-1", "|"],
    ["MSH-2", "^~\\&"],
    ["MSH-3", "EHR"],
    ["MSH-9.2", "A01"],
    ["PID-3", "7^^^MRN"],
    ["PID-3[2].4", "SS"],
    ["PID-5.2", "Amara&Jane"],
    ["PID-5.2.2", "Jane"],
    ["PID-5.4", "Jr"],
    ["OBX[2]-5", "x&y^z"],
    ["OBX[2]-5[2]", "q"],
    ["OBX[1]-1", "1"],
    ["OBX[1]-5", ""],
    ["pid-7", "1968"],
    ["ZZZ-1", ""],
  ])("%s reads %j", (written, value) => {
    expect(read(ADMIT, written)).toBe(value);
  });

  it("honour the message's own delimiters", () => {
    const odd = "MSH#*!?+#A*B#\rPID###1*2!3*4+5\r";
    expect(read(odd, "MSH-2")).toBe("*!?+");
    expect(read(odd, "MSH-3.2")).toBe("B");
    expect(read(odd, "PID-3[2].2.2")).toBe("5");
  });

  it("print what they read", () => {
    const number = fc.integer({ min: 1, max: 9999 });
    const position: fc.Arbitrary<Position> = fc.oneof(
      fc.record({ segment: fc.stringMatching(/^[A-Z][A-Z0-9]{2}$/), occurrence: number }),
      fc.record({
        segment: fc.constant("OBX"),
        occurrence: number,
        field: number,
        repetition: number,
        component: number,
        subcomponent: number,
      }),
    );
    fc.assert(
      fc.property(position, (value) => {
        expect(parsePosition(formatPosition(value))).toEqual(value);
      }),
    );
  });
});

describe("any text", () => {
  const character = fc.constantFrom(...Array.from("MSHPID|^~\\&\r\n12ab\u00e9"));
  it("is covered by segments and leaves that lose nothing, and offsets map back to spans", () => {
    fc.assert(
      fc.property(
        fc.array(character).map((parts) => `MSH|^~\\&|${parts.join("")}`),
        (text) => {
          const message = parseMessage(text);
          for (const segment of message.segments) {
            const leaves = leavesOf(message, segment);
            for (const leaf of leaves) {
              const at = positionAt(message, leaf.start === leaf.end ? leaf.start : leaf.end - 1);
              if (leaf.start < leaf.end && leaf.field > 2)
                expect(at).toMatchObject({ segment: segment.id, field: leaf.field, component: leaf.component });
              if (at && leaf.start < leaf.end) expect(spanOf(message, at)).toBeDefined();
            }
            const rebuilt = leaves.reduce((end, leaf) => Math.max(end, leaf.end), segment.start);
            if (leaves.length > 0) expect(rebuilt).toBe(segment.end);
          }
          const covered = message.segments.reduce((sum, segment) => sum + segment.end - segment.start, 0);
          expect(covered).toBe(text.replace(/[\r\n]/g, "").length);
        },
      ),
    );
  });

  it("survives escaping and unescaping", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(unescapeText(escapeText(text, STANDARD_DELIMITERS), STANDARD_DELIMITERS)).toBe(text);
      }),
    );
  });
});

describe("escapes", () => {
  it.each([
    ["a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", "a|b^c&d~e\\f"],
    ["one\\.br\\two", "one\ntwo"],
    ["\\XC3A9\\t\\X0D\\", "ét\r"],
    ["\\H\\bold\\N\\", "\\H\\bold\\N\\"],
    ["lone \\ backslash", "lone \\ backslash"],
    ["\\Zlocal\\", "\\Zlocal\\"],
  ])("%j means %j", (raw, text) => {
    expect(unescapeText(raw, STANDARD_DELIMITERS)).toBe(text);
  });
});

describe("batches", () => {
  it("cuts envelopes from messages and checks their counts", () => {
    const file = splitBatch("FHS|^~\\&\rBHS|^~\\&\rMSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rBTS|3\rFTS|1\r");
    expect(file.messages).toHaveLength(2);
    expect(file.envelope.map(({ id }) => id)).toEqual(["FHS", "BHS", "BTS", "FTS"]);
    expect(file.problems).toEqual(["BTS-1 promises 3 messages, 2 are there."]);
  });
});

describe.skipIf(!existsSync(`${SHARED}/hl7v2`))("real messages", () => {
  it.each(globSync("**/*.hl7", { cwd: `${SHARED}/hl7v2` }))("%s is read whole", (file) => {
    const text = readFileSync(`${SHARED}/hl7v2/${file}`, "utf8");
    const { messages, envelope, strays } = splitBatch(text);
    const message = parseMessage(text);
    expect(messages.length + envelope.length + strays.length).toBeGreaterThan(0);
    const rebuilt = message.segments
      .map((segment) => text.slice(segment.start, segment.end) + segment.terminator)
      .join("");
    expect(rebuilt.replace(/[\r\n]/g, "")).toBe(text.replace(/^\ufeff|[\r\n]/g, ""));
  });
});
