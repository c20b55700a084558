import { ecg, note } from "#emulator/sample/record/documents.ts";
import { vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Heart rate and rhythm: irregular until cardioversion. */
const COURSE = [
  { months: 16, isEmergency: true, heartRate: 128, isIrregular: true },
  { months: 14, isEmergency: false, heartRate: 94, isIrregular: true },
  { months: 9, isEmergency: false, heartRate: 68, isIrregular: false },
  { months: 2, isEmergency: false, heartRate: 64, isIrregular: false },
] as const;

/** What the cardiologist read from the first tracing. */
const READING = {
  findings: "Irregularly irregular ventricular response, no P waves, narrow QRS, no ST deviation.",
  impression: "Atrial fibrillation with rapid ventricular response.",
} as const;

export const atrialFibrillation: Story = {
  title: "Atrial fibrillation, back to sinus rhythm",
  weight: ({ age }) => (age >= 50 ? 6 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, { months, isEmergency, heartRate, isIrregular }] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: isEmergency ? "emergency" : "clinic",
        service: isEmergency ? "emergency" : "cardiology",
        daysBefore: monthsBefore(chart, months),
        reason: isEmergency ? "Palpitations" : "Rhythm control",
      });
      because ??= diagnose(chart, seen, "atrialFibrillation", { onsetDays: 2 });
      const rate = heartRate + chart.random.int(-4, 4);
      vitals(chart, seen, { heartRate: rate });
      perform(chart, seen, "electrocardiogram", { because, site: "heart" });
      ecg(chart, seen, rate, isIrregular);
      if (index === 0) {
        image(chart, seen, "electrocardiogram", { because, ...READING });
        labs(chart, seen, "metabolic");
        prescribe(chart, seen, "apixaban", { because });
        prescribe(chart, seen, "metoprolol", { because });
      }
      if (index === 1) {
        perform(chart, seen, "cardioversion", { because, site: "heart", afterHours: 1 });
        note(chart, seen, "progress", [
          "Electrical cardioversion with 200 J, sinus rhythm after one shock.",
          "Apixaban to be continued.",
        ]);
      }
    }
  },
};
