import { expect, it } from "vitest";
import { fusionPair, type FusionCandidate } from "./fusion-pair.ts";
import { overlayRange } from "./overlay-range.ts";
import { paletteGradient, PALETTE_NAMES, palettePoints } from "./palette.ts";
import { voxelType } from "./voxel-type.ts";

it.each([
  [["Uint8Array"], "Uint8Array"],
  [["Uint8Array", "Uint16Array"], "Uint16Array"],
  [["Int16Array", "Uint8Array"], "Int16Array"],
  [["Int8Array"], "Int16Array"],
  [["Int16Array", "Uint16Array"], "Float32Array"],
  [["Uint32Array"], "Float32Array"],
  [["Float32Array", "Uint8Array"], "Float32Array"],
] as const)("pictures of %j make a block of %s", (names, type) => {
  expect(voxelType(names)).toBe(type);
});

interface Half {
  readonly frame?: string;
  readonly why?: string;
  readonly corrected?: readonly string[];
}

function candidate(
  series: string,
  modality: string,
  { frame = "1.9", why, corrected = [] }: Half = {},
): FusionCandidate {
  const attributes = { "00200052": { vr: "UI", Value: [frame] }, "00280051": { vr: "CS", Value: corrected } };
  return {
    series,
    modality,
    stack: {
      images: [{ instance: series, frame: 1, attributes, plane: undefined }],
      volume: why === undefined ? { isVolume: true, gap: 3 } : { isVolume: false, why },
    },
  };
}

const CT = candidate("ct", "CT");
const PT = candidate("pt", "PT");

it.each([
  ["a pair in one frame", [CT, PT], "ct pt"],
  ["the CT of the PET's frame", [candidate("lung", "CT", { frame: "1.7" }), CT, PT], "ct pt"],
  ["the corrected PET", [CT, PT, candidate("ac", "PT", { corrected: ["DECY", "ATTN"] })], "ct ac"],
  ["a PET that is a volume", [CT, candidate("mip", "PT", { why: "Two images." }), PT], "ct pt"],
] as const)("lays %s over each other", (_, candidates, expected) => {
  const pair = fusionPair(candidates);
  expect(pair.isPair ? `${pair.ct.series} ${pair.pt.series}` : pair.why).toBe(expected);
});

it.each([
  ["no PET", [CT], /needs a CT series and a PET/],
  ["different frames", [candidate("ct", "CT", { frame: "1.7" }), PT], /frame of reference/],
  ["no frame", [candidate("ct", "CT", { frame: "" }), candidate("pt", "PT", { frame: "" })], /frame of reference/],
  ["uneven slices", [candidate("ct", "CT", { why: "Gaps are not even." }), PT], /CT series: Gaps are not even/],
] as const)("cannot with %s, and says why", (_, candidates, why) => {
  const pair = fusionPair(candidates);
  expect(pair.isPair ? "" : pair.why).toMatch(why);
});

it("palettes go from 0 to 1", () => {
  for (const name of PALETTE_NAMES) {
    const places = palettePoints(name).map(([at]) => at);
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  expect(paletteGradient("grey")).toBe("linear-gradient(to right, rgb(0 0 0) 0%, rgb(255 255 255) 100%)");
});

it("a PET goes over SUV where the file tells what it takes, else over its own window", () => {
  const suv = { "00080060": { vr: "CS", Value: ["PT"] }, "00541001": { vr: "CS", Value: ["GML"] } };
  expect(overlayRange(suv)).toMatchObject({ unit: "SUV", usual: 7 });
  const plain = { "00281050": { vr: "DS", Value: [3000] }, "00281051": { vr: "DS", Value: [6000] } };
  expect(overlayRange(plain)).toMatchObject({ unit: "", usual: 6000, most: 24_000 });
  expect(overlayRange({})).toMatchObject({ unit: "", usual: 1000 });
});
