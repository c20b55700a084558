import { describe, expect, it } from "vitest";
import { likelyDuplicates, qualityFacts } from "./quality-rules.ts";

describe("data quality rules", () => {
  it("finds a code without its system wherever it stands, and takes no text for one", () => {
    const isAlone = (coding: Record<string, string>) =>
      qualityFacts({ component: [{ code: { coding: [coding] } }] }).hasCodeWithoutSystem;
    expect(isAlone({ code: "718-7" })).toBe(true);
    expect(isAlone({ code: "718-7", system: "http://loinc.org" })).toBe(false);
    expect(isAlone({ display: "Hemoglobin" })).toBe(false);
  });

  it("collects what a resource of the store refers to, once, and nothing outside of it", () => {
    const resource = {
      subject: { reference: "Patient/1" },
      performer: [
        { reference: "Patient/1/_history/2" },
        { reference: "#lab" },
        { reference: "https://x.example/Patient/9" },
      ],
    };
    expect(qualityFacts(resource).targets).toEqual(["Patient/1"]);
  });

  it("takes patients for one person by name and full birth date, unless one replaces the other", () => {
    const patient = (id: string, family: string, birthDate: string, more = {}) => ({
      resourceType: "Patient",
      id,
      name: [{ family, given: ["Ana", "M"] }],
      birthDate,
      ...more,
    });
    expect(
      likelyDuplicates(
        [
          patient("a", "Núñez", "1980-02-03"),
          patient("b", "NUNEZ", "1980-02-03"),
          patient("c", "Nunez", "1980"),
          patient("d", "Nunez", "1980-02-04"),
          patient("e", "Nunez", "1980-02-03", { link: [{ type: "replaced-by" }] }),
          { resourceType: "Patient", id: "f", birthDate: "1980-02-03" },
        ].map(qualityFacts),
      ),
    ).toEqual([["a", "b"]]);
  });
});
