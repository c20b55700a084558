import { cache, Enums, ImageVolume, imageLoader, utilities, type Types } from "@cornerstonejs/core";
import { numberOf } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { suvPerCount } from "#lib/dicom/suv.ts";
import { voxelType } from "#lib/dicom/voxel-type.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { mapAtMost } from "#lib/queries/map-at-most.ts";
import { PictureError } from "./frame-loader.ts";
import { nameImages } from "./image-ids.ts";

/** The pictures that a volume is made of. */
export interface VolumeSource {
  readonly series: SeriesAddress;
  readonly images: readonly StackImage[];
}

/** What a browser opens to one host. */
const AT_ONCE = 6;
const MEMORY_PART = 0.9;

export function volumeIdOf({ series }: VolumeSource): string {
  return `careplane-volume:${series.series}`;
}

/**
 * Loads all pictures of a series and makes one block of voxels of them. Rejects when one of them fails.
 * @param onLoaded hears of each picture
 * @param isGone asked before each picture: nothing more is loaded once nobody waits
 */
export async function makeVolume(source: VolumeSource, onLoaded: () => void, isGone: () => boolean): Promise<void> {
  const volumeId = volumeIdOf(source);
  if (cache.getVolume(volumeId)) return;
  if (bytesOf(source) > cache.getMaxCacheSize() * MEMORY_PART) throw new PictureError({ kind: "tooLarge" });
  const imageIds = nameImages(source.series, source.images);
  const images = await mapAtMost(AT_ONCE, imageIds, async (imageId): Promise<Types.IImage | undefined> => {
    if (isGone()) return undefined;
    const image = await imageLoader.loadAndCacheImage(imageId, {
      requestType: Enums.RequestType.Prefetch,
      priority: 5,
    });
    onLoaded();
    return image;
  });
  if (isGone()) return;
  const types = images.flatMap((image) => image?.getPixelData().constructor.name ?? []);
  const properties = utilities.generateVolumePropsFromImageIds(imageIds, volumeId);
  const volume = new ImageVolume({ ...properties, dataType: voxelType(types) });
  volume.isPreScaled = true;
  const suvbw = suvPerCount(source.images[0]?.attributes ?? {});
  // The window tool and the statistics of regions look here whether values are SUV.
  if (suvbw !== undefined) Object.assign(volume, { scaling: { PT: { suvbw } } });
  cache.putVolumeSync(volumeId, volume);
}

/** Sends the voxels to the graphics memory, whatever was there before. */
export function uploadVolume(volumeId: string): void {
  cache.getVolume(volumeId)?.modified();
}

/** Frees what `makeVolume` made; the pictures stay in memory for stacks. */
export function releaseVolume(volumeId: string): void {
  if (cache.getVolume(volumeId)) cache.removeVolumeLoadObject(volumeId);
}

function bytesOf({ images }: VolumeSource): number {
  const { attributes = {} } = images[0] ?? {};
  const bytes = Math.ceil((numberOf(attributes, "00280100") ?? 16) / 8);
  return (numberOf(attributes, "00280010") ?? 0) * (numberOf(attributes, "00280011") ?? 0) * bytes * images.length;
}
