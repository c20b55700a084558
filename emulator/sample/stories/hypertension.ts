import { vitals } from "#emulator/sample/record/findings.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { DRUGS } from "#emulator/sample/vocabulary/treatments.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Blood pressure comes down in two steps. */
const COURSE: readonly {
  readonly months: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly start?: keyof typeof DRUGS;
  readonly stopped?: string;
}[] = [
  { months: 40, systolic: 162, diastolic: 98, start: "lisinopril10", stopped: "Not enough; dose doubled" },
  { months: 38, systolic: 151, diastolic: 93, start: "lisinopril20" },
  { months: 32, systolic: 144, diastolic: 89, start: "amlodipine" },
  { months: 24, systolic: 133, diastolic: 82 },
  { months: 14, systolic: 128, diastolic: 80 },
  { months: 5, systolic: 130, diastolic: 79 },
];

export const hypertension: Story = {
  title: "High blood pressure, controlled in two steps",
  weight: ({ age }) => (age >= 38 ? 16 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, step] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: "clinic",
        service: index < 3 ? "cardiology" : "family-medicine",
        daysBefore: monthsBefore(chart, step.months),
        reason: "Blood pressure review",
      });
      because ??= diagnose(chart, seen, "hypertension", { onsetDays: 200 });
      vitals(chart, seen, {
        systolic: chart.random.near(step.systolic, 5),
        diastolic: chart.random.near(step.diastolic, 3),
      });
      if (step.start)
        prescribe(chart, seen, step.start, { because, ...(step.stopped ? { stopped: step.stopped } : {}) });
      if (index === 0 || index === 4) labs(chart, seen, "metabolic");
      if (index === 0) {
        labs(chart, seen, "lipids", { cholesterol: 236, ldl: 158 });
        prescribe(chart, seen, "atorvastatin", { because: diagnose(chart, seen, "hyperlipidemia") });
      }
    }
  },
};
