import { describe, expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import { imagePlane } from "./frame-attributes.ts";
import type { StackImage } from "./image-stack.ts";
import { segmentFrameOn, segmentMask, segmentsOf } from "./segmentation.ts";
import { cutContour, cutMask, gapBetween, contourNormal, onPlaneScreen } from "./plane-cut.ts";
import { contoursOn, contourStructures } from "./structure-set.ts";

const sequence = (...items: readonly DicomAttributes[]) => ({ vr: "SQ", Value: items });
const value = (...values: readonly unknown[]) => ({ vr: "UN", Value: values });

function image(instance: string, z: number): StackImage {
  const attributes = {
    "00200032": value(10, 20, z),
    "00200037": value(1, 0, 0, 0, 1, 0),
    "00280030": value(2, 1),
  };
  return { instance, frame: 1, attributes, plane: imagePlane(attributes) };
}

describe("structure sets", () => {
  const contour = (z: number, reference: string | undefined): DicomAttributes => ({
    "30060042": value("CLOSED_PLANAR"),
    "30060050": value(10, 20, z, 19, 20, z, 19, 38, z),
    ...(reference === undefined ? {} : { "30060016": sequence({ "00081155": value(reference) }) }),
  });
  const file: DicomAttributes = {
    "00080018": value("1.5"),
    "30060020": sequence({ "30060022": value(7), "30060026": value("Heart") }),
    "30060039": sequence({ "30060084": value(7), "3006002A": value(255, 0, 0), "30060040": sequence(contour(4, "1.1"), contour(8, undefined)) }), // prettier-ignore
  };
  const [heart] = contourStructures(file);
  const size = { rows: 10, columns: 10 };

  it("names and colours a structure", () => {
    expect([heart?.name, heart?.colour, heart?.contours.length]).toEqual(["Heart", "rgb(255 0 0)", 2]);
  });
  it("puts a contour on the picture that it names, from the picture's edge", () => {
    expect(heart && contoursOn(heart, image("1.1", 4), size)).toEqual([
      { isClosed: true, points: [[0.05, 0.05], [0.95, 0.05], [0.95, 0.95]] }, // prettier-ignore
    ]);
  });
  it("goes by height where no picture is named", () => {
    expect(heart && contoursOn(heart, image("1.2", 8.2), size)).toHaveLength(1);
    expect(heart && contoursOn(heart, image("1.2", 4), size)).toHaveLength(0);
  });
});

describe("segmentations", () => {
  const frame = (segment: number, source: string): DicomAttributes => ({
    "0062000A": sequence({ "0062000B": value(segment) }),
    "00089124": sequence({ "00082112": sequence({ "00081155": value(source) }) }),
  });
  const file: DicomAttributes = {
    "00080018": value("1.6"),
    "00280008": value(3),
    "00280010": value(2),
    "00280011": value(5),
    "00280100": value(1),
    "00620002": sequence({ "00620004": value(1), "00620005": value("Lung") }, { "00620004": value(2), "00620005": value("Liver"), "0062000D": value(34885, 53485, 50171) }), // prettier-ignore
    "52009230": sequence(frame(1, "1.1"), frame(2, "1.1"), frame(1, "1.2")),
  };

  it("finds the frame of each segment on a picture", () => {
    const found = segmentsOf(file).map((segment) => [segment.name, segmentFrameOn(segment, image("1.1", 0))?.frame, segmentFrameOn(segment, image("1.2", 0))?.frame]); // prettier-ignore
    expect(found).toEqual([["Lung", 1, 3], ["Liver", 2, undefined]]); // prettier-ignore
  });
  it("reads the recommended colour: red", () => {
    const [red = 0, green = 0, blue = 0] = (segmentsOf(file)[1]?.colour.match(/\d+/g) ?? []).map(Number);
    expect(red).toBeGreaterThan(240);
    expect(Math.max(green, blue)).toBeLessThan(40);
  });
  it("unpacks bits, the lowest first, and scales fractions", () => {
    expect([...segmentMask(file, new Uint8Array([0b0000_0101, 0b10]))].map(Boolean)).toEqual(
      [1, 0, 1, 0, 0, 0, 0, 0, 0, 1].map(Boolean),
    );
    const fractional = { ...file, "00280100": value(8), "0062000E": value(200) };
    expect([...segmentMask(fractional, new Uint8Array(10).fill(100))][0]).toBe(128);
  });
});

describe("cuts", () => {
  /** Seen from the front, half a millimetre a step of the screen, at y = 5. */
  const coronal = { origin: [0, 5, 100], right: [0.5, 0, 0], down: [0, 0, -0.5] } as const;
  const axial = { origin: [0, 0, 3], right: [0.5, 0, 0], down: [0, 0.5, 0] } as const;
  const square = [[2, 0, 2], [10, 0, 2], [10, 8, 2], [2, 8, 2]] as const; // prettier-ignore

  it("shows a contour whole in its own plane and by a chord across it", () => {
    expect(cutContour(square, axial, 1)).toEqual({ kind: "whole", whole: square });
    expect(cutContour(square, axial, 0.5)).toEqual({ kind: "chords", chords: [] });
    const cut = cutContour(square, coronal, 1);
    expect(cut.kind === "chords" && cut.chords.map((chord) => chord.map((point) => onPlaneScreen(coronal, point)))).toEqual([[[20, 196], [4, 196]]]); // prettier-ignore
  });
  it("pairs the crossings of a bent contour", () => {
    const bent = [[0, 0, 2], [12, 0, 2], [12, 8, 2], [8, 8, 2], [8, 2, 2], [4, 2, 2], [4, 8, 2], [0, 8, 2]] as const; // prettier-ignore
    const cut = cutContour(bent, coronal, 1);
    const ends =
      cut.kind === "chords" ? cut.chords.map((chord) => chord.map(([x]) => x).toSorted((a, b) => a - b)) : [];
    expect(ends.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([[0, 4], [8, 12]]); // prettier-ignore
  });
  it("finds the stretches of a mask that a plane meets", () => {
    const plane = imagePlane({ "00200032": value(0, 0, 2), "00200037": value(1, 0, 0, 0, 1, 0), "00280030": value(2, 1) }); // prettier-ignore
    if (!plane) throw new Error("no plane");
    // Row 2 or 3 lies at y = 5; columns 1, 2 and 6 are in.
    const mask = { plane, rows: 10, columns: 8, has: (pixel: number) => [1, 2, 6].includes(pixel % 8) };
    const cut = cutMask(mask, coronal, 1);
    expect(cut.kind === "chords" && cut.chords.map((chord) => chord.map(([x, , z]) => [x, z]))).toEqual([[[0.5, 2], [2.5, 2]], [[5.5, 2], [6.5, 2]]]); // prettier-ignore
    expect(cutMask(mask, axial, 1).kind).toBe("whole");
    expect(cutMask(mask, { ...axial, origin: [0, 0, 9] }, 1)).toEqual({ kind: "chords", chords: [] });
  });
  it("knows the gap between contours, and where they face", () => {
    expect(contourNormal(square)).toEqual([0, 0, 1]);
    expect(gapBetween([[0, 0, 2], [0, 0, 8], [0, 0, 5], [1, 1, 5]], [0, 0, 1])).toBe(3); // prettier-ignore
  });
});
