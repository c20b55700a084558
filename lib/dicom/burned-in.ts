import { itemsOf, numberOf, textOf, type DicomAttributes } from "./attributes.ts";

/** Pixels of a picture, from 0, both ends included. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The parts of an ultrasound picture that hold echoes: what lies outside is the machine's banner, where names are burned in
 * (PS3.3 C.8.5.5, Sequence of Ultrasound Regions). Empty when the file names no region.
 */
export function clearRegions(image: DicomAttributes): readonly PixelBox[] {
  return itemsOf(image, "00186011").flatMap((region) => {
    const left = numberOf(region, "00186018");
    const top = numberOf(region, "0018601A");
    const right = numberOf(region, "0018601C");
    const bottom = numberOf(region, "0018601E");
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
    return right > left && bottom > top ? [{ left, top, right, bottom }] : [];
  });
}

/** Whether the file says that names are part of the picture (0028,0301). */
export function saysBurnedIn(image: DicomAttributes): boolean {
  return textOf(image, "00280301") === "YES";
}
