import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import { imageStack } from "./image-stack.ts";

interface Slice {
  readonly number: number;
  readonly z: number;
  readonly more?: DicomAttributes;
}

const AXIAL = [1, 0, 0, 0, 1, 0];

function slice({ number, z, more = {} }: Slice): DicomAttributes {
  return {
    "00080018": { vr: "UI", Value: [`1.${number}`] },
    "00200013": { vr: "IS", Value: [number] },
    "00200032": { vr: "DS", Value: [-100, -100, z] },
    "00200037": { vr: "DS", Value: AXIAL },
    "00280002": { vr: "US", Value: [1] },
    "00280010": { vr: "US", Value: [4] },
    "00280011": { vr: "US", Value: [4] },
    "00280030": { vr: "DS", Value: [0.5, 0.5] },
    "7FE00010": { vr: "OW", BulkDataURI: "x" },
    ...more,
  };
}

const depths = (instances: readonly DicomAttributes[]) =>
  imageStack(instances).images.map(({ plane }) => plane?.position[2]);

describe("the order of a stack", () => {
  it("follows the normal, in the direction of the numbers, whatever order the API sends", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 3 }), fc.boolean(), (places, isDown) => {
        const instances = places.map((place) => slice({ number: place + 1, z: (isDown ? -2 : 2) * place }));
        const sorted = places.map((place) => (isDown ? -2 : 2) * place).toSorted((a, b) => (isDown ? b - a : a - b));
        expect(depths(instances)).toEqual(sorted);
      }),
    );
  });

  it("goes by position where numbers are wrong, and by number where there is no position", () => {
    const wrong = [slice({ number: 1, z: 0 }), slice({ number: 2, z: 9 }), slice({ number: 3, z: 3 }), slice({ number: 4, z: 6 })]; // prettier-ignore
    expect(depths(wrong)).toEqual([0, 3, 6, 9]);
    const flat = [3, 1, 2].map((number) => slice({ number, z: 0, more: { "00200032": undefined } }));
    expect(imageStack(flat).images.map(({ instance }) => instance)).toEqual(["1.1", "1.2", "1.3"]);
  });

  it("keeps the passes of a series over the same slices apart", () => {
    const instances = [0, 3, 6, 0, 3, 6].map((z, index) => slice({ number: index + 1, z }));
    expect(depths(instances)).toEqual([0, 3, 6, 0, 3, 6]);
  });

  it("counts frames, each with the attributes of its functional groups", () => {
    const group = (z: number) => ({
      "00209113": { vr: "SQ", Value: [{ "00200032": { vr: "DS", Value: [0, 0, z] } }] },
    });
    const more = {
      "00200032": undefined,
      "00280008": { vr: "IS", Value: [3] },
      "52009230": { vr: "SQ", Value: [group(4), group(0), group(2)] },
    };
    const { images, volume } = imageStack([slice({ number: 1, z: 0, more })]);
    expect(images.map(({ frame, plane }) => [frame, plane?.position[2]])).toEqual([[2, 0], [3, 2], [1, 4]]); // prettier-ignore
    expect(volume).toEqual({ isVolume: true, gap: 2 });
  });

  it("leaves out instances without pixels", () => {
    expect(imageStack([slice({ number: 1, z: 0, more: { "7FE00010": undefined } })]).images).toEqual([]);
  });
});

describe("whether a stack can be cut in other planes", () => {
  const four = (change: (index: number) => Partial<Slice>) =>
    imageStack([0, 1, 2, 3].map((index) => slice({ number: index + 1, z: index * 3, ...change(index) }))).volume;

  it("can, with even gaps", () => {
    expect(four(() => ({}))).toEqual({ isVolume: true, gap: 3 });
  });

  it.each([
    ["a missing slice", (index: number) => ({ z: index === 3 ? 12 : index * 3 }), /gaps/],
    ["two on one place", (index: number) => ({ z: index === 3 ? 6 : index * 3 }), /gaps/],
    [
      "a tilted gantry",
      (index: number) => ({ more: { "00200032": { vr: "DS", Value: [0, index * 2, index * 3] } } }),
      /gaps/,
    ],
    ["another size", (index: number) => ({ more: { "00280010": { vr: "US", Value: [index === 2 ? 8 : 4] } } }), /size/],
    ["colour", () => ({ more: { "00280002": { vr: "US", Value: [3] } } }), /Colour/],
    [
      "another direction",
      (index: number) => ({ more: { "00200037": { vr: "DS", Value: index === 1 ? [0, 1, 0, 1, 0, 0] : AXIAL } } }),
      /parallel/,
    ],
  ] as const)("cannot with %s", (_, change, why) => {
    const volume = four(change);
    expect(volume.isVolume ? "" : volume.why).toMatch(why);
  });
});
