import { utilities, type StackViewport } from "@cornerstonejs/core";
import type { ScreenPoint, ViewSnapshot } from "#components/dicom/viewer/view-handle.ts";
import { itemsOf, numberOf, textOf } from "#lib/dicom/attributes.ts";
import { clearRegions } from "#lib/dicom/burned-in.ts";
import { pixelSpacing } from "#lib/dicom/frame-attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { directionLetters } from "#lib/dicom/orientation-letters.ts";
import { cross, type Vec3 } from "#lib/dicom/vectors.ts";
import { windowOf } from "./window-range.ts";

/** Whether the file itself has high values dark (PS3.3 C.7.6.3.1.2). */
export function isInverse({ attributes }: StackImage): boolean {
  return textOf(attributes, "00280004") === "MONOCHROME1";
}

type Look = Omit<ViewSnapshot, "index" | "count" | "loaded" | "status" | "isWaiting">;

/** How the picture stands on the screen now. */
export function readLook(viewport: StackViewport, image: StackImage | undefined): Partial<Look> {
  if (viewport.getImageIds().length === 0 || !image) return {};
  const camera = viewport.getCamera();
  const { voiRange, invert } = viewport.getProperties();
  const hasScale = pixelSpacing(image.attributes) !== undefined || itemsOf(image.attributes, "00186011").length > 0;
  return {
    window: voiRange && windowOf(voiRange, image.attributes),
    zoom: viewport.getZoom(),
    rotation: Math.round(viewport.getViewPresentation().rotation ?? 0),
    isFlippedHorizontally: camera.flipHorizontal === true,
    isFlippedVertically: camera.flipVertical === true,
    isInverted: (invert === true) !== isInverse(image),
    letters: image.plane && cameraLetters(camera.viewUp, camera.viewPlaneNormal),
    millimetres: hasScale ? (2 * (camera.parallelScale ?? 0)) / Math.max(1, viewport.element.clientHeight) : undefined,
    ...shapesOf(viewport, image),
  };
}

/** Screen up and screen right; the camera looks against its normal. */
export function cameraLetters(up: Vec3 | undefined, normal: Vec3 | undefined): Look["letters"] {
  if (!up || !normal) return undefined;
  const right = cross(up, normal);
  const opposite = ([x, y, z]: Vec3): Vec3 => [-x, -y, -z];
  return [
    directionLetters(up),
    directionLetters(right),
    directionLetters(opposite(up)),
    directionLetters(opposite(right)),
  ];
}

function shapesOf(viewport: StackViewport, image: StackImage): Pick<Look, "outline" | "clearParts"> {
  const imageId = viewport.getCurrentImageId();
  const rows = numberOf(image.attributes, "00280010") ?? 0;
  const columns = numberOf(image.attributes, "00280011") ?? 0;
  const onScreen = ([x, y]: readonly [number, number]): ScreenPoint => {
    const world = utilities.imageToWorldCoords(imageId, [x, y]);
    const [left, top] = world ? viewport.worldToCanvas(world) : [0, 0];
    return [Math.round(left), Math.round(top)];
  };
  const box = (left: number, top: number, right: number, bottom: number): ScreenPoint[] =>
    ([[left, top], [right, top], [right, bottom], [left, bottom]] as const).map(onScreen); // prettier-ignore
  return {
    outline: box(0, 0, columns, rows),
    clearParts: clearRegions(image.attributes).map(({ left, top, right, bottom }) =>
      box(left, top, right + 1, bottom + 1),
    ),
  };
}
