import { expect, it } from "vitest";
import { PatientGroups } from "./patient-groups.ts";

interface Who {
  readonly birthDate?: string;
  readonly gender?: string;
  readonly state?: string;
  readonly code?: string;
}

function groupsOf(people: readonly Who[]): PatientGroups {
  const groups = new PatientGroups();
  for (const [at, { birthDate, gender, state, code }] of people.entries()) {
    const condition = {
      resourceType: "Condition",
      subject: { reference: `Patient/p${at}` },
      code: { coding: [{ code }] },
    };
    // As stores answer: conditions before patients.
    if (code !== undefined) groups.addFhir(condition, `Condition/c${at}`);
    groups.addFhir(
      { resourceType: "Patient", id: `p${at}`, birthDate, gender, address: [{ state }] },
      `Patient/p${at}`,
    );
  }
  return groups;
}
const many = (count: number, who: Who): Who[] => Array.from({ length: count }, () => who);

it("counts groups of patients who share birth decade, sex and place, and never says what they share", () => {
  const people = [
    ...many(50, { birthDate: "1961-02-03", gender: "female", state: "IA" }),
    ...many(3, { birthDate: "1933-02-03", gender: "female", state: "IA" }),
    { birthDate: "1961-02-03", gender: "male", state: "IA" },
  ];
  const [combination, ...others] = groupsOf(people).result();
  expect(others).toEqual([]);
  expect(combination).toMatchObject({
    groups: 3,
    smallest: 1,
    small: [
      { patients: 1, groups: 1, places: ["Patient/p53"] },
      { patients: 3, groups: 1, places: ["Patient/p50", "Patient/p51", "Patient/p52"] },
    ],
  });
  expect(JSON.stringify(combination)).not.toMatch(/193|male|IA/);
});

it("adds the diagnosis of each that the fewest have: common ones together can be rare", () => {
  const people = [
    ...many(30, { gender: "female", state: "IA", code: "asthma" }),
    ...many(30, { gender: "male", state: "IA", code: "gout" }),
    { gender: "female", state: "IA", code: "gout" },
  ];
  const [plain, withDiagnosis] = groupsOf(people).result();
  expect(plain).toMatchObject({ smallest: 30, small: [] });
  expect(withDiagnosis).toMatchObject({ smallest: 1, small: [{ patients: 1, groups: 1, places: ["Patient/p60"] }] });
  expect(withDiagnosis?.of.at(-1)).toBe("rarest diagnosis");
});

it("names no attribute that the output does not have, and says nothing of few patients", () => {
  expect(groupsOf(many(60, { gender: "female", state: "IA" })).result()[0]?.of).toEqual(["sex", "place"]);
  expect(groupsOf(many(60, { gender: "female" })).result()).toEqual([]);
  expect(groupsOf(many(49, { gender: "female", state: "IA" })).result()).toEqual([]);
});

it("keeps fifty places of a size, however many there are", () => {
  const people = Array.from({ length: 300 }, (_, at) => ({ gender: "female", state: `S${at}` }));
  expect(groupsOf(people).result()[0]?.small[0]).toMatchObject({ patients: 1, groups: 300 });
  expect(groupsOf(people).result()[0]?.small[0]?.places).toHaveLength(50);
});
