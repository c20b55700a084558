import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_STUDY_FILTER, qidoKeys, readStudyFilter, writeStudyFilter, type StudyFilter } from "./study-filter.ts";
import { modalitiesOf, summariseStudy } from "./study-summary.ts";

describe("qidoKeys", () => {
  it.each<[what: string, filter: Partial<StudyFilter>, keys: Record<string, string>]>([
    ["nothing", {}, {}],
    ["words of a name", { patientName: " ama oka " }, { PatientName: "ama oka", fuzzymatching: "true" }],
    ["one day", { from: "2026-03-14", until: "2026-03-14" }, { StudyDate: "20260314" }],
    ["a range", { from: "2026-03-01", until: "2026-03-31" }, { StudyDate: "20260301-20260331" }],
    ["an open end", { from: "2026-03-01" }, { StudyDate: "20260301-" }],
    ["an open start", { until: "2026-03-31" }, { StudyDate: "-20260331" }],
    ["ids", { patientId: "17", accession: "A1" }, { PatientID: "17", AccessionNumber: "A1" }],
  ])("asks for %s", (_what, filter, keys) => {
    expect(qidoKeys({ ...NO_STUDY_FILTER, ...filter })).toEqual(keys);
  });

  it("comes back from its text", () => {
    const word = fc.string().map((text) => text.trim());
    fc.assert(
      fc.property(word, word, word, (patientName, patientId, accession) => {
        const filter = { ...NO_STUDY_FILTER, patientName, patientId, accession };
        expect(readStudyFilter(writeStudyFilter(filter))).toEqual(filter);
      }),
    );
  });
});

describe("summariseStudy", () => {
  it.each([
    ["Okafor^Amara^N^Dr", "Okafor, Amara N"],
    ["Okafor", "Okafor"],
    ["^Amara", "Amara"],
    ["", ""],
  ])("writes the name %j as %j", (stored, shown) => {
    const row = { "00100010": { vr: "PN", Value: [{ Alphabetic: stored }] } };
    expect(summariseStudy(row).patientName).toBe(shown);
  });

  it("names each modality once", () => {
    const series = ["CT", "SR", "CT"].map((modality) => ({ "00080060": { vr: "CS", Value: [modality] } }));
    expect(modalitiesOf(series)).toEqual(["CT", "SR"]);
  });
});
