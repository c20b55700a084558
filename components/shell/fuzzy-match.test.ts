import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuzzyScore } from "./fuzzy-match.ts";

const best = (query: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(query, text) ?? Number.NEGATIVE_INFINITY }))
    .toSorted((a, b) => b.score - a.score)[0]?.text;

describe("fuzzyScore", () => {
  it.each([
    ["ehr", ["ehr-deid", "ehr", "the-research"], "ehr"],
    ["cp", ["scope", "clinical-production"], "clinical-production"],
    ["dark theme", ["Switch to the light theme", "Switch to the dark theme"], "Switch to the dark theme"],
    ["theme dark", ["Switch to the dark theme", "Sign out"], "Switch to the dark theme"],
  ])("%s finds %s", (query, texts, found) => expect(best(query, texts)).toBe(found));

  it("refuses letters that are not there", () => {
    expect(fuzzyScore("xyz", "clinical-production")).toBeUndefined();
  });

  it("matches every subsequence", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z-]{1,20}$/),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        (text, keep) => {
          const query = text
            .split("")
            .filter((_, index) => keep[index])
            .join("");
          expect(fuzzyScore(query, text)).toBeDefined();
        },
      ),
    );
  });
});
