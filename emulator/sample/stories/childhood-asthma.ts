import { observeAll, vitals } from "#emulator/sample/record/findings.ts";
import { note } from "#emulator/sample/record/documents.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { plan, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { SNOMED, term } from "#emulator/sample/vocabulary/coding.ts";
import { bodyAt } from "./body.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Peak flow as a share of what the height predicts, and the control score (20 and more is well controlled). */
const COURSE = [
  { months: 22, isAttack: true, peak: 0.52, control: 11 },
  { months: 21, isAttack: false, peak: 0.74, control: 15 },
  { months: 15, isAttack: false, peak: 0.86, control: 19 },
  { months: 9, isAttack: true, peak: 0.6, control: 14 },
  { months: 7, isAttack: false, peak: 0.88, control: 21 },
  { months: 1, isAttack: false, peak: 0.95, control: 24 },
] as const;

const ACTION_PLAN = [
  "Green: fluticasone twice daily",
  "Yellow: albuterol 2 puffs, repeat after 20 minutes",
  "Red: albuterol 6 puffs and call emergency services",
];

export const childhoodAsthma: Story = {
  title: "A child with asthma: two attacks, then control",
  weight: ({ age }) => (age >= 5 && age < 18 ? 12 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, step] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: step.isAttack ? "emergency" : "clinic",
        service: step.isAttack ? "emergency" : "pediatrics",
        daysBefore: monthsBefore(chart, step.months),
        reason: step.isAttack ? "Wheezing and shortness of breath" : "Asthma review",
      });
      because ??= diagnose(chart, seen, "asthma", { onsetDays: 120 });
      const { height = 120 } = bodyAt(chart, seen.start);
      vitals(chart, seen, {
        systolic: 102,
        diastolic: 62,
        heartRate: step.isAttack ? 124 : 88,
        respiratoryRate: step.isAttack ? 32 : 20,
        oxygen: step.isAttack ? 91 : 98,
      });
      // Godfrey's rule for children: predicted peak flow (L/min) is 5.25 times the height (cm) less 426.
      observeAll(chart, seen, {
        peakFlow: (5.25 * Math.max(105, height) - 426) * step.peak,
        asthmaControl: step.control,
      });
      if (step.isAttack) prescribe(chart, seen, "prednisone", { because, days: 5 });
      if (index === 0) prescribe(chart, seen, "albuterol", { because });
      if (index === 1) {
        prescribe(chart, seen, "fluticasone", { because });
        plan(chart, seen, {
          title: "Asthma action plan",
          category: term(SNOMED, "734163000", "Care plan"),
          addresses: [because],
          activities: ACTION_PLAN,
        });
      }
      if (index === 3)
        note(chart, seen, "progress", [
          "Second attack after a cold. Inhaler technique shown again with the spacer.",
          "Parents asked about smoke and pets at home.",
        ]);
    }
  },
};
