import { expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import type { LookupTable } from "./lookup-table.ts";
import { isPlain, paintedFrame, pixelAttributes, plainFrame, throughTables } from "./plain-frame.ts";
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "./transfer-syntax.ts";

const NATIVE = transferSyntaxOf(EXPLICIT_LITTLE_ENDIAN);

interface Shape {
  readonly samples?: number;
  readonly colours?: string;
  readonly planar?: number;
  readonly allocated: number;
  readonly stored?: number;
  readonly high?: number;
  readonly signed?: number;
}

/** Two pixels in a row. */
function attributes({
  samples = 1,
  colours = "MONOCHROME2",
  planar = 0,
  allocated,
  stored = allocated,
  high = stored - 1,
  signed = 0,
}: Shape) {
  const numbers = { "00280002": samples, "00280006": planar, "00280010": 1, "00280011": 2, "00280100": allocated, "00280101": stored, "00280102": high, "00280103": signed }; // prettier-ignore
  const image: Record<string, DicomAttributes[string]> = { "00280004": { vr: "CS", Value: [colours] } };
  for (const [tag, value] of Object.entries(numbers)) image[tag] = { vr: "US", Value: [value] };
  return pixelAttributes(image);
}

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const longs = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);

it.each([
  ["single bits", { allocated: 1 }, Uint8Array.of(0b10), [0, 1]],
  [
    "signs of twelve upper bits",
    { allocated: 16, stored: 12, high: 15, signed: 1 },
    words(0xfff0, 0x7ff0),
    [255, 255, 255, 7],
  ],
  ["samples in the upper bits", { allocated: 16, stored: 12, high: 15 }, words(0x1230, 0xfff0), [0x23, 1, 0xff, 0xf]],
  ["overlays above the samples", { allocated: 16, stored: 12 }, words(0xf001, 0x1002), [1, 0, 2, 0]],
  [
    "planes of colour",
    { samples: 3, colours: "RGB", planar: 1, allocated: 8 },
    Uint8Array.of(1, 2, 3, 4, 5, 6),
    [1, 3, 5, 2, 4, 6],
  ],
  [
    "halved colours",
    { samples: 3, colours: "YBR_FULL_422", allocated: 8 },
    Uint8Array.of(10, 20, 128, 128),
    [10, 10, 10, 20, 20, 20],
  ],
  [
    "colours of sixteen bits",
    { samples: 3, colours: "RGB", allocated: 16 },
    words(0x100, 0x200, 0x300, 0, 0, 0xffff),
    [1, 2, 3, 0, 0, 255],
  ],
] as const)("takes %s apart", (_, shape, bytes, wanted) => {
  const told = attributes(shape);
  expect(isPlain(bytes, told, NATIVE)).toBe(false);
  expect([...plainFrame(bytes, told, NATIVE).bytes]).toEqual(wanted);
});

it("gives long samples as floating ones", () => {
  const { pixels, bytes } = plainFrame(longs(7, 4_000_000_000), attributes({ allocated: 32 }), NATIVE);
  expect(pixels).toMatchObject({ bitsAllocated: 32, isFloat: true });
  expect([...new Float32Array(bytes.buffer)]).toEqual([7, 4_000_000_000]);
});

it("leaves plain grey to the engine", () => {
  expect(isPlain(words(1, 2), attributes({ allocated: 16, stored: 12 }), NATIVE)).toBe(true);
  expect(isPlain(words(1, 2), attributes({ allocated: 16, signed: 1 }), NATIVE)).toBe(true);
});

it.each([
  ["cut short", { allocated: 16 }, words(1), /has 2 bytes, its attributes ask for 4/],
  ["without a palette", { colours: "PALETTE COLOR", allocated: 8 }, Uint8Array.of(0, 1), /no palette/],
  ["of four samples", { samples: 4, colours: "ARGB", allocated: 8 }, new Uint8Array(8), /4 samples/],
  ["of unknown colours", { samples: 3, colours: "HSV", allocated: 8 }, new Uint8Array(6), /HSV/],
] as const)("says what is wrong with a frame %s", (_, shape, bytes, message) => {
  expect(() => plainFrame(bytes, attributes(shape), NATIVE)).toThrow(message);
});

it("paints through palettes, and goes through tables of grey", () => {
  const table = (...entries: number[]): LookupTable => ({ first: 0, entries: Uint16Array.from(entries), bits: 16 });
  expect([...paintedFrame([0, 1], [table(0, 0xff00), table(0x100, 0), table(0, 0)]).bytes]).toEqual([
    0, 1, 0, 255, 0, 0,
  ]);
  const through = throughTables(
    [0, 1],
    attributes({ allocated: 8 }),
    { modality: table(1, 0), voi: table(5, 9) },
    { slope: 1, intercept: 0 },
  );
  expect([...new Float32Array(through.bytes.buffer)]).toEqual([9, 5]);
  expect(through.span).toEqual([0, 65_535]);
});
