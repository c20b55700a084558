import { wadors } from "@cornerstonejs/dicom-image-loader";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { framePath } from "#lib/queries/dicom-frames.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";

const SCHEME = "wadors:";
/** Left out, so that the loader takes each frame for an image of its own: its attributes are already those of the frame. */
const MULTIFRAME = ["52009229", "52009230", "00280008"];

const images = new Map<string, StackImage>();

/** Names the pictures for Cornerstone, and tells it their attributes. */
export function nameImages(series: SeriesAddress, stack: readonly StackImage[]): string[] {
  return stack.map((image) => {
    const imageId = `${SCHEME}${framePath({ ...series, instance: image.instance, frame: image.frame })}`;
    if (images.get(imageId) !== image) {
      images.set(imageId, image);
      wadors.metaDataManager.add(imageId, withoutFrames(image.attributes));
    }
    return imageId;
  });
}

export function imageOf(imageId: string): StackImage | undefined {
  return images.get(imageId);
}

/** `/v1/…/frames/1`. */
export function framePathOf(imageId: string): string {
  return imageId.slice(SCHEME.length);
}

type LoaderAttributes = Parameters<typeof wadors.metaDataManager.add>[1];

function withoutFrames(attributes: DicomAttributes): LoaderAttributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([tag]) => !MULTIFRAME.includes(tag)),
  ) as LoaderAttributes;
}
