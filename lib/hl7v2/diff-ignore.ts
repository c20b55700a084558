import { parsePosition, type Position } from "./position.ts";

/** Whether a list of places leaves a position (or a whole segment) out. Occurrence and repetition do not count. */
export function isIgnored(ignore: readonly Position[], segment: string, position?: Position): boolean {
  return ignore.some(
    (place) =>
      place.segment === segment &&
      (place.field === undefined || place.field === position?.field) &&
      (place.component === undefined || place.component === (position?.component ?? 1)),
  );
}

/** Reads a list people type: `MSH-7, MSH-10 ZPI`. */
export function readIgnoreList(text: string): {
  readonly positions: readonly Position[];
  readonly unread: readonly string[];
} {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  return {
    positions: words.flatMap((word) => parsePosition(word) ?? []),
    unread: words.filter((word) => !parsePosition(word)),
  };
}
