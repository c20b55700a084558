import { suvPerCount } from "#lib/dicom/suv.ts";
import { imageOf } from "./image-ids.ts";

/** The engine's Image Pixel Module. */
export interface ToldPixels {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly pixelRepresentation: number | undefined;
  readonly planarConfiguration: number;
}

const told = new Map<string, ToldPixels>();

/** Tells the engine of pixels that are not as the file says any more. */
export function describePixels(imageId: string, pixels: ToldPixels): void {
  told.set(imageId, pixels);
}

/** Answers what the loader's own provider does not know: the factor from PET counts to SUV, and pixels that were read here. */
export function describeImage(type: string, imageId: unknown): unknown {
  if (typeof imageId !== "string") return undefined;
  if (type === "imagePixelModule") return told.get(imageId);
  if (type !== "scalingModule") return undefined;
  const image = imageOf(imageId);
  const suvbw = image && suvPerCount(image.attributes);
  return suvbw === undefined ? undefined : { suvbw };
}
