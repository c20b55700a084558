import fc from "fast-check";
import { expect, it } from "vitest";
import { leafChanges, leavesOf, pairSample, type SampleItem } from "./sample-pairs.ts";

const item = (name: string, document: unknown): SampleItem => ({
  group: name.split("/")[0] ?? "",
  name,
  leaves: leavesOf(document),
});
const observation = (name: string, code: string, patient: string) =>
  item(name, { code, subject: { reference: patient }, status: "final" });

it("pairs resources by what both have, in whatever order they come out", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (codes, order) => {
        const before = codes.map((code, at) => observation(`Observation/${at}`, code, "Patient/1"));
        const after = codes
          .map((code, at) => ({
            at,
            item: observation(`Observation/new${at}`, code, "Patient/9"),
            key: order.next().value ?? 0,
          }))
          .toSorted((a, b) => a.key - b.key);
        const pairs = pairSample(
          before,
          after.map((each) => each.item),
        );
        expect(pairs.map((pair) => pair.after?.name)).toEqual(codes.map((_, at) => `Observation/new${at}`));
      },
    ),
  );
});

it("pairs what has nothing in common by the references of others", () => {
  const before = [
    item("Patient/a", { gender: "male", name: "A" }),
    item("Patient/b", { gender: "male", name: "B" }),
    observation("Observation/1", "glucose", "Patient/a"),
    observation("Observation/2", "sodium", "Patient/b"),
  ];
  const after = [
    item("Patient/y", { gender: "male" }),
    item("Patient/x", { gender: "male" }),
    observation("Observation/11", "sodium", "Patient/y"),
    observation("Observation/12", "glucose", "Patient/x"),
  ];
  expect(pairSample(before, after).map((pair) => pair.after?.name)).toEqual([
    "Patient/x",
    "Patient/y",
    "Observation/12",
    "Observation/11",
  ]);
});

it("leaves a failed one without a partner", () => {
  const pairs = pairSample([item("Patient/a", { a: 1 }), item("Patient/b", { a: 2 })], [item("Patient/x", { a: 2 })]);
  expect(pairs.map((pair) => pair.after?.name)).toEqual([undefined, "Patient/x"]);
});

it("tells what was removed, changed and added", () => {
  const changes = leafChanges(leavesOf({ a: [1, 2], b: "x", c: true }), leavesOf({ a: [1], b: "y", d: 0 }));
  expect(changes).toEqual([
    { path: "a[1]", before: "2", after: undefined },
    { path: "b", before: "x", after: "y" },
    { path: "c", before: "true", after: undefined },
    { path: "d", before: undefined, after: "0" },
  ]);
});
