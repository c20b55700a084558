import { expect, it } from "vitest";
import { itemsOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import { measurementReport } from "./measurement-report.ts";

const image: DicomAttributes = {
  "00080016": { vr: "UI", Value: ["1.2.840.10008.5.1.4.1.1.2"] },
  "00100010": { vr: "PN", Value: [{ Alphabetic: "Doe^Jane" }] },
  "0020000D": { vr: "UI", Value: ["1.2"] },
  "0020000E": { vr: "UI", Value: ["1.2.3"] },
  "00200032": { vr: "DS", Value: [-50, -20, 7] },
  "00200037": { vr: "DS", Value: [1, 0, 0, 0, 1, 0] },
  "00280030": { vr: "DS", Value: [0.5, 0.25] },
};

const context = { series: "2.25.1", instance: "2.25.2", observer: "Reader", date: "20260101", time: "120000" };

const length = {
  label: "Lesion",
  figures: [{ name: "Length", value: 12.5, unit: "mm" }],
  points: [[-50, -20, 7], [-40, -15, 7]] as const, // prettier-ignore
  isClosed: false,
  image,
  instance: "1.2.3.4",
  frame: 1,
  trackingUid: "2.25.3",
};

/** Every content item below, with the meaning of its concept. */
function allItems(report: DicomAttributes): readonly (readonly [meaning: string | undefined, item: DicomAttributes])[] {
  return itemsOf(report, "0040A730").flatMap((item) => [
    [textOf(itemsOf(item, "0040A043")[0] ?? {}, "00080104"), item] as const,
    ...allItems(item),
  ]);
}

it("writes figure, unit and shape, and where they come from", () => {
  const report = measurementReport([length], context);
  expect(textOf(itemsOf(report, "0040A504")[0] ?? {}, "0040DB00")).toBe("1500");
  const items = allItems(report);
  const figure = items.find(([meaning]) => meaning === "Length")?.[1] ?? {};
  const value = itemsOf(figure, "0040A300")[0] ?? {};
  expect([textOf(value, "0040A30A"), textOf(itemsOf(value, "004008EA")[0] ?? {}, "00080100")]).toEqual(["12.5", "mm"]);
  const shape = itemsOf(figure, "0040A730")[0] ?? {};
  // 10 mm along a row of 0.25 mm pixels, 5 mm down rows of 0.5 mm, from the middle of the first pixel.
  expect(numbersOf(shape, "00700022")).toEqual([0.5, 0.5, 40.5, 10.5]);
  const picture = itemsOf(itemsOf(shape, "0040A730")[0] ?? {}, "00081199")[0] ?? {};
  expect(textOf(picture, "00081155")).toBe("1.2.3.4");
  expect(items.find(([meaning]) => meaning === "Tracking Identifier")?.[1]["0040A160"]?.Value).toEqual(["Lesion"]);
});

it("stands in the study and with the patient of its pictures", () => {
  const report = measurementReport([length], context);
  expect([textOf(report, "0020000D"), textOf(report, "00100010"), textOf(report, "00080060")]).toEqual(["1.2", "Doe^Jane", "SR"]); // prettier-ignore
  const evidence = itemsOf(report, "0040A375")[0] ?? {};
  expect(textOf(itemsOf(evidence, "00081115")[0] ?? {}, "0020000E")).toBe("1.2.3");
});

it("closes the ring of an area, and keeps a note without figures", () => {
  const ring = { ...length, isClosed: true, points: [[-50, -20, 7], [-49.75, -20, 7], [-49.75, -19.5, 7]] as const }; // prettier-ignore
  const note = { ...length, label: "Look", figures: [] };
  const items = allItems(measurementReport([ring, note], context)).map(([, item]) => item);
  const shapes = items.filter((item) => textOf(item, "0040A040") === "SCOORD");
  expect(numbersOf(shapes[0] ?? {}, "00700022")).toEqual([0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 0.5, 0.5]);
  expect(shapes.map((shape) => textOf(shape, "0040A010"))).toEqual(["INFERRED FROM", "CONTAINS"]);
});
