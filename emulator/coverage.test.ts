import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderCoverage } from "./coverage.ts";

it("COVERAGE.md is what scripts/generate-coverage.ts would write now", () => {
  expect(readFileSync(new URL("COVERAGE.md", import.meta.url), "utf8")).toBe(renderCoverage());
});
