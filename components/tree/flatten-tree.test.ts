import { describe, expect, it } from "vitest";
import { flattenTree, type Loaded, type TreeSource } from "./flatten-tree.ts";
import { treeKeyAction, typeAhead } from "./tree-keyboard.ts";
import type { TreeLocation, TreeStore } from "#lib/queries/tree.ts";

const P = "projects/demo-hospital";
const US = `${P}/locations/us-central1`;
const EU = `${P}/locations/europe-west4`;
const CLINICAL = `${US}/datasets/clinical-production`;
const RESEARCH = `${US}/datasets/research`;

const done = <T>(value: T): Loaded<T> => ({ state: "done", value });
const location = (name: string, datasets: readonly string[]): TreeLocation => ({ name, datasets, problem: undefined });
const store = (name: string, kind: TreeStore["kind"]): TreeStore => ({ name, kind });

const source: TreeSource = {
  projects: [P],
  locations: new Map([[P, done([location(EU, []), location(US, [CLINICAL, RESEARCH])])]]),
  stores: new Map([
    [
      CLINICAL,
      done([
        store(`${CLINICAL}/fhirStores/ehr`, "fhirStores"),
        store(`${CLINICAL}/dicomStores/radiology`, "dicomStores"),
      ]),
    ],
  ]),
  isOpen: (name, kind) => kind !== "dataset" || name === CLINICAL,
  allLocations: new Set(),
  filter: "",
};

const labels = (rows: ReturnType<typeof flattenTree>) => rows.map((row) => `${" ".repeat(row.level - 1)}${row.label}`);

describe("flattenTree", () => {
  it("lists open branches and offers the locations without datasets", () => {
    expect(labels(flattenTree(source))).toEqual([
      "demo-hospital",
      " us-central1",
      "  clinical-production",
      "   ehr",
      "   radiology",
      "  research",
      " Show 1 more location",
    ]);
  });

  it("tells positions among siblings", () => {
    const research = flattenTree(source).find((row) => row.label === "research");
    expect(research).toMatchObject({ position: 2, siblings: 2, isOpen: false });
  });

  it("shows every location on request", () => {
    const rows = flattenTree({ ...source, allLocations: new Set([P]) });
    expect(labels(rows)).toContain(" europe-west4");
    expect(labels(rows)).toContain("  No datasets");
    expect(labels(rows)).toContain(" Hide locations without datasets");
  });

  it("filters to matches and what stands above them, opening closed branches", () => {
    const rows = flattenTree({ ...source, isOpen: () => false, filter: "radio" });
    expect(labels(rows)).toEqual(["demo-hospital", " us-central1", "  clinical-production", "   radiology"]);
  });

  it("says what is on its way and what failed", () => {
    const rows = flattenTree({
      ...source,
      isOpen: () => true,
      stores: new Map<string, Loaded<readonly TreeStore[]>>([[CLINICAL, { state: "failed", error: new Error("no") }]]),
    });
    expect(rows.filter((row) => row.type !== "node").map((row) => row.type)).toEqual([
      "problem",
      "loading",
      "empty-locations",
    ]);
  });

  it("keeps the order of 5,000 stores", () => {
    const stores = Array.from({ length: 5_000 }, (_, index) => store(`${CLINICAL}/fhirStores/s${index}`, "fhirStores"));
    const rows = flattenTree({ ...source, stores: new Map([[CLINICAL, done(stores)]]) });
    expect(rows).toHaveLength(5_005);
    expect(rows.at(-3)?.label).toBe("s4999");
  });
});

describe("keyboard", () => {
  const rows = flattenTree(source);
  it.each([
    ["ArrowDown", 0, { do: "move", to: 1 }],
    ["ArrowUp", 0, { do: "move", to: 0 }],
    ["End", 2, { do: "move", to: 6 }],
    ["Home", 6, { do: "move", to: 0 }],
    ["ArrowRight", 2, { do: "move", to: 3 }],
    ["ArrowRight", 5, { do: "open", name: RESEARCH }],
    ["ArrowRight", 3, undefined],
    ["ArrowLeft", 2, { do: "close", name: CLINICAL }],
    ["ArrowLeft", 4, { do: "move", to: 2 }],
    ["*", 2, { do: "open-siblings", names: [RESEARCH] }],
    ["Enter", 3, { do: "activate", index: 3 }],
    ["q", 3, undefined],
  ])("%s on row %i", (key, active, action) => {
    expect(treeKeyAction(rows, active, key)).toEqual(action);
  });

  it.each([
    ["r", 2, 4],
    ["r", 4, 5],
    ["res", 5, 5],
    ["d", 6, 0],
    ["zz", 0, undefined],
  ])("type-ahead %s from row %i", (typed, active, found) => {
    expect(typeAhead(rows, active, typed)).toBe(found);
  });
});
