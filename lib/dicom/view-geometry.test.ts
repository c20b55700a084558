import { expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import { cineRate } from "./cine-rate.ts";
import { imagePlane } from "./frame-attributes.ts";
import type { StackImage } from "./image-stack.ts";
import { referenceLine, type PlaneRectangle } from "./reference-line.ts";
import { samePlace } from "./same-place.ts";

function attributes(position: readonly number[], orientation: readonly number[], frame = "1.9"): DicomAttributes {
  return {
    "00200032": { vr: "DS", Value: position },
    "00200037": { vr: "DS", Value: orientation },
    "00200052": { vr: "UI", Value: [frame] },
    "00280030": { vr: "DS", Value: [1, 1] },
  };
}

function rectangle(position: readonly number[], orientation: readonly number[]): PlaneRectangle {
  const plane = imagePlane(attributes(position, orientation));
  if (!plane) throw new Error("no plane");
  return { plane, rows: 100, columns: 100 };
}

function image(z: number, frame?: string): StackImage {
  const all = attributes([0, 0, z], AXIAL, frame);
  return { instance: String(z), frame: 1, attributes: all, plane: imagePlane(all) };
}

const AXIAL = [1, 0, 0, 0, 1, 0];
/** Columns run to the feet. */
const CORONAL = [1, 0, 0, 0, 0, -1];

it("an axial slice cuts a coronal picture along a level line at its height", () => {
  const line = referenceLine(rectangle([0, 50, 80], CORONAL), rectangle([0, 0, 20], AXIAL));
  expect(
    line?.map(([across, down]) => [across, down].map((part) => Math.round(part * 1000) / 1000)).toSorted(),
  ).toEqual([
    [0, 0.605],
    [1, 0.605],
  ]);
});

it("parallel pictures, and those that do not reach each other, have no line", () => {
  expect(referenceLine(rectangle([0, 0, 0], AXIAL), rectangle([0, 0, 9], AXIAL))).toBeUndefined();
  expect(referenceLine(rectangle([0, 500, 80], CORONAL), rectangle([0, 0, 20], AXIAL))).toBeUndefined();
});

it("finds the same place in another stack of the same frame of reference", () => {
  const others = [0, 5, 10, 15].map((z) => image(z));
  expect(samePlace(image(11), others)).toBe(2);
  expect(samePlace(image(11, "1.8"), others)).toBeUndefined();
});

it.each([
  [{ "00180040": { vr: "IS", Value: ["25"] } }, 25],
  [{ "00181063": { vr: "DS", Value: [40] } }, 25],
  [{ "00181065": { vr: "DS", Value: [0, 50, 50] } }, 20],
  [{ "00082144": { vr: "IS", Value: [10] }, "00181063": { vr: "DS", Value: [40] } }, 10],
  [{}, 15],
] as const)("the rate of %j is %d", (file, rate) => {
  expect(cineRate(file)).toBe(rate);
});
