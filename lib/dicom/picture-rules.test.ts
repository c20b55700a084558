import { describe, expect, it } from "vitest";
import { numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import { clearRegions } from "./burned-in.ts";
import { greyPicture } from "./grey-picture.ts";
import { greySamples, rescaled } from "./grey-samples.ts";
import { nearest } from "./nearest.ts";
import { directionLetters } from "./orientation-letters.ts";
import { dateText, patientLines } from "./overlay-lines.ts";
import { isVideo, videoContainer } from "./video.ts";
import { shownAs, transferSyntaxName } from "./shown-syntax.ts";
import { suvPerCount } from "./suv.ts";
import { presetName, windowPresets } from "./window.ts";

const of = (values: Readonly<Record<string, unknown>>): DicomAttributes =>
  Object.fromEntries(
    Object.entries(values).map(([tag, value]) => [tag, { vr: "UN", Value: Array.isArray(value) ? value : [value] }]),
  );

it("reads attributes of any shape without trusting them", () => {
  const odd = of({ "00100010": { Alphabetic: "Doe^Jane" }, "00080060": null, "00280030": ["0.5", "x", 2, ""] });
  expect([textOf(odd, "00100010"), textOf(odd, "00080060"), textOf(odd, "0020000E")]).toEqual(["Doe^Jane", undefined, undefined]); // prettier-ignore
  expect(numbersOf(odd, "00280030")).toEqual([0.5, 2]);
});

it.each([
  [[1, 0, 0], "L"],
  [[0, -1, 0], "A"],
  [[0, 0, 1], "H"],
  [[-0.8, 0.6, 0], "RP"],
  [[0.1, 0.1, -0.99], "F"],
] as const)("the letters of %j are %s", (direction, letters) => {
  expect(directionLetters(direction)).toBe(letters);
});

it("goes outward from the picture that is looked at", () => {
  const left = new Set([0, 1, 2, 3, 4]);
  const order: number[] = [];
  for (let next = nearest(3, 5, (index) => left.has(index)); next !== undefined;) {
    order.push(next);
    left.delete(next);
    next = nearest(3, 5, (index) => left.has(index));
  }
  expect(order).toEqual([3, 4, 2, 1, 0]);
});

describe("windows", () => {
  const image = of({ "00080060": "CT", "00281050": [40, 300], "00281051": [80, 1500], "00281055": ["HEAD", "BONE"] });
  it("offers the file's own first, and finds the name of one", () => {
    const presets = windowPresets(image);
    expect(presets.slice(0, 3).map(({ name }) => name)).toEqual(["HEAD", "BONE", "Brain"]);
    expect(presetName(presets, { width: 1500, centre: -600 })).toBe("Lung");
    expect(presetName(presets, { width: 1, centre: 0 })).toBeUndefined();
  });
});

describe("greyPicture", () => {
  const image = of({ "00280004": "MONOCHROME2", "00280010": 1, "00280011": 3, "00280100": 16, "00280101": 16, "00280103": 1, "00281050": 0, "00281051": 200, "00281052": -100, "00281053": 2 }); // prettier-ignore
  const samples = (...values: number[]) => new Uint8Array(new Int16Array(values).buffer);
  const greys = (picture: ReturnType<typeof greyPicture>) =>
    picture && [...picture.rgba].filter((_, index) => index % 4 === 0);

  it("rescales signed samples and stretches the window over black to white", () => {
    expect(greys(greyPicture(image, samples(0, 25, 100)))).toEqual([0, 64, 255]);
  });
  it("turns MONOCHROME1 round", () => {
    expect(greys(greyPicture({ ...image, ...of({ "00280004": "MONOCHROME1" }) }, samples(0, 50, 100)))).toEqual([255, 128, 0]); // prettier-ignore
  });
  it("takes the sign of samples in wider cells, and leaves bits beside unsigned ones to the engine", () => {
    const twelve = { ...image, ...of({ "00280101": 12, "00280102": 11, "00281050": 0, "00281051": 200, "00281052": 0, "00281053": 1 }) }; // prettier-ignore
    expect(greys(greyPicture(twelve, samples(0x0f9c, 20, 100)))).toEqual([0, 153, 255]);
    expect(greyPicture({ ...twelve, ...of({ "00280103": 0 }) }, samples(0x1000, 0, 100))).toBeUndefined();
  });
  it("does without a window, and without what it cannot paint", () => {
    expect(greys(greyPicture({ ...image, "00281050": undefined }, samples(7, 8, 9)))).toEqual([0, 128, 255]);
    expect(greyPicture({ ...image, ...of({ "00280004": "RGB" }) }, samples(0, 0, 0))).toBeUndefined();
    expect(greyPicture(image, samples(0, 0))).toBeUndefined();
  });
});

describe("grey samples", () => {
  const image = { rows: 1, columns: 2, samplesPerPixel: 1, bitsAllocated: 16, bitsStored: 12, highBit: 11, isSigned: true, isPlanar: false, isFloat: false, numberOfFrames: 1, photometricInterpretation: "MONOCHROME2" }; // prettier-ignore
  const words = (...values: number[]) => new Uint8Array(new Uint16Array(values).buffer);

  it("take the sign of their highest stored bit, at odd places of the bytes too", () => {
    expect([...greySamples(words(0x0800, 0x07ff), image)]).toEqual([-2048, 2047]);
    const odd = new Uint8Array([7, ...words(0x0fff, 5)]).subarray(1);
    expect([...greySamples(odd, image)]).toEqual([-1, 5]);
    const eight = { ...image, bitsAllocated: 8, bitsStored: 7, highBit: 6 };
    expect([...greySamples(new Uint8Array([0x40, 0x3f]), eight)]).toEqual([-64, 63]);
  });

  it.each([
    [[0, 255], 1, 0, Uint8Array, [0, 255]],
    [[0, 256], 1, 0, Uint16Array, [0, 256]],
    [[0, 2000], 1, -1024, Int16Array, [-1024, 976]],
    [[0, 100], -1, 0, Int8Array, [-100, 0]],
    [[0, 65_535], 1, -1024, Float32Array, [-1024, 64_511]],
    [[0, 65_535], 2, 0, Uint32Array, [0, 131_070]],
    [[0, 3], 0.5, 0, Float32Array, [0, 1.5]],
  ] as const)(
    "%j, %d times and %d more, are of the smallest kind that holds them",
    (samples, slope, intercept, Kind, ends) => {
      const { values, low, high } = rescaled(new Uint16Array(samples), slope, intercept);
      expect(values).toBeInstanceOf(Kind);
      expect([low, high]).toEqual(ends);
      expect([...values].toSorted((a, b) => a - b)).toEqual(ends);
    },
  );
});

it("computes SUV from dose, decay and weight", () => {
  const drug = { "00181074": { vr: "DS", Value: [400e6] }, "00181075": { vr: "DS", Value: [6586.2] }, "00181072": { vr: "TM", Value: ["100000"] } }; // prettier-ignore
  const pet = of({ "00080060": "PT", "00541001": "BQML", "00101030": 80, "00280051": ["DECY", "ATTN"], "00541102": "START", "00080031": "114946.2", "00540016": drug }); // prettier-ignore
  // One half-life after injection 200 MBq are left: 80,000 g / 200 MBq.
  expect(suvPerCount(pet)).toBeCloseTo(80_000 / 200e6, 12);
  expect(suvPerCount({ ...pet, "00101030": undefined })).toBeUndefined();
  expect(suvPerCount(of({ "00080060": "PT", "00541001": "GML" }))).toBe(1);
});

it("knows the regions of an ultrasound picture", () => {
  const region = { "00186018": { Value: [0] }, "0018601A": { Value: [40] }, "0018601C": { Value: [479] }, "0018601E": { Value: [359] } }; // prettier-ignore
  expect(clearRegions(of({ "00186011": [region, {}] }))).toEqual([{ left: 0, top: 40, right: 479, bottom: 359 }]);
});

it("marks every line that tells who the patient is", () => {
  const lines = patientLines(of({ "00100010": { Alphabetic: "Doe^Jane" }, "00100020": "77", "00080020": "20260314" }));
  expect(lines).toEqual([
    { text: "Doe Jane", isIdentity: true },
    { text: "77", isIdentity: true },
    { text: "14 Mar 2026", isIdentity: true },
  ]);
  expect(dateText("2026")).toBe("2026");
});

it("names a syntax that it cannot show", () => {
  expect([shownAs("1.2.840.10008.1.2.4.92"), shownAs("1.2.840.10008.1.2.4.80"), shownAs("1.2.3")]).toEqual(["no", "image", "no"]); // prettier-ignore
  expect(transferSyntaxName("1.2.3")).toBe("1.2.3");
});

it("tells a video, and what it is wrapped in", () => {
  expect(isVideo(of({ "00083002": "1.2.840.10008.1.2.4.102" }))).toBe(true);
  expect([of({ "00083002": "1.2.840.10008.1.2.4.50" }), {}].map(isVideo)).toEqual([false, false]);
  const packets = new Uint8Array(200).fill(0x47, 0, 1).fill(0x47, 188, 189);
  const heads = [[0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70], [...packets], [0, 0, 1, 0xba], [0, 0, 1, 0xb3], [0, 0, 0, 1, 0x67], [0x47], []]; // prettier-ignore
  expect(heads.map((head) => videoContainer(Uint8Array.from(head)))).toEqual(["mp4", "transportStream", "programStream", "elementaryStream", "elementaryStream", "unknown", "unknown"]); // prettier-ignore
});
