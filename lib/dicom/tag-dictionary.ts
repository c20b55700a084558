import type { Vr } from "./vr.ts";
import { isVr } from "./vr.ts";
import generated from "./tag-dictionary.generated.json" with { type: "json" };

/** A data element of PS3.6. */
export interface TagEntry {
  /** `PatientName` */
  readonly keyword: string;
  /** `ox` is OB or OW, `xs` US or SS, `lt` US, SS or OW, as the pixels have it. */
  readonly vr: Vr | "ox" | "xs" | "lt";
  /** Value multiplicity: `1`, `1-n`, `3-3n`. */
  readonly vm: string;
  readonly isRetired: boolean;
}

const ENTRIES: Readonly<Record<string, string>> = generated;
let tagsByKeyword: ReadonlyMap<string, string> | undefined;

/**
 * What the standard says of a tag (eight hexadecimal digits in capitals), undefined for private and unknown ones. Private creators and
 * group lengths are known in every group, curves and overlays in all of theirs (PS3.5 7.6, 7.8.1).
 */
export function tagEntry(tag: string): TagEntry | undefined {
  const written = ENTRIES[tag] ?? ENTRIES[repeatingTag(tag)];
  if (written !== undefined) return readEntry(written);
  if (tag.endsWith("0000")) return { keyword: "GenericGroupLength", vr: "UL", vm: "1", isRetired: true };
  if (isPrivateCreator(tag)) return { keyword: "PrivateCreator", vr: "LO", vm: "1", isRetired: false };
  return undefined;
}

/** `PatientName` → `00100010`, undefined for a word that is no keyword. */
export function tagOfKeyword(keyword: string): string | undefined {
  tagsByKeyword ??= new Map(Object.entries(ENTRIES).map(([tag, written]) => [readEntry(written).keyword, tag]));
  return tagsByKeyword.get(keyword);
}

/** Odd groups are private (PS3.5 7.8). */
export function isPrivateTag(tag: string): boolean {
  return /^...[13579BDF]/.test(tag);
}

/** (gggg,0010-00FF) of an odd group names who owns a block of elements (PS3.5 7.8.1). */
export function isPrivateCreator(tag: string): boolean {
  return isPrivateTag(tag) && /^.{4}00[1-9A-F]/.test(tag);
}

function readEntry(written: string): TagEntry {
  const [vr = "", vm = "", keyword = "", retired] = written.split(" ");
  return {
    keyword,
    vr: isVr(vr) || vr === "ox" || vr === "xs" || vr === "lt" ? vr : "UN",
    vm,
    isRetired: retired === "R",
  };
}

function repeatingTag(tag: string): string {
  return /^(?:50|60)[0-9A-F][02468ACE]/.test(tag) ? `${tag.slice(0, 2)}00${tag.slice(4)}` : tag;
}
