import type { StackImage } from "#lib/dicom/image-stack.ts";
import type { ViewerAddress } from "./viewer-address.ts";

/** The picture to begin with: the one that the address names, else the middle of a stack of slices, else the first. */
export function startIndex(
  images: readonly StackImage[],
  { instance, frame }: Pick<ViewerAddress, "instance" | "frame">,
): number {
  const named = images.findIndex((image) => image.instance === instance && image.frame === frame);
  if (named >= 0) return named;
  const isSlices = images.length > 2 && images.every(({ plane }) => plane !== undefined);
  return isSlices ? images.length >> 1 : 0;
}
