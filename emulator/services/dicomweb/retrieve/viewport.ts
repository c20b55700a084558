import { DicomWebError } from "#emulator/services/dicomweb/dicom-store.ts";

export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** The part of an image of a size that is asked for. Throws DicomWebError 400 when it is outside. */
  readonly source?: (width: number, height: number) => Region;
}

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** "10,000 px for viewport" (contract 10.4). */
const LARGEST = 10_000;

/** `vw,vh[,sx,sy,sw,sh]`: "integers only, otherwise 400" (contract 10.4). Empty source sizes mean to the edge (PS3.18 8.3.5.1.3). */
export function readViewport(text: string | null): Viewport | undefined {
  if (text === null) return undefined;
  const parts = text.split(",");
  const isFine = (parts.length === 2 || parts.length === 6) && parts.every((part) => /^\d{0,5}$/.test(part));
  const [width = 0, height = 0, left = 0, top = 0, across = 0, down = 0] = parts.map(Number);
  if (!isFine || !isLength(width) || !isLength(height))
    throw new DicomWebError(400, `viewport must be vw,vh or vw,vh,sx,sy,sw,sh with whole numbers up to ${LARGEST}.`);
  if (parts.length === 2) return { width, height };
  return { width, height, source: (...size) => regionWithin(size, { left, top, width: across, height: down }) };
}

function isLength(pixels: number): boolean {
  return pixels >= 1 && pixels <= LARGEST;
}

function regionWithin([imageWidth, imageHeight]: [number, number], asked: Region): Region {
  const { left, top } = asked;
  const region = { left, top, width: asked.width || imageWidth - left, height: asked.height || imageHeight - top };
  const isInside =
    region.width > 0 && region.height > 0 && left + region.width <= imageWidth && top + region.height <= imageHeight;
  if (!isInside) throw new DicomWebError(400, "The source region of the viewport is not inside of the image.");
  return region;
}
