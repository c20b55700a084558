import { describe, expect, it } from "vitest";
import { findEntries, pastedEntry, resourceEntry, type PaletteEntry } from "./palette-entries.ts";

const DATASET = "projects/p/locations/l/datasets/d";
const STORE = `${DATASET}/fhirStores/ehr`;

describe("pasted names", () => {
  it.each([
    [STORE, `/${STORE}`],
    [`//healthcare.googleapis.com/${STORE}`, `/${STORE}`],
    [`https://healthcare.googleapis.com/v1/${STORE}?view=FULL`, `/${STORE}`],
    [`https://healthcare.googleapis.com/v1/${STORE}/fhir/Patient/p-1`, `/${STORE}/fhir/Patient/p-1`],
    [`http://localhost:3000/${DATASET}/`, `/${DATASET}`],
    ["projects/p", "/projects/p"],
  ])("%s opens %s", (text, href) => {
    expect(pastedEntry(text)?.target).toEqual({ href });
  });

  it.each(["ehr", "projects/", "projects/../etc", "myprojects/p"])("%s is no name", (text) => {
    expect(pastedEntry(text)).toBeUndefined();
  });
});

describe("findEntries", () => {
  const action: PaletteEntry = {
    id: "theme",
    title: "Switch to the dark theme",
    note: "",
    group: "Actions",
    mark: undefined,
    target: { run: () => undefined },
  };
  const entries = [
    resourceEntry(STORE, "Recent"),
    resourceEntry(STORE, "Resources"),
    resourceEntry(DATASET, "Resources"),
    action,
  ].flatMap((entry) => entry ?? []);

  it("shows recents and actions before anything is typed", () => {
    expect(findEntries(entries, " ").map((entry) => entry.group)).toEqual(["Recent", "Actions"]);
  });

  it("shows a recent resource once", () => {
    expect(findEntries(entries, "ehr").map((entry) => entry.group)).toEqual(["Recent"]);
  });

  it("puts a title typed whole first, and leaves out what only happens to have the letters", () => {
    const stores = [`${DATASET}/fhirStores/ehr-research`, STORE, `${DATASET}/dicomStores/the-radiology`];
    const resources = stores.flatMap((name) => resourceEntry(name, "Resources") ?? []);
    expect(findEntries(resources, "ehr").map((entry) => entry.title)).toEqual(["ehr", "ehr-research"]);
  });

  it("finds by what stands above", () => {
    expect(resourceEntry(STORE, "Resources")).toMatchObject({ title: "ehr", note: "p › l › d", mark: "fhirStores" });
  });
});
