import { expect, it } from "vitest";
import tags from "#lib/dicom/tag-dictionary.generated.json" with { type: "json" };
import { KEYWORD_TAGS } from "./keyword-tags.ts";

it("names every keyword's tag as the standard does", () => {
  const known: Readonly<Record<string, string>> = tags;
  for (const [keyword, tag] of Object.entries(KEYWORD_TAGS)) expect(known[tag]?.split(" ")[2]).toBe(keyword);
});
