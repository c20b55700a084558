import type { DicomTagConfig, TagAction } from "#lib/deid/beta-config.ts";
import { ID_TAGS, tagRules, type TagOf, type TagRules, type TagVerdict } from "./tag-rules.ts";

/**
 * PS3.15 Table E.1-1, column "Clean Desc. Opt.": texts that describe the study or the patient and that the Basic Profile would take away.
 */
const DESCRIPTORS = new Set(
  `00081030 0008103E 00081080 00082111 00084000 00102000 00102110 00102180 001021B0 00104000 00180010 00181030 00181400 00184000 00204000
   00209158 00321030 00321060 00324000 00380050 00380062 00380500 00384000 00400007 00400254 00400280 00401002 00401400 00402400`.split(
    /\s+/,
  ),
);
const PIXEL_DATA = "7FE00010";
const INSPECTED = new Set(["AE", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "DA", "DT", "AS"]);

/**
 * The rules of `dicomTagConfig` (contract section 19): `actions` before `options` before the profile, which is the Basic Profile when none is
 * named. Of actions that fit the same attribute the first counts, as for FHIR fields.
 */
export function betaTagRules(config: DicomTagConfig, tagOf: TagOf): TagRules {
  const { profileType, options, actions } = config;
  const filterProfile =
    profileType === "PROFILE_TYPE_UNSPECIFIED" ? ("ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" as const) : profileType;
  const base = tagRules({ filterProfile, skipIdRedaction: options?.primaryIds === "KEEP" }, tagOf);
  const read = actions.map((action) => ({ action, queries: action.queries.map((query) => tagOf(query) ?? query) }));
  const isRegenerated = options?.primaryIds === "REGEN";
  return {
    method: base.method,
    changesTexts:
      base.changesTexts || options?.cleanDescriptors !== undefined || actions.some(({ cleanTextTag }) => cleanTextTag),
    verdict: (tag, vr, isNested) => {
      const fitting = read.find(({ queries }) => queries.some((query) => query === tag || query === vr));
      const own = fitting && verdictOf(fitting.action, tag, vr);
      if (own) return own;
      if (isRegenerated && ID_TAGS.has(tag)) return "uid";
      if (options?.cleanDescriptors && DESCRIPTORS.has(tag) && vr !== "SQ") return "descriptor";
      return base.verdict(tag, vr, isNested);
    },
  };
}

/** Undefined where an action cannot apply to the kind of value: the profile decides then. */
function verdictOf(action: TagAction, tag: string, vr: string): TagVerdict | undefined {
  if (action.keepTag) return "keep";
  if (action.removeTag) return tag === PIXEL_DATA ? "remove" : "empty";
  if (action.deleteTag) return "remove";
  if (action.resetTag) return "dummy";
  if (action.cleanTextTag) return INSPECTED.has(vr) ? "inspect" : undefined;
  if (action.regenUidTag) return vr === "UI" ? "uid" : undefined;
  if (action.recurseTag) return vr === "SQ" ? "recurse" : undefined;
  return "keep";
}
