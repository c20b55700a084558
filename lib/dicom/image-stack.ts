import { numberOf, textOf, type DicomAttributes } from "./attributes.ts";
import { frameAttributes, frameCount, imagePlane, type ImagePlane } from "./frame-attributes.ts";
import { isVideo } from "./video.ts";
import { dot, length, subtract } from "./vectors.ts";

/** One picture of a series: a frame of an instance. */
export interface StackImage {
  /** SOP Instance UID. */
  readonly instance: string;
  /** From 1. */
  readonly frame: number;
  /** Of the frame, functional groups laid over the instance's. */
  readonly attributes: DicomAttributes;
  readonly plane: ImagePlane | undefined;
}

/** The pictures of a series in reading order. */
export interface ImageStack {
  readonly images: readonly StackImage[];
  /** Whether they fill a block with even gaps, so that other planes can be cut through it. */
  readonly volume: VolumeGeometry;
}

export type VolumeGeometry =
  | { readonly isVolume: true; readonly gap: number }
  /** `why` is a sentence for people. */
  | { readonly isVolume: false; readonly why: string };

/** How far from even a gap may be, as a part of the usual gap. */
const GAP_TOLERANCE = 0.1;
const SAME_DIRECTION = 1 - 1e-4;
const HAS_PIXELS = ["7FE00010", "7FE00008", "7FE00009"];

/** Whether an instance holds pixels that could be shown. */
export function hasPixels(instance: DicomAttributes): boolean {
  return HAS_PIXELS.some((tag) => instance[tag] !== undefined) && (numberOf(instance, "00280010") ?? 0) > 0;
}

/**
 * Orders the frames of a series. Images that lie in parallel planes follow each other along their normal, in the direction in
 * which InstanceNumber grows; all others, and passes over the same slices again, follow InstanceNumber. Instances without pixels are left out, and videos, which are no pictures.
 */
export function imageStack(instances: readonly DicomAttributes[]): ImageStack {
  const byNumber = instances
    .filter((instance) => hasPixels(instance) && !isVideo(instance))
    .toSorted((a, b) => (numberOf(a, "00200013") ?? 0) - (numberOf(b, "00200013") ?? 0))
    .flatMap(imagesOf);
  const images = alongNormal(byNumber) ?? byNumber;
  return { images, volume: volumeGeometry(images) };
}

function imagesOf(instance: DicomAttributes): StackImage[] {
  const uid = textOf(instance, "00080018") ?? "";
  return Array.from({ length: frameCount(instance) }, (_, index) => {
    const attributes = frameAttributes(instance, index + 1);
    return { instance: uid, frame: index + 1, attributes, plane: imagePlane(attributes) };
  });
}

function alongNormal(images: readonly StackImage[]): readonly StackImage[] | undefined {
  const planes = parallelPlanes(images);
  const normal = planes?.[0]?.normal;
  if (!planes || !normal) return undefined;
  const depths = planes.map(({ position }) => dot(position, normal));
  if (isWalkedAgain(depths)) return undefined;
  const order = images.map((_, index) => index).toSorted((a, b) => at(depths, a) - at(depths, b));
  // A rising depth in most steps of the numbers means that the numbers run along the normal.
  const rising = depths.slice(1).filter((depth, index) => depth > at(depths, index)).length;
  if (rising < (images.length - 1) / 2) order.reverse();
  return order.flatMap((index) => images[index] ?? []);
}

/** Several times, echoes or directions of the same slices: their own numbers tell which belong together. */
function isWalkedAgain(depths: readonly number[]): boolean {
  return new Set(depths.map((depth) => Math.round(depth * 100))).size <= depths.length / 2;
}

function parallelPlanes(images: readonly StackImage[]): readonly ImagePlane[] | undefined {
  const planes = images.flatMap(({ plane }) => plane ?? []);
  const first = planes[0];
  if (!first || planes.length !== images.length || images.length < 2) return undefined;
  return planes.every(
    ({ row, column }) => dot(row, first.row) > SAME_DIRECTION && dot(column, first.column) > SAME_DIRECTION,
  )
    ? planes
    : undefined;
}

function volumeGeometry(images: readonly StackImage[]): VolumeGeometry {
  const no = (why: string): VolumeGeometry => ({ isVolume: false, why });
  if (images.length < 3) return no("A series needs at least three images to be cut in other planes.");
  const planes = parallelPlanes(images);
  const first = planes?.[0];
  if (!planes || !first) return no("The images of this series do not lie in parallel planes.");
  if (images.some(({ attributes }) => numberOf(attributes, "00280002") !== 1))
    return no("Colour images are not cut in other planes.");
  if (!hasOneShape(images)) return no("The images of this series differ in size or pixel spacing.");
  const gaps = planes.slice(1).map((plane, index) => gapBetween(planes[index] ?? first, plane));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  if (usual < 1e-3 || usual === Infinity || gaps.some((gap) => Math.abs(gap - usual) > usual * GAP_TOLERANCE))
    return no("The gaps between the images of this series are not even: slices are missing or lie on each other.");
  return { isVolume: true, gap: usual };
}

function gapBetween(a: ImagePlane, b: ImagePlane): number {
  const step = subtract(b.position, a.position);
  const gap = Math.abs(dot(step, a.normal));
  // A gantry tilt moves the slices sideways; a block of those is sheared and no other plane of it is true.
  return Math.abs(length(step) - gap) > Math.max(0.1, gap * GAP_TOLERANCE) ? Infinity : gap;
}

function hasOneShape(images: readonly StackImage[]): boolean {
  const shape = ({ attributes, plane }: StackImage) =>
    [numberOf(attributes, "00280010"), numberOf(attributes, "00280011"), ...(plane?.spacing ?? ["none"])].join(" ");
  const first = images[0] && shape(images[0]);
  return !first?.includes("none") && images.every((image) => shape(image) === first);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
