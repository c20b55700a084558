import { utilities, type VolumeViewport } from "@cornerstonejs/core";
import type { ViewSnapshot } from "#components/dicom/viewer/view-handle.ts";
import { subtract, type Vec3 } from "#lib/dicom/vectors.ts";
import { cameraLetters } from "./view-look.ts";
import { volumeIdOf, type VolumeSource } from "./volumes.ts";
import { windowOf } from "./window-range.ts";

const ON_AXIS = 0.9995;

/** How a plane through a volume stands on the screen now, and which of its slices it is. */
export function readPlaneLook(viewport: VolumeViewport, base: VolumeSource): Partial<ViewSnapshot> {
  const volumeId = volumeIdOf(base);
  const camera = viewport.getCamera();
  const { voiRange, invert } = viewport.getProperties(volumeId) ?? {};
  const { numScrollSteps, currentStepIndex } = utilities.getVolumeViewportScrollInfo(viewport, volumeId, false);
  return {
    index: currentStepIndex,
    count: numScrollSteps + 1,
    loaded: numScrollSteps + 1,
    window: voiRange && windowOf(voiRange, base.images[0]?.attributes ?? {}),
    zoom: viewport.getZoom(),
    rotation: Math.round(viewport.getViewPresentation().rotation ?? 0),
    isFlippedHorizontally: camera.flipHorizontal === true,
    isFlippedVertically: camera.flipVertical === true,
    isInverted: invert === true,
    letters: cameraLetters(camera.viewUp, camera.viewPlaneNormal),
    millimetres: (2 * (camera.parallelScale ?? 0)) / Math.max(1, viewport.element.clientHeight),
    cut: cutText(camera.focalPoint, camera.viewPlaneNormal),
    plane: planeOf(viewport),
  };
}

function planeOf(viewport: VolumeViewport): ViewSnapshot["plane"] {
  const origin: Vec3 = viewport.canvasToWorld([0, 0]);
  const [right, down] = ([[100, 0], [0, 100]] as const).map(([x, y]) => subtract(viewport.canvasToWorld([x, y]), origin)); // prettier-ignore
  const step = ([x, y, z]: Vec3): Vec3 => [x / 100, y / 100, z / 100];
  return right && down && { origin, right: step(right), down: step(down) };
}

/** Where a plane lies on its axis of the body; a turned one lies on none. */
function cutText(point: Vec3 | undefined, normal: Vec3 | undefined): string {
  const axis = normal?.findIndex((part) => Math.abs(part) > ON_AXIS) ?? -1;
  const place = point?.[axis];
  return place === undefined ? "oblique" : `at ${(Math.round(place * 10) / 10).toLocaleString("en")} mm`;
}
