import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PROFILE_TABLE } from "./profile-table.ts";
import { tagRules, type TagVerdict } from "./tag-rules.ts";

const tagOf = (word: string): string => word;
const basic = tagRules({ filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE", skipIdRedaction: false }, tagOf);
const ORACLE = join(
  process.env["SHARED_DATA"] ?? "../shared/data",
  "dicom/ps3.15-confidentiality/confidentiality_profile_attributes.json",
);
const oracleSchema = z.array(z.object({ id: z.string(), basicProfile: z.string() }));

/** What each code of PS3.15 Table E.1-1a allows. */
const ALLOWED: Readonly<Record<string, readonly TagVerdict[]>> = {
  X: ["remove"],
  Z: ["empty", "dummy"],
  D: ["dummy", "recurse"],
  U: ["uid"],
  "X/Z": ["remove", "empty"],
  "X/D": ["remove", "dummy", "recurse"],
  "Z/D": ["empty", "dummy", "pseudonym"],
  "X/Z/D": ["remove", "empty", "dummy", "recurse"],
  "X/Z/U*": ["recurse"],
};

describe("the Basic Application Level Confidentiality Profile", () => {
  it("has 620 rows that name an attribute or a repeating group", () => {
    expect(Object.values(PROFILE_TABLE).flatMap((tags) => tags.split(" "))).toHaveLength(620);
  });

  it.runIf(existsSync(ORACLE))("does what every row of the table asks, at the top and in sequences", () => {
    const rows = oracleSchema.parse(JSON.parse(readFileSync(ORACLE, "utf8")));
    const wrong = rows.flatMap(({ id, basicProfile }) => {
      const tag = /^gggg/i.test(id)
        ? "00091001"
        : id.toUpperCase().replace("50XXXXXX", "50023000").replace("60XX", "6002");
      return [false, true].flatMap((isNested) => {
        const verdict = basic.verdict(tag, "LO", isNested);
        return ALLOWED[basicProfile]?.includes(verdict) ? [] : [`${tag} ${basicProfile} ${verdict}`];
      });
    });
    expect(rows.length).toBe(621);
    expect(wrong).toEqual([]);
  });

  it.each<[string, string, TagVerdict]>([
    ["00100010", "PN", "empty"],
    ["00100020", "LO", "pseudonym"],
    ["0020000D", "UI", "uid"],
    ["00081155", "UI", "uid"],
    ["00091010", "LO", "remove"],
    ["60023000", "OW", "remove"],
    ["50000010", "US", "remove"],
    ["0040A730", "SQ", "recurse"],
    ["0040A160", "UT", "inspect"],
    ["60000022", "LO", "inspect"],
    ["00080104", "LO", "inspect"],
    ["00080100", "SH", "keep"],
    ["00280010", "US", "keep"],
    ["7FE00010", "OW", "keep"],
    ["00081140", "SQ", "recurse"],
    ["20500020", "CS", "keep"],
  ])("%s %s: %s", (tag, vr, verdict) => {
    expect(basic.verdict(tag, vr, false)).toBe(verdict);
  });
});

describe("the other choices of tags", () => {
  it.each<[string, Parameters<typeof tagRules>[0], string, string, TagVerdict]>([
    [
      "minimal keeps pixels",
      { filterProfile: "MINIMAL_KEEP_LIST_PROFILE", skipIdRedaction: false },
      "7FE00010",
      "OW",
      "keep",
    ],
    [
      "minimal removes the rest",
      { filterProfile: "MINIMAL_KEEP_LIST_PROFILE", skipIdRedaction: false },
      "00080070",
      "LO",
      "remove",
    ],
    [
      "minimal replaces ids",
      { filterProfile: "MINIMAL_KEEP_LIST_PROFILE", skipIdRedaction: false },
      "00080018",
      "UI",
      "uid",
    ],
    [
      "skipIdRedaction leaves ids",
      { filterProfile: "MINIMAL_KEEP_LIST_PROFILE", skipIdRedaction: true },
      "00080018",
      "UI",
      "keep",
    ],
    [
      "a keep list keeps its tags",
      { keepList: { tags: ["00080070"] }, skipIdRedaction: false },
      "00080070",
      "LO",
      "keep",
    ],
    [
      "a keep list keeps what a file needs",
      { keepList: { tags: [] }, skipIdRedaction: false },
      "00280010",
      "US",
      "keep",
    ],
    [
      "a keep list removes others",
      { keepList: { tags: ["00080070"] }, skipIdRedaction: false },
      "00100010",
      "PN",
      "remove",
    ],
    [
      "a remove list removes its tags",
      { removeList: { tags: ["00100010"] }, skipIdRedaction: false },
      "00100010",
      "PN",
      "remove",
    ],
    [
      "a remove list keeps others",
      { removeList: { tags: ["00100010"] }, skipIdRedaction: false },
      "00091010",
      "LO",
      "keep",
    ],
    [
      "keep all keeps private ones",
      { filterProfile: "KEEP_ALL_PROFILE", skipIdRedaction: false },
      "00091010",
      "LO",
      "keep",
    ],
    ["keep all replaces ids", { filterProfile: "KEEP_ALL_PROFILE", skipIdRedaction: false }, "0020000E", "UI", "uid"],
    ["no dicom keeps tags", undefined, "00100010", "PN", "keep"],
    ["no dicom replaces ids", undefined, "0020000D", "UI", "uid"],
    [
      "contents are inspected",
      { filterProfile: "DEIDENTIFY_TAG_CONTENTS", skipIdRedaction: false },
      "00081030",
      "LO",
      "inspect",
    ],
    [
      "contents of codes are not",
      { filterProfile: "DEIDENTIFY_TAG_CONTENTS", skipIdRedaction: false },
      "00080060",
      "CS",
      "keep",
    ],
    [
      "contents: private ones go",
      { filterProfile: "DEIDENTIFY_TAG_CONTENTS", skipIdRedaction: false },
      "00091010",
      "LO",
      "remove",
    ],
  ])("%s", (_what, config, tag, vr, verdict) => {
    expect(tagRules(config, tagOf).verdict(tag, vr, false)).toBe(verdict);
  });
});
