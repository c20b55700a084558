import { utilities, type VolumeViewport } from "@cornerstonejs/core";
import type { FusionLook } from "#components/dicom/viewer/plane-set.ts";
import { PALETTE_NAMES, palettePoints } from "#lib/dicom/palette.ts";

/** Below this part of the range the overlay fades out, so that tissue without uptake leaves the picture below as it is. */
const FADE = 0.15;

let hasPalettes = false;

/** Paints a volume over the one below it. */
export function applyFusion(viewport: VolumeViewport, volumeId: string, { opacity, palette, upper }: FusionLook): void {
  registerPalettes();
  viewport.setProperties({ voiRange: { lower: 0, upper } }, volumeId, true);
  viewport.setProperties(
    {
      colormap: {
        name: palette,
        opacityMapping: [
          { value: 0, opacity: 0 },
          { value: upper * FADE, opacity: 1 },
          { value: upper, opacity: 1 },
        ],
        // Of the whole; without it Cornerstone takes what the last call has left and fades with each.
        opacity,
      },
    },
    volumeId,
    true,
  );
}

function registerPalettes(): void {
  if (hasPalettes) return;
  for (const name of PALETTE_NAMES) {
    utilities.colormap.registerColormap({
      Name: name,
      name,
      ColorSpace: "RGB",
      RGBPoints: palettePoints(name).flat(),
    });
  }
  hasPalettes = true;
}
