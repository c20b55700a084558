import { letter, note } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { Story } from "./story.ts";

/** Inflammation before the operation and at the control. */
const COURSE = {
  before: { crp: 64, leukocytes: 15.8, temperature: 38.3, pain: 7 },
  after: { crp: 4, leukocytes: 7.4, pain: 1 },
  controlAfterDays: 12,
} as const;

export const appendicitis: Story = {
  title: "Appendicitis, operated the same day",
  weight: ({ age }) => (age >= 8 && age < 45 ? 7 : 0),
  tell: (chart) => {
    const admitted = chart.random.int(40, 1000);
    const { before, after, controlAfterDays } = COURSE;
    const stay = visit(chart, {
      kind: "inpatient",
      service: "surgery",
      daysBefore: admitted,
      days: 2,
      reason: "Pain in the right lower belly",
    });
    const because = diagnose(chart, stay, "appendicitis", { onsetDays: 1, overAfterDays: controlAfterDays });
    vitals(chart, stay, { heartRate: 102, temperature: before.temperature });
    observe(chart, stay, "pain", before.pain);
    labs(chart, stay, "infection", { crp: before.crp + chart.random.between(-20, 30), leukocytes: before.leukocytes });
    image(chart, stay, "abdominalUltrasound", {
      because,
      findings: "Non-compressible tubular structure of 9 mm in the right iliac fossa, free fluid.",
      impression: "Acute appendicitis.",
    });
    perform(chart, stay, "appendectomy", { because, site: "abdomen", afterHours: 6, hours: 0.8 });
    note(chart, stay, "operative", ["Laparoscopic appendectomy. Phlegmonous appendix, no perforation."]);
    prescribe(chart, stay, "acetaminophen", { because, days: 7 });
    letter(chart, stay, ["Appendectomy without complication.", "Stitches dissolve; no heavy lifting for two weeks."]);
    const control = visit(chart, {
      kind: "clinic",
      service: "surgery",
      daysBefore: admitted - controlAfterDays,
      reason: "Wound control",
    });
    observe(chart, control, "pain", after.pain);
    labs(chart, control, "infection", { crp: after.crp, leukocytes: after.leukocytes });
  },
};
