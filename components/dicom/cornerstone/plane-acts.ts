import { Enums, utilities, type VolumeViewport } from "@cornerstonejs/core";
import type { Slab, SlabBlend } from "#components/dicom/viewer/plane-set.ts";
import { usualWindow } from "#lib/dicom/window.ts";
import { volumeIdOf, type VolumeSource } from "./volumes.ts";
import { rangeOf } from "./window-range.ts";

const BLEND: Readonly<Record<SlabBlend, Enums.BlendModes>> = {
  max: Enums.BlendModes.MAXIMUM_INTENSITY_BLEND,
  min: Enums.BlendModes.MINIMUM_INTENSITY_BLEND,
  mean: Enums.BlendModes.AVERAGE_INTENSITY_BLEND,
};

/**
 * Shows a slab of a volume, or the thinnest cut.
 * @param overlayId of the volume laid over it: in a cut thinner than one step of a ray, compositing would leave next to nothing of
 * what is not opaque, while the highest value of a ray keeps its opacity
 */
export function setSlab(viewport: VolumeViewport, slab: Slab | undefined, overlayId: string | undefined): void {
  viewport.setBlendMode(slab ? BLEND[slab.blend] : Enums.BlendModes.COMPOSITE);
  if (!slab && overlayId !== undefined) viewport.setBlendMode(Enums.BlendModes.MAXIMUM_INTENSITY_BLEND, [overlayId]);
  // The engine goes that far to either side of the plane.
  if (slab) viewport.setSlabThickness(slab.millimetres / 2);
  else viewport.resetSlabThickness();
}

/** The window that a volume begins with and comes back to. Cornerstone would take that of a PET file, which counts becquerel, for SUV. */
export function startWindow(viewport: VolumeViewport, base: VolumeSource): void {
  const { attributes = {} } = base.images[base.images.length >> 1] ?? {};
  const usual = usualWindow(attributes);
  if (usual) viewport.setProperties({ voiRange: rangeOf(usual, attributes) }, volumeIdOf(base), true);
  else viewport.resetProperties(volumeIdOf(base));
}

/** Moves a plane along its normal, from slice to slice whatever the thickness of its slab. */
export function moveBy(viewport: VolumeViewport, volumeId: string, slices: number): void {
  const { sliceRangeInfo } = utilities.getVolumeViewportScrollInfo(viewport, volumeId, false);
  const { sliceRange, spacingInNormalDirection, camera } = sliceRangeInfo;
  const { focalPoint, position, viewPlaneNormal } = camera;
  if (!focalPoint || !position || !viewPlaneNormal) return;
  const { newFocalPoint, newPosition } = utilities.snapFocalPointToSlice(
    focalPoint,
    position,
    sliceRange,
    viewPlaneNormal,
    spacingInNormalDirection,
    slices,
  );
  viewport.setCamera({ focalPoint: newFocalPoint, position: newPosition });
  viewport.render();
}
