import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "./transfer-syntax.ts";

/** What people call a transfer syntax; its UID when it is none of the standard's. */
export function transferSyntaxName(uid: string): string {
  return transferSyntaxOf(uid).name;
}

/** Big Endian, and the JPEG processes of spectral selection and full progression: all retired, and read by the server alone. */
const TRANSCODED: ReadonlySet<string> = new Set([
  "1.2.840.10008.1.2.2",
  "1.2.840.10008.1.2.4.53",
  "1.2.840.10008.1.2.4.55",
]);

/** Whether frames of this syntax are asked for without their compression, as the viewer has no decoder for them. */
export function isTranscoded(uid: string): boolean {
  return TRANSCODED.has(uid);
}

/** Whether the console shows pixels of this syntax as images, plays them as video, or cannot show them. */
export function shownAs(uid: string): "image" | "video" | "no" {
  const { codec } = transferSyntaxOf(uid);
  if (codec === "other") return "no";
  return codec === "video" ? "video" : "image";
}

/** Frames of these come as plain little endian samples. */
export function isUncompressed(uid: string): boolean {
  return uid === IMPLICIT_LITTLE_ENDIAN || uid === EXPLICIT_LITTLE_ENDIAN;
}
