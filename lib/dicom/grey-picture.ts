import { numberOf, textOf, type DicomAttributes } from "./attributes.ts";
import { extremesOf, greySamples, type GreySamples } from "./grey-samples.ts";
import { isPlain, pixelAttributes } from "./plain-frame.ts";
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "./transfer-syntax.ts";
import { fileWindows } from "./window.ts";

/** A picture ready for a canvas. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: red, green, blue, opacity. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Paints uncompressed grey samples through the file's own window, or from darkest to brightest without one: quick and without
 * any library, for the moment before the viewer's engine stands. Undefined for what is not plain grey.
 * @param bytes little endian samples of one frame
 */
export function greyPicture(image: DicomAttributes, bytes: Uint8Array<ArrayBuffer>): Picture | undefined {
  const width = numberOf(image, "00280011") ?? 0;
  const height = numberOf(image, "00280010") ?? 0;
  const values = samplesOf(image, bytes);
  if (!values) return undefined;
  const slope = numberOf(image, "00281053") ?? 1;
  const intercept = numberOf(image, "00281052") ?? 0;
  const [low, high] = rangeOf(image, values, slope, intercept);
  const isInverted = textOf(image, "00280004") === "MONOCHROME1";
  const scale = (255 / (high - low)) * (isInverted ? -1 : 1);
  const shift = isInverted ? 255 : 0;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0, at = 0; pixel < values.length; pixel += 1, at += 4) {
    const grey = ((values[pixel] ?? 0) * slope + intercept - low) * scale + shift;
    rgba[at] = grey;
    rgba[at + 1] = grey;
    rgba[at + 2] = grey;
    rgba[at + 3] = 255;
  }
  return { width, height, rgba };
}

function samplesOf(image: DicomAttributes, bytes: Uint8Array<ArrayBuffer>): GreySamples | undefined {
  const attributes = pixelAttributes(image);
  const { rows, columns, bitsAllocated, photometricInterpretation } = attributes;
  const isGrey = /^MONOCHROME[12]$/.test(photometricInterpretation);
  const count = rows * columns;
  if (!isGrey || count === 0 || bytes.length < (count * bitsAllocated) / 8) return undefined;
  return isPlain(bytes, attributes, transferSyntaxOf(EXPLICIT_LITTLE_ENDIAN))
    ? greySamples(bytes, attributes)
    : undefined;
}

function rangeOf(image: DicomAttributes, values: GreySamples, slope: number, intercept: number): [number, number] {
  const window = fileWindows(image)[0];
  if (window) return [window.centre - window.width / 2, window.centre + window.width / 2];
  const [low, high] = extremesOf(values);
  const [darkest, brightest] = [low * slope + intercept, high * slope + intercept];
  return darkest < brightest ? [darkest, brightest] : [darkest - 1, darkest + 1];
}
