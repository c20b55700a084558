import { describe, expect, it } from "vitest";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import { boxesOfAllText, boxesOfSensitiveText } from "./text-boxes.ts";
import type { TextWord } from "./text-word.ts";

const KNOWN: readonly KnownValue[] = [
  { infoType: "PERSON_NAME", value: "KAUFMAN^SCOTT" },
  { infoType: "MEDICAL_RECORD_NUMBER", value: "13508082" },
];
/** Words of one line, 10 pixels high, from left to right. */
const line = (text: string, confidence = 90, number = 0): TextWord[] =>
  text.split(" ").map((word, index) => ({
    text: word,
    confidence,
    line: number,
    box: { x: index * 100, y: 50 * number, width: 60, height: 10 },
  }));
const covered = (words: readonly TextWord[], boxes: readonly { x: number; y: number }[]): string[] =>
  words
    .filter(({ box }) => boxes.some(({ x, y }) => Math.abs(x - box.x) < 10 && Math.abs(y - box.y) < 10))
    .map(({ text }) => text);

describe("text in pictures", () => {
  it("is all of it, in lines with a sure word, a little wider than it was read", () => {
    const words = [...line("DEMO HOSPITAL"), ...line("~ ii |", 20, 1), ...line("KAUFM4N", 30, 0)];
    const boxes = boxesOfAllText(words).map(({ box }) => box);
    expect(covered(words, boxes)).toEqual(["DEMO", "HOSPITAL", "KAUFM4N"]);
    expect(boxes[0]).toEqual({ x: -3, y: -3, width: 66, height: 16 });
  });

  it.each([
    ["2024-11-16", 37, ["2024-11-16"]],
    ["KAUF", 52, ["KAUF"]],
    ["KAUF", 45, []],
    ["ii", 52, []],
    ["ii", 60, ["ii"]],
  ])("counts the longer a word is with the less confidence: %s at %i", (text, confidence, found) => {
    const words = line(text, confidence);
    expect(covered(words, boxesOfAllText(words).map(({ box }) => box))).toEqual(found); // prettier-ignore
  });

  it("is clear when it cannot be noise, with its whole line", () => {
    const clear = (words: readonly TextWord[]) => boxesOfAllText(words).map(({ isClear }) => isClear);
    expect(clear([...line("DEMO", 90), ...line("ii", 40)])).toEqual([true, true]);
    expect(clear(line("DEMO", 65))).toEqual([false]);
    expect(clear(line("DEM", 90))).toEqual([false]);
  });

  it("takes what was hardly legible beside a sure word, in no more rows than that has", () => {
    const [sure, hardly] = [line("HALVORSEN"), line("8i23", 3)];
    const words = [...sure, ...hardly.map((word) => ({ ...word, box: { x: 70, y: -15, width: 40, height: 40 } }))];
    expect(boxesOfAllText(words)[1]?.box).toEqual({ x: 67, y: -3, width: 46, height: 16 });
  });

  it.each([
    ["KAUFMAN SCOTT", ["KAUFMAN", "SCOTT"]],
    ["KAUFMAM SCOIT", ["KAUFMAM", "SCOIT"]],
    ["DOB: 07.22.1943", ["07.22.1943"]],
    ["2024-04-29 20:04", ["2024-04-29"]],
    ["ID 13508082", ["13508082"]],
    ["ID 1350B082", ["1350B082"]],
    ["Dr. OKONKWO", ["OKONKWO"]],
    ["DEMO HOSPITAL", []],
    ["DEPTH 14.5 CM FR 32", []],
    ["R CC", []],
    ["MI 0.8 TIS 0.3 GAIN 62", []],
  ])("in %s is sensitive where it tells who it is", (text, sensitive) => {
    const words = line(text);
    expect(covered(words, boxesOfSensitiveText(words, KNOWN))).toEqual(sensitive);
  });

  it("leaves the kinds that are not sought, known or not", () => {
    const words = [...line("KAUFMAN SCOTT"), ...line("DOB: 07.22.1943", 90, 1)];
    const noNames = boxesOfSensitiveText(words, KNOWN, (infoType) => infoType !== "PERSON_NAME");
    expect(covered(words, noNames)).toEqual(["07.22.1943"]);
    const onlyNames = boxesOfSensitiveText(words, KNOWN, (infoType) => infoType === "PERSON_NAME");
    expect(covered(words, onlyNames)).toEqual(["KAUFMAN", "SCOTT"]);
  });
});
