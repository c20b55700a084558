import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from "#lib/dicom/transfer-syntax.ts";

export const DEFLATED_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99";

/** What files can be turned into, the standard one first; any syntax can be read whose frames can be decoded. */
export const TRANSCODE_TARGETS: ReadonlySet<string> = new Set([
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
  DEFLATED_LITTLE_ENDIAN,
]);
