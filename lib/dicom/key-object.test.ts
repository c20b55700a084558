import { expect, it } from "vitest";
import { itemsOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import { isKeyImage, KEY_TITLES, keyObject, keySelection } from "./key-object.ts";

const image: DicomAttributes = {
  "00080016": { vr: "UI", Value: ["1.2.840.10008.5.1.4.1.1.2"] },
  "00100010": { vr: "PN", Value: [{ Alphabetic: "Doe^Jane" }] },
  "0020000D": { vr: "UI", Value: ["1.2"] },
  "0020000E": { vr: "UI", Value: ["1.2.3"] },
};
const cine: DicomAttributes = {
  ...image,
  "0020000E": { vr: "UI", Value: ["1.2.9"] },
  "00280008": { vr: "IS", Value: ["30"] },
};
const context = { series: "2.25.1", instance: "2.25.2", observer: "Reader", date: "20260101", time: "120000" };
const title = KEY_TITLES[4] ?? ["", "", ""];
const marked = [
  { image, instance: "1.2.3.4", frame: 1 },
  { image, instance: "1.2.3.5", frame: 1 },
  { image: cine, instance: "1.2.9.1", frame: 12 },
];

it("what is written is read again: title, words, pictures and frames", () => {
  const object = keyObject(marked, { title, description: "Compare with January." }, context);
  expect(keySelection(object)).toEqual({
    uid: "2.25.2",
    title: "For Conference",
    description: "Compare with January.",
    images: [
      { instance: "1.2.3.4", frames: [] },
      { instance: "1.2.3.5", frames: [] },
      { instance: "1.2.9.1", frames: [12] },
    ],
  });
  expect(textOf(itemsOf(object, "0040A504")[0] ?? {}, "0040DB00")).toBe("2010");
});

it("stands in the study and with the patient of its pictures, and names them by series", () => {
  const object = keyObject(marked, { title, description: "" }, context);
  expect([textOf(object, "0020000D"), textOf(object, "00100010"), textOf(object, "00080060")]).toEqual(["1.2", "Doe^Jane", "KO"]); // prettier-ignore
  const series = itemsOf(itemsOf(object, "0040A375")[0] ?? {}, "00081115");
  expect(series.map((one) => [textOf(one, "0020000E"), itemsOf(one, "00081199").length])).toEqual([["1.2.3", 2], ["1.2.9", 1]]); // prettier-ignore
  // No description, no item for it; flags of reports do not belong here.
  expect(itemsOf(object, "0040A730").filter((item) => textOf(item, "0040A040") === "TEXT")).toEqual([]);
  expect(object["0040A491"]).toBeUndefined();
});

it("is no selection of another kind of object", () => {
  expect(keySelection({ ...keyObject(marked, { title, description: "" }, context), "00080016": image["00080016"] })).toBeUndefined(); // prettier-ignore
});

it.each([
  [[{ instance: "1", frames: [] }], { instance: "1", frame: 7 }, true],
  [[{ instance: "1", frames: [3] }], { instance: "1", frame: 7 }, false],
  [[{ instance: "1", frames: [3, 7] }], { instance: "1", frame: 7 }, true],
  [[{ instance: "2", frames: [] }], { instance: "1", frame: 1 }, false],
  [[], { instance: "1", frame: 1 }, false],
] as const)("marks %j on %j: %s", (marks, picture, is) => {
  expect(isKeyImage(marks, picture)).toBe(is);
});

it("frames come back as numbers whatever the file wrote", () => {
  const object = keyObject(marked, { title, description: "" }, context);
  const last = itemsOf(object, "0040A730").at(-1) ?? {};
  expect(numbersOf(itemsOf(last, "00081199")[0] ?? {}, "00081160")).toEqual([12]);
});
