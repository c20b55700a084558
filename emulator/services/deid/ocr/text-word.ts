import type { Box } from "#emulator/services/deid/dicom/redacted-pixels.ts";

/** A word in a picture. */
export interface TextWord {
  readonly text: string;
  /** 0 to 100. */
  readonly confidence: number;
  /** Words of one line have the same number. */
  readonly line: number;
  readonly box: Box;
}

/** Letters of usual fonts are broader than this, in heights of a capital; what seems narrower is in a box that is too high. */
const NARROWEST_LETTER = 0.6;

/** True for a box that is higher than letters of such a breadth are: the reader took something else for a part of the word. */
export function isLoose({ text, box }: TextWord): boolean {
  const signs = text.length;
  return signs >= 2 && box.width / signs < box.height * NARROWEST_LETTER;
}

/** How many letters and digits a word has. */
export function signsOf({ text }: TextWord): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
