/** Colours for the overlay of a fusion. */
export type PaletteName = "hotIron" | "rainbow" | "grey";

export const PALETTE_NAMES: readonly PaletteName[] = ["hotIron", "rainbow", "grey"];

export type PalettePoint = readonly [at: number, red: number, green: number, blue: number];

const POINTS: Readonly<Record<PaletteName, readonly PalettePoint[]>> = {
  // Corners of the Hot Iron well-known palette (PS3.6 B.1.1): red rises first, then green, then blue.
  hotIron: [
    [0, 0, 0, 0],
    [0.5, 1, 0, 0],
    [0.75, 1, 0.5, 0],
    [1, 1, 1, 1],
  ],
  rainbow: [
    [0, 0, 0, 0.5],
    [0.25, 0, 0.6, 1],
    [0.5, 0, 0.9, 0.2],
    [0.75, 1, 0.9, 0],
    [1, 1, 0, 0],
  ],
  grey: [
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ],
};

/** Corners of a palette between which colours go evenly: place from 0 to 1, then red, green and blue from 0 to 1. */
export function palettePoints(name: PaletteName): readonly PalettePoint[] {
  return POINTS[name];
}

/** A palette as a CSS gradient from left to right. */
export function paletteGradient(name: PaletteName): string {
  const stops = POINTS[name].map(
    ([at, ...colour]) => `rgb(${colour.map((part) => Math.round(part * 255)).join(" ")}) ${at * 100}%`,
  );
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
