import { expect, it } from "vitest";
import { pagePlace, placeTitle } from "./page-place.ts";

const STORE = "projects/p/locations/l/datasets/d/fhirStores/ehr";

it.each([
  ["/", undefined, []],
  ["/projects/p", "projects/p", []],
  [`/${STORE}`, STORE, []],
  [`/${STORE}/fhir/Patient/p-1`, STORE, ["fhir", "Patient", "p-1"]],
  ["/projects/p/locations/l/datasets/d/operations", "projects/p/locations/l/datasets/d", ["operations"]],
  ["/projects/p/locations/l/datasets/d%C3%A9", "projects/p/locations/l/datasets/dé", []],
  ["/projects/%E0%A4%A", undefined, ["projects", "%E0%A4%A"]],
  ["/settings", undefined, ["settings"]],
])("%s stands at %s", (path, name, rest) => {
  expect(pagePlace(path)).toMatchObject({ name, rest });
});

it.each([
  ["/", "Home"],
  ["/settings", "settings"],
  [`/${STORE}`, "ehr"],
  [`/${STORE}/fhir/Patient/p-1`, "Patient/p-1 · ehr"],
  ["/projects/p/locations/l/datasets/d/operations", "operations · d"],
])("%s is about %s", (path, title) => {
  expect(placeTitle(pagePlace(path))).toBe(title);
});
