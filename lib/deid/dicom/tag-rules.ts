import type { DicomConfig } from "#lib/deid/config.ts";
import { PROFILE_TABLE, type ProfileAction } from "./profile-table.ts";

/**
 * What becomes of an attribute. `dummy` has a value that says nothing, `recurse` keeps a sequence and judges what is in it, `inspect` keeps
 * the value but for what identifies, `descriptor` does the same and says where the file's own header gave it away, `pseudonym` tells patients apart without saying who they are.
 */
export type TagVerdict =
  "keep" | "remove" | "empty" | "dummy" | "uid" | "recurse" | "inspect" | "pseudonym" | "descriptor";

export interface TagRules {
  /** What stands for the attributes that say that and how the file was de-identified; undefined when they are not written. */
  readonly method: "basic" | "list" | "contents" | undefined;
  /** Texts are changed inside: what is put in may not fit the file's old character set. */
  readonly changesTexts: boolean;
  /** @param isNested inside the item of a sequence */
  verdict(tag: string, vr: string, isNested: boolean): TagVerdict;
}

/** Study, Series, SOP and Media Storage SOP Instance UID, which `skipIdRedaction` leaves, and what refers to them. */
export const ID_TAGS: ReadonlySet<string> = new Set(
  "0020000D 0020000E 00080018 00020003 00081155 00080058 00081167 00200242 00041511".split(" "),
);

/** "Only what makes a valid object" (contract 13.3), and the head of the file. */
const MINIMAL = new Set(
  `0020000D 0020000E 00080018 00080016 00020010 00020003 00020002 7FE00010 7FE00008 7FE00009 7FE00001 7FE00002 00280010 00280011 00280002
   00280100 00280101 00280102 00280103 00280004 00280008 00280006 00280034 00280106 00280107 00281101 00281102 00281103 00281201 00281202
   00281203 00282000 00282002 00281050 00281051 00281056 00080005 00080060`.split(/\s+/),
);

/** Words that people write. SH holds codes and names of machines. */
const FREE_TEXT = new Set(["LO", "LT", "ST", "UC", "UT"]);
/** "Inspect values of VR AE LO LT PN SH ST UC UT DA DT AS" (contract 13.3). */
const INSPECTED = new Set(["AE", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "DA", "DT", "AS"]);
const PATIENT_ID = "00100020";

/** The rules of a configuration of v1. @param tagOf the tag of a keyword or of eight hexadecimal digits */
export function tagRules(config: DicomConfig | undefined, tagOf: TagOf): TagRules {
  const ids = idVerdict(config?.skipIdRedaction ?? false);
  const tagsOf = (tags: readonly string[]): ReadonlySet<string> => new Set(tags.flatMap((tag) => tagOf(tag) ?? []));
  if (config?.keepList) return keepRules(new Set([...MINIMAL, ...tagsOf(config.keepList.tags)]), ids);
  if (config?.removeList) {
    const removed = tagsOf(config.removeList.tags);
    return {
      method: undefined,
      changesTexts: false,
      verdict: (tag, vr) => (removed.has(tag) ? "remove" : (ids(tag) ?? kept(vr))),
    };
  }
  switch (config?.filterProfile) {
    case "MINIMAL_KEEP_LIST_PROFILE":
      return keepRules(MINIMAL, ids);
    case "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE":
      return {
        method: "basic",
        changesTexts: true,
        verdict: (tag, vr) => (isPrivate(tag) ? "remove" : (ids(tag) ?? basicVerdict(tag, vr))),
      };
    case "DEIDENTIFY_TAG_CONTENTS":
      return {
        method: "contents",
        changesTexts: true,
        verdict: (tag, vr) => (isPrivate(tag) ? "remove" : (ids(tag) ?? contentVerdict(vr))),
      };
    default:
      return { method: undefined, changesTexts: false, verdict: (tag, vr) => ids(tag) ?? kept(vr) };
  }
}

export type TagOf = (word: string) => string | undefined;

type IdVerdict = (tag: string) => TagVerdict | undefined;

function idVerdict(skipIdRedaction: boolean): IdVerdict {
  return (tag) => {
    if (!ID_TAGS.has(tag)) return undefined;
    return skipIdRedaction ? "keep" : "uid";
  };
}

/** Sequences are kept or removed as a whole (contract 13.3). */
function keepRules(tags: ReadonlySet<string>, ids: IdVerdict): TagRules {
  return {
    method: "list",
    changesTexts: false,
    verdict: (tag, vr, isNested) => {
      if (isNested || tags.has(tag)) return ids(tag) ?? kept(vr);
      return "remove";
    },
  };
}

function kept(vr: string): TagVerdict {
  return vr === "SQ" ? "recurse" : "keep";
}

function contentVerdict(vr: string): TagVerdict {
  return INSPECTED.has(vr) ? "inspect" : kept(vr);
}

/** Codes of two letters leave the choice to the type that the attribute has in its IOD; the one that is valid for all types is taken. */
const VERDICTS: Readonly<Record<ProfileAction, TagVerdict>> = {
  X: "remove",
  "X/Z": "empty",
  Z: "empty",
  "X/D": "dummy",
  "Z/D": "dummy",
  "X/Z/D": "dummy",
  D: "dummy",
  U: "uid",
  "X/Z/U*": "recurse",
};
const BY_TAG: ReadonlyMap<string, TagVerdict> = new Map(
  (Object.entries(PROFILE_TABLE) as [ProfileAction, string][]).flatMap(([action, tags]) =>
    tags.split(" ").map((tag): [string, TagVerdict] => [tag, VERDICTS[action]]),
  ),
);

function basicVerdict(tag: string, vr: string): TagVerdict {
  // "Z" may be a value that says nothing: patients must stay apart in a study of many.
  if (tag === PATIENT_ID) return "pseudonym";
  const listed = BY_TAG.get(tag) ?? repeatingVerdict(tag);
  // A sequence is its items: what is to get a dummy value is in them.
  if (listed === "dummy" && vr === "SQ") return "recurse";
  if (listed) return listed;
  // No row, and yet a name, or text of any content: the table has no row for the texts inside a report, for what an overlay is called, or for
  // the meaning of a code, where people write names.
  if (vr === "PN") return "empty";
  return FREE_TEXT.has(vr) ? "inspect" : kept(vr);
}

/** Rows for groups that repeat: curves 50xx, overlays 60xx. */
function repeatingVerdict(tag: string): TagVerdict | undefined {
  if (/^50[0-9A-F]{2}/.test(tag)) return "remove";
  return /^60[0-9A-F]{2}[34]000$/.test(tag) ? "remove" : undefined;
}

/** Odd groups (PS3.5 7.8). */
function isPrivate(tag: string): boolean {
  return /^...[13579BDF]/.test(tag);
}
