import { wadors } from "@cornerstonejs/dicom-image-loader";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { pixelSpacing } from "#lib/dicom/frame-attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { fileWindows } from "#lib/dicom/window.ts";
import { framePath } from "#lib/queries/dicom-frames.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";

const SCHEME = "wadors:";
/** Left out, so that the loader takes each frame for an image of its own: its attributes are already those of the frame. */
const MULTIFRAME = ["52009229", "52009230", "00280008"];

/** Left out where they make no window: a width of nothing would leave black and white. */
const WINDOW = ["00281050", "00281051"];

/** The same of a place in the patient and of distances that are none: pictures would be infinitely small. */
const PLANE = ["00200032", "00200037"];
const SPACING = ["00280030", "00181164"];

/** The loader reads the modality of every image, and fails without a word where there is none. */
const UNSAID: DicomAttributes = { "00080060": { vr: "CS", Value: ["OT"] } };

const images = new Map<string, StackImage>();

/** Names the pictures for Cornerstone, and tells it their attributes. */
export function nameImages(series: SeriesAddress, stack: readonly StackImage[]): string[] {
  return stack.map((image) => {
    const imageId = `${SCHEME}${framePath({ ...series, instance: image.instance, frame: image.frame })}`;
    if (images.get(imageId) !== image) {
      images.set(imageId, image);
      wadors.metaDataManager.add(imageId, toldOf(image));
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

function toldOf({ attributes, plane }: StackImage): LoaderAttributes {
  const left = [
    ...MULTIFRAME,
    ...(fileWindows(attributes).length > 0 ? [] : WINDOW),
    ...(plane ? [] : PLANE),
    ...(pixelSpacing(attributes) ? [] : SPACING),
  ];
  return Object.fromEntries([
    ...Object.entries(UNSAID),
    ...Object.entries(attributes).filter(([tag]) => !left.includes(tag)),
  ]) as LoaderAttributes;
}
