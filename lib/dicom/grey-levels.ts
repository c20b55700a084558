import { itemsOf, numberOf, textOf, valuesOf, type Reading } from "./image-attributes.ts";
import { lookUp, sequenceLut, type LookupTable } from "./lookup-table.ts";

/** A window of PS3.3 C.11.2.1.2. */
export interface Window {
  readonly center: number;
  readonly width: number;
  readonly shape: "LINEAR" | "LINEAR_EXACT" | "SIGMOID";
}

/** How stored values of one frame become grey: modality, then values of interest (PS3.4 N.2). */
export interface GreyLevels {
  /** Stored value to what the modality measured, Hounsfield units for instance. */
  readonly toModality: (stored: number) => number;
  /** Stored values of padding, outside of the image: from, to. */
  readonly padding: readonly [number, number] | undefined;
  readonly voi: LookupTable | Window | undefined;
  /** True when high values are dark: MONOCHROME1, or an inverse presentation. */
  readonly isInverse: boolean;
}

/**
 * The levels of a frame, from the image's attributes or, in enhanced multi-frame images, from the functional groups of the frame or of all
 * frames (PS3.3 C.7.6.16).
 * @param frame from 1 on
 */
export function greyLevels(reading: Reading, frame: number, isSigned: boolean): GreyLevels {
  const groups = [...itemsOf(reading, "52009230").slice(frame - 1, frame), ...itemsOf(reading, "52009229").slice(0, 1)];
  const within = (sequence: string): Reading => groups.flatMap((group) => itemsOf(group, sequence)).at(0) ?? reading;
  const isInverse = textOf(reading, "20500020") === "INVERSE" || textOf(reading, "00280004") === "MONOCHROME1";
  return {
    toModality: modality(within("00289145"), isSigned),
    padding: padding(reading),
    voi: valuesOfInterest(within("00289132"), isSigned),
    isInverse,
  };
}

function modality(reading: Reading, isSigned: boolean): (stored: number) => number {
  const lut = sequenceLut(reading, "00283000", isSigned);
  if (lut) return (stored) => lookUp(lut, stored);
  const slope = numberOf(reading, "00281053") ?? 1;
  const intercept = numberOf(reading, "00281052") ?? 0;
  return slope === 1 && intercept === 0 ? (stored) => stored : (stored) => stored * slope + intercept;
}

function valuesOfInterest(reading: Reading, isSigned: boolean): GreyLevels["voi"] {
  const lut = sequenceLut(reading, "00283010", isSigned);
  if (lut) return lut;
  const center = numberOf(reading, "00281050");
  const width = numberOf(reading, "00281051");
  if (center === undefined || width === undefined || width <= 0) return undefined;
  const written = textOf(reading, "00281056");
  return { center, width, shape: written === "LINEAR_EXACT" || written === "SIGMOID" ? written : "LINEAR" };
}

function padding(reading: Reading): GreyLevels["padding"] {
  const [value] = valuesOf(reading, "00280120");
  const [limit] = valuesOf(reading, "00280121");
  if (typeof value !== "number") return undefined;
  const other = typeof limit === "number" ? limit : value;
  return [Math.min(value, other), Math.max(value, other)];
}

/** A measured value to 0…255. PS3.3 C.11.2.1.2.1 (LINEAR), C.11.2.1.3.1 (SIGMOID), C.11.2.1.3.2 (LINEAR_EXACT). */
export function windowed({ center, width, shape }: Window, value: number): number {
  if (shape === "SIGMOID") return 255 / (1 + Math.exp((-4 * (value - center)) / width));
  const isExact = shape === "LINEAR_EXACT";
  const span = isExact ? width : Math.max(width - 1, Number.EPSILON);
  const middle = isExact ? center : center - 0.5;
  return Math.max(0, Math.min(255, ((value - middle) / span + 0.5) * 255));
}
