import { expect, it } from "vitest";
import { annotateDeidentification } from "./annotate-deidentification.ts";

const before = {
  resourceType: "Patient",
  id: "p1",
  meta: { versionId: "7" },
  name: [{ family: "Halvorsen", given: ["Berit", "Ann"] }],
  birthDate: "1950-02-03",
  active: true,
};
const after = { resourceType: "Patient", id: "9f", meta: { versionId: "1" }, birthDate: "1950-03-01", active: true };
const reasonOf = (path: readonly (string | number)[]) => ({ rule: `rule of ${path.join(".")}`, safeHarbor: "" });

it("stands at the places of the source: what changed, by which rule, and what became of it", () => {
  const annotations = annotateDeidentification({ before, after, reasonOf }, "before");
  expect(annotations.map(({ path, title, text, quotes }) => [path.join("."), title, text, quotes])).toEqual([
    ["id", "Transformed: Id", "rule of id", [{ label: "became", text: '"9f"' }]],
    ["name", "Removed: Name", "rule of name", []],
    ["birthDate", "Transformed: Birth date", "rule of birthDate", [{ label: "became", text: '"1950-03-01"' }]],
  ]);
});

it("stands at the places of the output, what is gone at what held it", () => {
  const annotations = annotateDeidentification({ before, after, reasonOf }, "after");
  expect(annotations.map(({ path, title }) => [path.join("."), title])).toEqual([
    ["id", "Transformed: Id"],
    ["", "Removed: Name"],
    ["birthDate", "Transformed: Birth date"],
  ]);
  expect(annotations.some(({ title, text }) => /Halvorsen|1950/.test(title + text))).toBe(false);
});
