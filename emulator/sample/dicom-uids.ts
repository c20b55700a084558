import { createHash } from "node:crypto";

/**
 * A DICOM UID that the same words always give: UUID-derived, so no registered root is needed (DICOM PS3.5 B.2, `2.25.` and a 128-bit
 * integer). FHIR ImagingStudies and DICOM objects of one seed therefore name the same studies, series and instances.
 */
export function dicomUid(...words: readonly (string | number)[]): string {
  const digest = createHash("sha256").update(words.join("\u0000")).digest("hex");
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`).toString()}`;
}
