import { DicomError } from "./data-set.ts";
import { greyLevels, windowed, type GreyLevels, type Window } from "./grey-levels.ts";
import type { Reading } from "./image-attributes.ts";
import { lookUp, paletteLuts } from "./lookup-table.ts";
import { eightBits, fromYbr, painted, storedValues, type FrameSamples } from "./sample-values.ts";

/** What a screen shows: 8 bits a channel, one channel of grey or three of RGB. */
export interface ScreenImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

export interface RenderOptions {
  /** Frame number from 1 on. */
  readonly frame: number;
  /** In place of what the image itself suggests. */
  readonly window?: Window | undefined;
}

/** Makes the picture of a frame. Throws DicomError for colours that nobody defines. */
export function renderPixels(samples: FrameSamples, reading: Reading, options: RenderOptions): ScreenImage {
  const { rows: height, columns: width, photometricInterpretation } = samples.attributes;
  switch (photometricInterpretation) {
    case "MONOCHROME1":
    case "MONOCHROME2":
      return { bytes: grey(samples, reading, options), width, height, channels: 1 };
    case "PALETTE COLOR":
      return { bytes: palette(samples, reading), width, height, channels: 3 };
    case "RGB":
      return { bytes: eightBits(samples), width, height, channels: 3 };
    case "YBR_FULL":
    case "YBR_FULL_422":
    case "YBR_PARTIAL_420":
    case "YBR_PARTIAL_422":
      return { bytes: fromYbr(eightBits(samples)), width, height, channels: 3 };
    default:
      throw new DicomError("unreadable", "The Photometric Interpretation is none that can be shown.");
  }
}

function grey(samples: FrameSamples, reading: Reading, { frame, window }: RenderOptions): Uint8Array {
  const { isSigned, bitsStored } = samples.attributes;
  const stored = storedValues(samples);
  const levels = greyLevels(reading, frame, isSigned);
  const toGrey = bitsStored === 1 ? (value: number): number => value * 255 : greyOf(levels, stored, window);
  const shown = new Uint8Array(stored.length);
  const known = new Map<number, number>();
  for (let at = 0; at < stored.length; at += 1) {
    const value = stored[at] ?? 0;
    let level = known.get(value);
    if (level === undefined) {
      level = Math.round(toGrey(value));
      if (levels.isInverse) level = 255 - level;
      known.set(value, level);
    }
    shown[at] = level;
  }
  return shown;
}

function greyOf(levels: GreyLevels, stored: ArrayLike<number>, asked: Window | undefined): (value: number) => number {
  const { toModality } = levels;
  const voi = asked ?? levels.voi ?? spread(levels, stored);
  if ("entries" in voi) {
    const most = 2 ** voi.bits - 1;
    return (value) => Math.min(255, (lookUp(voi, Math.round(toModality(value))) * 255) / most);
  }
  return (value) => windowed(voi, toModality(value));
}

/** Without a suggestion the darkest value is black and the brightest white, padding apart. */
function spread({ toModality, padding }: GreyLevels, stored: ArrayLike<number>): Window {
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < stored.length; at += 1) {
    const value = stored[at] ?? 0;
    if (padding && value >= padding[0] && value <= padding[1]) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const ends = [toModality(least === Infinity ? 0 : least), toModality(most === -Infinity ? 1 : most)];
  const low = Math.min(...ends);
  const width = Math.max(Math.max(...ends) - low, Number.EPSILON);
  return { center: low + width / 2, width, shape: "LINEAR_EXACT" };
}

function palette(samples: FrameSamples, reading: Reading): Uint8Array {
  const luts = paletteLuts(reading);
  if (!luts) throw new DicomError("unreadable", "The image has PALETTE COLOR, but no palette.");
  return painted(storedValues({ ...samples, attributes: { ...samples.attributes, isSigned: false } }), luts);
}
