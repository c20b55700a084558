import { vitals } from "#emulator/sample/record/findings.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { letter, note } from "#emulator/sample/record/documents.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, plan, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { SNOMED, term } from "#emulator/sample/vocabulary/coding.ts";
import type { DRUGS } from "#emulator/sample/vocabulary/treatments.ts";
import { bodyAt } from "./body.ts";
import { monthsBefore, type Story } from "./story.ts";

/** HbA1c falls when metformin starts, drifts up as the disease goes on, and falls again with a second drug. */
const COURSE: readonly {
  readonly months: number;
  readonly hba1c: number;
  readonly glucose: number;
  readonly start?: keyof typeof DRUGS;
}[] = [
  { months: 52, hba1c: 8.9, glucose: 214, start: "metformin500" },
  { months: 48, hba1c: 8.0, glucose: 176, start: "metformin1000" },
  { months: 42, hba1c: 7.1, glucose: 148 },
  { months: 34, hba1c: 6.8, glucose: 139 },
  { months: 26, hba1c: 7.2, glucose: 151 },
  { months: 18, hba1c: 7.9, glucose: 172, start: "empagliflozin" },
  { months: 11, hba1c: 7.0, glucose: 144 },
  { months: 3, hba1c: 6.6, glucose: 132 },
];

export const diabetes: Story = {
  title: "Type 2 diabetes that improves under metformin",
  weight: ({ age }) => (age >= 40 ? 16 : 0),
  tell: (chart) => {
    const severity = chart.random.between(-0.4, 0.9);
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, step] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: "clinic",
        service: "endocrinology",
        daysBefore: monthsBefore(chart, step.months),
        reason: "Diabetes review",
      });
      because ??= diagnose(chart, seen, "diabetes", { onsetDays: 400 });
      const { weight = 80 } = bodyAt(chart, seen.start);
      vitals(chart, seen, { weight: weight - index * 0.7 });
      labs(chart, seen, "diabetes", { hba1c: step.hba1c + severity, glucose: step.glucose + severity * 18 });
      if (step.start) {
        const replaces = step.start === "metformin500" ? { days: 120, stopped: "Dose raised to 1000 mg" } : {};
        prescribe(chart, seen, step.start, { because, ...replaces });
      }
      if (index === 0) {
        plan(chart, seen, {
          title: "Diabetes self-management",
          category: term(SNOMED, "735985000", "Diabetes self management plan"),
          addresses: [because],
          activities: ["Nutrition counselling", "150 minutes of moderate exercise a week", "Home glucose diary"],
        });
        labs(chart, seen, "kidney", { albuminRatio: 24 + severity * 20 });
      }
      if (index % 3 === 2)
        perform(chart, seen, "footExamination", { because, note: "Monofilament felt at all ten points." });
      if (index === 5)
        note(chart, seen, "consult", [
          `HbA1c ${(step.hba1c + severity).toFixed(1)} % on metformin alone.`,
          "Empagliflozin added; risk of genital infection discussed.",
        ]);
      if (index === COURSE.length - 1)
        letter(chart, seen, [
          "Type 2 diabetes, now well controlled.",
          "Continue metformin 1000 mg twice daily and empagliflozin 10 mg.",
          "Next HbA1c in three months.",
        ]);
    }
  },
};
