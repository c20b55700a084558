import { vitals } from "#emulator/sample/record/findings.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { note } from "#emulator/sample/record/documents.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Filtration falls, protein in the urine rises; both settle once blood pressure is treated. */
const COURSE = [
  { months: 44, creatinine: 1.32, egfr: 55, albuminRatio: 62 },
  { months: 34, creatinine: 1.41, egfr: 51, albuminRatio: 95 },
  { months: 25, creatinine: 1.52, egfr: 47, albuminRatio: 128 },
  { months: 16, creatinine: 1.58, egfr: 45, albuminRatio: 84 },
  { months: 8, creatinine: 1.56, egfr: 45, albuminRatio: 57 },
  { months: 1, creatinine: 1.6, egfr: 44, albuminRatio: 49 },
] as const;

export const kidneyDisease: Story = {
  title: "Chronic kidney disease that is slowed down",
  weight: ({ age }) => (age >= 58 ? 7 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, { months, creatinine, egfr, albuminRatio }] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: "clinic",
        service: "family-medicine",
        daysBefore: monthsBefore(chart, months),
        reason: "Kidney function control",
      });
      because ??= diagnose(chart, seen, "kidneyDisease", { onsetDays: 700 });
      vitals(chart, seen, { systolic: chart.random.near(index < 3 ? 148 : 129, 4), diastolic: index < 3 ? 90 : 79 });
      labs(chart, seen, "kidney", { creatinine, egfr, albuminRatio: albuminRatio * chart.random.between(0.85, 1.15) });
      if (index === 2) {
        prescribe(chart, seen, "lisinopril20", { because });
        note(chart, seen, "progress", [
          `Filtration ${egfr} mL/min, protein in the urine rising.`,
          "Lisinopril started, ibuprofen to be avoided.",
        ]);
      }
    }
  },
};
