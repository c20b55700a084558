import sharp from "sharp";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Viewport } from "./viewport.ts";

export type PictureType = "image/jpeg" | "image/png";

export interface PictureForm {
  readonly type: PictureType;
  readonly viewport?: Viewport | undefined;
  /** Of JPEG, 1 to 100. */
  readonly quality?: number;
}

/** What most viewers take for a good picture. */
const STANDARD_QUALITY = 90;

/** A picture file of what a screen shows, scaled into a viewport. */
export function encodePicture(
  { bytes, width, height, channels }: ScreenImage,
  { type, viewport, quality = STANDARD_QUALITY }: PictureForm,
): Promise<Buffer> {
  let picture = sharp(bytes, { raw: { width, height, channels } });
  if (viewport?.source) picture = picture.extract(viewport.source(width, height));
  // "keeps aspect ratio" (contract 10.4): as large as the viewport holds.
  if (viewport) picture = picture.resize(viewport.width, viewport.height, { fit: "inside" });
  if (channels === 1) picture = picture.toColourspace("b-w");
  return type === "image/png"
    ? picture.png().toBuffer()
    : picture.jpeg({ quality, chromaSubsampling: "4:4:4" }).toBuffer();
}
