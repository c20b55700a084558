import { ecg, letter } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { Story } from "./story.ts";

/** NIH stroke scale from arrival to three months later. */
const COURSE = [
  { day: 0, strokeScale: 11 },
  { day: 9, strokeScale: 5 },
  { day: 95, strokeScale: 2 },
] as const;

/** What the radiologist saw. */
const READINGS = {
  brainCt: {
    findings: "No bleeding. Early loss of the insular ribbon on the left.",
    impression: "No contraindication to thrombolysis.",
    afterHours: 0.3,
  },
  brainMr: {
    findings: "Diffusion restriction in the left insula and frontal operculum, 24 mL.",
    impression: "Acute infarct, left middle cerebral artery.",
    afterHours: 22,
  },
} as const;

export const stroke: Story = {
  title: "Stroke in time for thrombolysis, shown by MR",
  weight: ({ age }) => (age >= 55 ? 8 : 0),
  tell: (chart) => {
    const onset = chart.random.int(120, 1000);
    const [arrival, discharge, control] = COURSE;
    const stay = visit(chart, {
      kind: "inpatient",
      service: "neurology",
      daysBefore: onset,
      days: discharge.day,
      reason: "Sudden weakness of the right arm and trouble speaking",
    });
    const because = diagnose(chart, stay, "stroke", {
      note: "Left middle cerebral artery territory; seen well 70 minutes before arrival.",
    });
    vitals(chart, stay, { systolic: 172, diastolic: 94, oxygen: 96 });
    observe(chart, stay, "strokeScale", arrival.strokeScale + chart.random.int(-2, 4));
    labs(chart, stay, "metabolic", { glucose: 128 });
    labs(chart, stay, "blood");
    observe(chart, stay, "inr", 1.0);
    image(chart, stay, "brainCt", { because, ...READINGS.brainCt });
    perform(chart, stay, "thrombolysis", { because, afterHours: 0.75, hours: 1, note: "Door to needle 41 minutes." });
    image(chart, stay, "brainMr", { because, ...READINGS.brainMr });
    ecg(chart, stay, 78, false);
    for (const drug of ["aspirin", "atorvastatin"] as const) prescribe(chart, stay, drug, { because });
    perform(chart, stay, "physiotherapy", { because, afterHours: 48 });
    letter(chart, stay, [
      "Ischemic stroke, treated with thrombolysis.",
      `NIHSS ${arrival.strokeScale} on arrival, ${discharge.strokeScale} at discharge.`,
      "Rehabilitation arranged.",
    ]);
    const later = visit(chart, {
      kind: "clinic",
      service: "neurology",
      daysBefore: onset - control.day,
      reason: "Control after stroke",
    });
    vitals(chart, later, { systolic: chart.random.near(132, 6) });
    observe(chart, later, "strokeScale", control.strokeScale);
  },
};
