import { Enums, utilities } from "@cornerstonejs/core";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { suvPerCount } from "#lib/dicom/suv.ts";
import type { GreyWindow } from "#lib/dicom/window.ts";

interface Range {
  readonly lower: number;
  readonly upper: number;
}

/** The values that a window spans. Between whole numbers PS3.3 C.11.2.1.2.1 puts half a step, which would be much of an SUV. */
export function rangeOf({ width, centre }: GreyWindow, image: DicomAttributes): Range {
  return utilities.windowLevel.toLowHighRange(width, centre, functionOf(image));
}

/** The inverse of `rangeOf`. */
export function windowOf({ lower, upper }: Range, image: DicomAttributes): GreyWindow {
  if (functionOf(image) === Enums.VOILUTFunctionType.LINEAR_EXACT)
    return { width: upper - lower, centre: (lower + upper) / 2 };
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(lower, upper);
  return { width: windowWidth, centre: windowCenter };
}

function functionOf(image: DicomAttributes): Enums.VOILUTFunctionType {
  return suvPerCount(image) === undefined ? Enums.VOILUTFunctionType.LINEAR : Enums.VOILUTFunctionType.LINEAR_EXACT;
}
