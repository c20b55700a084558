import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";

/** RGB as one byte: 128 greys, then 64 reds, then 64 blues, as the palette below has them. */
export function indexed(picture: Uint8Array): Uint8Array {
  const indices = new Uint8Array(picture.length / 3);
  for (let at = 0; at < indices.length; at++) {
    const [red = 0, , blue = 0] = picture.subarray(at * 3, at * 3 + 3);
    if (red > blue + 40) indices[at] = 128 + (red >> 2);
    else if (blue > red + 40) indices[at] = 192 + (blue >> 2);
    else indices[at] = red >> 1;
  }
  return indices;
}

/** 256 colours with 16 bits. PS3.3 C.7.6.3.1.5. */
export function palette(): Dataset {
  const descriptor = [256, 0, 16];
  return {
    RedPaletteColorLookupTableDescriptor: descriptor,
    GreenPaletteColorLookupTableDescriptor: descriptor,
    BluePaletteColorLookupTableDescriptor: descriptor,
    RedPaletteColorLookupTableData: table([2, 4, 0], [0, 0, 18]),
    GreenPaletteColorLookupTableData: table([2, 1.5, 1.5], [0, 0, 0]),
    BluePaletteColorLookupTableData: table([1.92, 0, 4], [0, 18, 0]),
  };
}

type OfThree = readonly [grey: number, red: number, blue: number];

/** How steep each of the three ramps is in one channel, and where it begins. */
function table(slopes: OfThree, starts: OfThree): Uint8Array {
  const value = (index: number): number => {
    const ramp = Math.max(0, (index >> 6) - 1);
    const step = ramp === 0 ? index : index & 63;
    return Math.min(255, (starts[ramp] ?? 0) + step * (slopes[ramp] ?? 0)) * 257;
  };
  return new Uint8Array(Uint16Array.from({ length: 256 }, (_, index) => value(index)).buffer);
}
