import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "./transfer-syntax.ts";

/** What people call a transfer syntax; its UID when it is none of the standard's. */
export function transferSyntaxName(uid: string): string {
  return transferSyntaxOf(uid).name;
}

/** Retired JPEG processes (spectral selection, full progression) that the viewer's decoders do not know, unlike the emulator's. */
const NOT_IN_THE_VIEWER: ReadonlySet<string> = new Set(["1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55"]);

/** Whether the console shows pixels of this syntax as images, plays them as video, or cannot show them. */
export function shownAs(uid: string): "image" | "video" | "no" {
  const { codec } = transferSyntaxOf(uid);
  if (codec === "other" || NOT_IN_THE_VIEWER.has(uid)) return "no";
  return codec === "video" ? "video" : "image";
}

/** Frames of these come as plain little endian samples. */
export function isUncompressed(uid: string): boolean {
  return uid === IMPLICIT_LITTLE_ENDIAN || uid === EXPLICIT_LITTLE_ENDIAN;
}
