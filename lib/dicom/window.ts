import { numbersOf, textOf, textsOf, type DicomAttributes } from "./attributes.ts";
import { suvPerCount } from "./suv.ts";

/** A grey window: values below `centre - width / 2` are black, above `centre + width / 2` white. */
export interface GreyWindow {
  readonly width: number;
  readonly centre: number;
}

export interface WindowPreset extends GreyWindow {
  readonly name: string;
}

const CT: readonly WindowPreset[] = [
  { name: "Brain", width: 80, centre: 40 },
  { name: "Subdural", width: 215, centre: 75 },
  { name: "Stroke", width: 40, centre: 40 },
  { name: "Bone", width: 2500, centre: 480 },
  { name: "Soft tissue", width: 400, centre: 40 },
  { name: "Lung", width: 1500, centre: -600 },
  { name: "Mediastinum", width: 350, centre: 50 },
  { name: "Liver", width: 150, centre: 90 },
  { name: "Angiography", width: 600, centre: 300 },
];

const SUV: readonly WindowPreset[] = [5, 10, 20].map((upper) => ({
  name: `SUV 0–${upper}`,
  width: upper,
  centre: upper / 2,
}));

/** Windows that the file itself proposes (PS3.3 C.11.2.1.2). */
export function fileWindows(image: DicomAttributes): readonly WindowPreset[] {
  const widths = numbersOf(image, "00281051");
  const names = textsOf(image, "00281055");
  return numbersOf(image, "00281050").flatMap((centre, index) => {
    const width = widths[index];
    if (width === undefined || width <= 0) return [];
    return [{ name: names[index] ?? (index === 0 ? "From file" : `From file ${index + 1}`), width, centre }];
  });
}

/** The window that a picture is opened with; undefined when its own values decide. */
export function usualWindow(image: DicomAttributes): WindowPreset | undefined {
  return suvPerCount(image) === undefined ? fileWindows(image)[0] : SUV[0];
}

/**
 * The file's own windows first, then those that readers of the modality use. A PET that is shown in SUV has SUV windows: its file's
 * count becquerel.
 */
export function windowPresets(image: DicomAttributes): readonly WindowPreset[] {
  if (suvPerCount(image) !== undefined) return SUV;
  return [...fileWindows(image), ...(textOf(image, "00080060") === "CT" ? CT : [])];
}

/** Name of the preset that a window is, if it is one. */
export function presetName(presets: readonly WindowPreset[], { width, centre }: GreyWindow): string | undefined {
  return presets.find((preset) => Math.abs(preset.width - width) < 0.6 && Math.abs(preset.centre - centre) < 0.6)?.name;
}
