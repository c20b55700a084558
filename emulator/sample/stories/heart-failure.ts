import { ecg, letter } from "#emulator/sample/record/documents.ts";
import { observe, observeAll, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { bodyAt } from "./body.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Water comes and goes: weight above dry weight (kg) and NT-proBNP (pg/mL) rise before the two admissions and fall under treatment. */
const COURSE = [
  { months: 30, isStay: true, water: 6.2, ntProBnp: 5200, ejection: 34 },
  { months: 28, isStay: false, water: 1.1, ntProBnp: 2100, ejection: 36 },
  { months: 20, isStay: false, water: 0.4, ntProBnp: 1300, ejection: 41 },
  { months: 12, isStay: false, water: 0.9, ntProBnp: 1450, ejection: 42 },
  { months: 5, isStay: true, water: 4.6, ntProBnp: 4100, ejection: 37 },
  { months: 2, isStay: false, water: 0.6, ntProBnp: 1600, ejection: 40 },
] as const;

/** What the radiologist saw. */
const READINGS = {
  chestXRay: {
    findings: "Enlarged heart, upper zone redistribution, blunted costophrenic angles.",
    impression: "Pulmonary congestion.",
  },
} as const;

export const heartFailure: Story = {
  title: "Heart failure with two admissions for fluid overload",
  weight: ({ age }) => (age >= 62 ? 10 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, step] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: step.isStay ? "inpatient" : "clinic",
        service: "cardiology",
        daysBefore: monthsBefore(chart, step.months),
        ...(step.isStay ? { days: 6 } : {}),
        reason: step.isStay ? "Shortness of breath and swollen legs" : "Heart failure clinic",
      });
      because ??= diagnose(chart, seen, "heartFailure", {
        onsetDays: 90,
        note: "Reduced ejection fraction, NYHA III.",
      });
      const { weight = 80 } = bodyAt(chart, chart.end);
      vitals(chart, seen, {
        systolic: chart.random.near(112, 6),
        diastolic: 68,
        heartRate: step.isStay ? 98 : 66,
        weight: weight + step.water,
        oxygen: step.isStay ? 91 : 96,
      });
      observe(chart, seen, "ntProBnp", step.ntProBnp * chart.random.between(0.85, 1.2));
      labs(chart, seen, "metabolic", { creatinine: 1.25, egfr: 52, potassium: 4.6 });
      if (index === 0) {
        ecg(chart, seen, 98, false);
        image(chart, seen, "chestXRay", { because, ...READINGS.chestXRay });
        for (const drug of ["furosemide", "lisinopril10", "metoprolol", "spironolactone"] as const)
          prescribe(chart, seen, drug, { because });
      }
      if (index === 0 || index === 2) {
        observeAll(chart, seen, { ejectionFraction: step.ejection });
        perform(chart, seen, "echocardiography", { because, site: "heart", afterHours: 5 });
        image(chart, seen, "echocardiogram", {
          because,
          findings: `Dilated left ventricle, ejection fraction ${step.ejection} %, mild mitral regurgitation.`,
          impression: "Reduced systolic function.",
          afterHours: 5,
        });
      }
      if (step.isStay)
        letter(chart, seen, [
          "Decompensated heart failure, diuresed to dry weight.",
          "Daily weighing at home; call when more than 2 kg in three days.",
        ]);
    }
  },
};
