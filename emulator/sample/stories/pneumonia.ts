import { letter } from "#emulator/sample/record/documents.ts";
import { observeAll, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { prescribe } from "#emulator/sample/record/treatments.ts";
import { daysInto, visit } from "#emulator/sample/record/visits.ts";
import type { Story } from "./story.ts";

/** Fever, oxygen and C-reactive protein through the illness; `day` after admission. */
const COURSE = [
  { day: 0, temperature: 39.1, oxygen: 89, respiratoryRate: 27, crp: 186, leukocytes: 17.4 },
  { day: 2, temperature: 38.2, oxygen: 93, respiratoryRate: 22, crp: 121, leukocytes: 13.2 },
  { day: 14, temperature: 36.8, oxygen: 97, respiratoryRate: 15, crp: 6.4, leukocytes: 7.1 },
] as const;

/** What the radiologist saw. */
const READINGS = {
  chestXRay: { findings: "Patchy opacity in the right lower zone.", impression: "Right lower lobe pneumonia." },
  chestCt: {
    findings: "Consolidation with air bronchogram in the right lower lobe, small parapneumonic effusion, no embolus.",
    impression: "Lobar pneumonia, no abscess.",
    afterHours: 20,
  },
} as const;

export const pneumonia: Story = {
  title: "Pneumonia with X-ray and chest CT, healed with antibiotics",
  weight: ({ age }) => (age >= 20 ? 7 : 0),
  tell: (chart) => {
    const admitted = chart.random.int(40, 900);
    const [first, second, last] = COURSE;
    const stay = visit(chart, {
      kind: "inpatient",
      service: "pulmonology",
      daysBefore: admitted,
      days: 4,
      reason: "Cough, fever and shortness of breath",
    });
    const because = diagnose(chart, stay, "pneumonia", { onsetDays: 4, overAfterDays: last.day });
    for (const step of [first, second]) {
      const today = daysInto(stay, step.day);
      vitals(chart, today, {
        heartRate: 84 + step.temperature * 0.4,
        temperature: step.temperature,
        oxygen: step.oxygen,
        respiratoryRate: step.respiratoryRate,
      });
      labs(chart, today, "infection", { crp: step.crp + chart.random.between(-15, 15), leukocytes: step.leukocytes });
    }
    image(chart, stay, "chestXRay", { because, ...READINGS.chestXRay });
    // Every fifth is looked at for an embolus: thin slices.
    const protocol = chart.person.index % 5 === 3 ? "chestCtThin" : "chestCt";
    image(chart, stay, protocol, { because, ...READINGS.chestCt });
    prescribe(chart, stay, "amoxicillin", { because, days: 7 });
    prescribe(chart, stay, "azithromycin", { because, days: 5 });
    letter(chart, stay, [
      "Community acquired pneumonia of the right lower lobe.",
      "Oxygen needed for two days, antibiotics for seven.",
      "Control in two weeks.",
    ]);
    const control = visit(chart, {
      kind: "clinic",
      service: "pulmonology",
      daysBefore: admitted - last.day,
      reason: "Control after pneumonia",
    });
    observeAll(chart, control, {
      temperature: last.temperature,
      oxygen: last.oxygen,
      respiratoryRate: last.respiratoryRate,
    });
    labs(chart, control, "infection", { crp: last.crp, leukocytes: last.leukocytes });
  },
};
