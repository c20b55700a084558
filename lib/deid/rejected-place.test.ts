import { expect, it } from "vitest";
import { isWithin, rejectedPlace } from "./rejected-place.ts";

const STORE = "projects/p/locations/l/datasets/d";
const FHIR = `${STORE}/fhirStores/s/fhir/Patient/p-1`;
const STUDY = `${STORE}/dicomStores/s/dicomWeb/studies/1.2`;
const SERIES = `${STUDY}/series/1.2.3`;
const INSTANCE = `${SERIES}/instances/1.2.3.4`;

it.each([
  [FHIR, "instance", FHIR],
  [FHIR, "study", FHIR],
  [INSTANCE, "instance", INSTANCE],
  [INSTANCE, "series", SERIES],
  [INSTANCE, "study", STUDY],
  // Never more than was said: a place that names a study only has no instance to delete.
  [STUDY, "instance", undefined],
  [STUDY, "series", undefined],
  [STUDY, "study", STUDY],
  [STORE, "study", undefined],
  [`${STORE}/fhirStores/s`, "instance", undefined],
  ["", "instance", undefined],
] as const)("of %s as %s", (resource, level, name) => {
  expect(rejectedPlace(resource, level)?.name).toBe(name);
});

it("takes along what lies within, and nothing that only begins alike", () => {
  const series = rejectedPlace(INSTANCE, "series");
  if (!series) throw new Error("No place");
  expect([INSTANCE, SERIES, `${SERIES}.9/instances/1`, STUDY].map((place) => isWithin(place, series))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
