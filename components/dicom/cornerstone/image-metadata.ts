import { suvPerCount } from "#lib/dicom/suv.ts";
import { imageOf } from "./image-ids.ts";

/** Answers what the loader's own provider does not know: the factor from PET counts to SUV. */
export function describeImage(type: string, imageId: unknown): unknown {
  if (type !== "scalingModule" || typeof imageId !== "string") return undefined;
  const image = imageOf(imageId);
  const suvbw = image && suvPerCount(image.attributes);
  return suvbw === undefined ? undefined : { suvbw };
}
