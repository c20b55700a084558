import { expect, it } from "vitest";
import { RareValues } from "./rare-values.ts";

const patient = (at: number, state: string) => ({ resourceType: "Patient", id: `p${at}`, address: [{ state }] });
const condition = (at: number, code: string) => ({
  resourceType: "Condition",
  subject: { reference: `Patient/p${at}` },
  code: { coding: [{ system: "http://snomed.info/sct", code }] },
});

/** Sixty patients with the same common disease. */
function hospital(): RareValues {
  const rare = new RareValues();
  for (let at = 0; at < 60; at += 1) {
    rare.addFhir(patient(at, "TX"), `Patient/p${at}`);
    rare.addFhir(condition(at, "38341003"), `Condition/c${at}`);
  }
  return rare;
}

it("names every place of a value that few patients have, the rarest first, and never the value", () => {
  const rare = hospital();
  for (const at of [1, 2, 3, 4]) rare.addFhir(condition(at, "68618008"), `Condition/four-${at}`);
  rare.addFhir(condition(7, "190905008"), "Condition/one-a");
  rare.addFhir(condition(7, "190905008"), "Condition/one-b");
  const { patients, values, places } = rare.result();
  expect([patients, values]).toEqual([60, 2]);
  expect(places.map((place) => [place.patients, place.resource])).toEqual([
    [1, "Condition/one-a"],
    [1, "Condition/one-b"],
    ...[1, 2, 3, 4].map((at) => [4, `Condition/four-${at}`]),
  ]);
  expect(JSON.stringify(places)).not.toMatch(/190905008|68618008/);
});

it("does not call rare what five have, however often one of them has it", () => {
  const rare = hospital();
  for (const at of [1, 1, 1, 2, 3, 4, 5]) rare.addFhir(condition(at, "68618008"), `Condition/x${at}`);
  expect(rare.result().places).toEqual([]);
});

it("says nothing of an output of few patients, and counts patients of images too", () => {
  const rare = new RareValues();
  rare.addFhir(condition(1, "190905008"), "Condition/1");
  rare.addDicom({ "00100020": { Value: ["A1"] }, "00102160": { Value: ["x"] } }, "studies/1");
  expect(rare.result()).toMatchObject({ patients: 2, values: 0, places: [] });
});
