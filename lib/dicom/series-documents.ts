import type { DicomAttributes } from "./attributes.ts";
import { isVideo } from "./video.ts";

/** EncapsulatedDocument, WaveformSequence, ContentSequence. */
const CONTENT = ["00420011", "54000100", "0040A730"];

/**
 * What of a series is read or played in the place of a picture: videos, encapsulated documents, waveforms, reports. Of a series without
 * pictures it is everything, so that nothing in it goes unsaid.
 */
export function seriesDocuments(
  instances: readonly DicomAttributes[],
  { hasPictures }: { readonly hasPictures: boolean },
): readonly DicomAttributes[] {
  return instances.filter(
    (instance) => !hasPictures || isVideo(instance) || CONTENT.some((tag) => instance[tag] !== undefined),
  );
}
