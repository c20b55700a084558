import { tagOfKeyword } from "#lib/dicom/tag-dictionary.ts";

/** The tag of a keyword or of eight hexadecimal digits; undefined for other words. */
export function tagOf(word: string): string | undefined {
  return /^[0-9A-F]{8}$/i.test(word) ? word.toUpperCase() : tagOfKeyword(word);
}
