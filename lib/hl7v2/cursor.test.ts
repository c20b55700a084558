import { describe, expect, it } from "vitest";
import { cursorAt, cursorAtOffset, positionOfCursor, stepCursor, type Step } from "./cursor.ts";
import { parseMessage } from "./message.ts";
import { formatPosition, parsePosition } from "./position.ts";

const MESSAGE = parseMessage(
  "MSH|^~\\&|EHR\rPID|1||7^^^H^MR~8||Okafor^Amara&Jane\rOBX|1|NM|a||5\rOBX|2|NM|b||6\rbroken\r",
);

const at = (written: string) => {
  const position = parsePosition(written);
  return (position && cursorAt(MESSAGE, position)) ?? { segment: -1, leaf: undefined };
};
const written = (cursor: { readonly segment: number; readonly leaf: number | undefined }) => {
  const position = positionOfCursor(MESSAGE, cursor);
  return position ? formatPosition(position) : "nowhere";
};

describe("a cursor", () => {
  it.each([
    ["PID-3", "PID-3.1"],
    ["PID-3[2]", "PID-3[2]"],
    ["PID-5.2", "PID-5.2.1"],
    ["PID-5.2.2", "PID-5.2.2"],
    ["PID-5.1.1", "PID-5.1"],
    ["OBX[2]-5.1", "OBX[2]-5"],
    ["OBX[2]", "OBX[2]"],
    ["PID-30", "PID"],
    ["ZZZ-1", "nowhere"],
  ])("at %s is called %s", (from, to) => {
    expect(written(at(from))).toBe(to);
  });

  it("is found by an offset", () => {
    const cursor = cursorAtOffset(MESSAGE, MESSAGE.text.indexOf("Amara") + 2);
    expect(cursor && written(cursor)).toBe("PID-5.2.1");
    expect(cursorAtOffset(parseMessage(""), 0)).toBeUndefined();
  });

  it.each<[string, Step, string]>([
    ["PID-3.5", "next", "PID-3[2]"],
    ["PID-3.1", "previous", "PID-1"],
    ["PID-1", "previous", "MSH-3"],
    ["PID-5.2.2", "next", "OBX-1"],
    ["OBX-5", "down", "OBX[2]-5"],
    ["OBX[2]-5", "up", "OBX-5"],
    ["OBX-5", "first", "MSH-1"],
    ["OBX[2]", "up", "OBX"],
  ])("from %s steps %s to %s", (from, step, to) => {
    expect(written(stepCursor(MESSAGE, at(from), step))).toBe(to);
  });
});
