import { letter, note } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { daysInto, visit } from "#emulator/sample/record/visits.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Pain from 0 to 10 before and after the new knee. */
const COURSE = [
  { months: 26, step: "complaint", pain: 6 },
  { months: 20, step: "injection", pain: 7 },
  { months: 14, step: "operation", pain: 8 },
  { months: 12.5, step: "control", pain: 4 },
  { months: 8, step: "physiotherapy", pain: 2 },
  { months: 2, step: "last control", pain: 0 },
] as const;

/** What the radiologist saw. */
const READINGS = {
  kneeXRay: {
    findings: "Medial joint space nearly gone, osteophytes, subchondral sclerosis.",
    impression: "Osteoarthritis, Kellgren-Lawrence grade 4.",
  },
  kneeXRayAfter: {
    findings: "Components well placed, no fracture.",
    impression: "Regular position of the prosthesis.",
    afterHours: 26,
  },
} as const;

export const kneeReplacement: Story = {
  title: "Worn-out knee, replaced",
  weight: ({ age }) => (age >= 55 && age < 86 ? 7 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const { months, step, pain } of COURSE) {
      const isStay = step === "operation";
      const seen = visit(chart, {
        kind: isStay ? "inpatient" : "clinic",
        service: "orthopedics",
        daysBefore: monthsBefore(chart, months),
        ...(isStay ? { days: 4 } : {}),
        reason: `Knee pain: ${step}`,
      });
      because ??= diagnose(chart, seen, "kneeArthrosis", { onsetDays: 900 });
      observe(chart, seen, "pain", pain);
      if (step === "complaint") {
        image(chart, seen, "kneeXRay", { because, ...READINGS.kneeXRay });
        prescribe(chart, seen, "ibuprofen", { because, days: 60 });
      }
      if (isStay) {
        vitals(chart, seen);
        labs(chart, seen, "blood");
        labs(chart, daysInto(seen, 2), "blood", { hemoglobin: 10.4 });
        perform(chart, seen, "kneeReplacement", { because, site: "knee", afterHours: 5, hours: 1.6 });
        note(chart, seen, "operative", [
          "Cemented total knee replacement, medial parapatellar approach.",
          "Tourniquet 62 minutes, blood loss 250 mL.",
        ]);
        image(chart, seen, "kneeXRay", { because, ...READINGS.kneeXRayAfter });
        prescribe(chart, seen, "enoxaparin", { because, days: 14 });
        prescribe(chart, seen, "oxycodone", { because, days: 7 });
        letter(chart, seen, [
          "Total knee replacement without complication.",
          "Full weight bearing with crutches, enoxaparin for 14 days.",
        ]);
      }
      if (step === "physiotherapy")
        perform(chart, seen, "physiotherapy", { because, site: "knee", note: "Flexion 115°, extension full." });
    }
  },
};
