import type { ScreenImage } from "#lib/dicom/render-pixels.ts";

/** How bright a pixel is to the eye, 0 to 255: text is written in any colour (ITU-R BT.601, in 256ths). */
export function brightnessAt({ bytes, width, channels }: ScreenImage, x: number, y: number): number {
  const at = (y * width + x) * channels;
  const red = bytes[at] ?? 0;
  return channels === 1 ? red : (red * 77 + (bytes[at + 1] ?? 0) * 150 + (bytes[at + 2] ?? 0) * 29) >> 8;
}
