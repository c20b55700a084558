import type { DicomAttributes } from "./attributes.ts";
import { suvPerCount } from "./suv.ts";
import { fileWindows } from "./window.ts";

/** The values that the colours of a PET overlay go over. */
export interface OverlayRange {
  /** `SUV`, or empty when the file lacks what it takes. */
  readonly unit: "SUV" | "";
  /** Takes the last colour unless another is chosen. */
  readonly usual: number;
  /** The most that can be chosen, and the least step. */
  readonly most: number;
  readonly step: number;
}

/** The range for a PET image: SUV by body weight where the file tells what it takes, otherwise its own values. */
export function overlayRange(image: DicomAttributes): OverlayRange {
  if (suvPerCount(image) !== undefined) return { unit: "SUV", usual: 7, most: 25, step: 0.5 };
  const window = fileWindows(image)[0];
  const usual = window ? Math.max(1, window.centre + window.width / 2) : 1000;
  return { unit: "", usual, most: usual * 4, step: usual / 20 };
}
