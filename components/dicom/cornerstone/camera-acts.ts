import type { StackViewport, VolumeViewport } from "@cornerstonejs/core";
import type { ViewHandle } from "#components/dicom/viewer/view-handle.ts";

type CameraActs = Pick<ViewHandle, "zoomBy" | "panBy" | "rotateBy" | "flip">;

/** Moves of the camera, the same over a stack and over a plane of a volume. `look` hears of each. */
export function cameraActs(viewport: StackViewport | VolumeViewport, look: () => void): CameraActs {
  const then = (act: () => void) => {
    act();
    viewport.render();
    look();
  };
  return {
    zoomBy: (factor) => then(() => viewport.setZoom(Math.min(40, Math.max(0.1, viewport.getZoom() * factor)))),
    panBy: (x, y) =>
      then(() => {
        const [panX, panY] = viewport.getPan();
        viewport.setPan([panX + x, panY + y]);
      }),
    rotateBy: (degrees) =>
      then(() => {
        const { rotation = 0 } = viewport.getViewPresentation();
        viewport.setViewPresentation({ rotation: (rotation + degrees + 360) % 360 });
      }),
    flip: (axis) =>
      then(() => {
        const { flipHorizontal = false, flipVertical = false } = viewport.getCamera();
        viewport.setCamera(
          axis === "horizontal" ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical },
        );
      }),
  };
}
