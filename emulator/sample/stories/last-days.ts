import { letter } from "#emulator/sample/record/documents.ts";
import type { Chart } from "#emulator/sample/record/chart.ts";
import { vitals } from "#emulator/sample/record/findings.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { concept, hl7 } from "#emulator/sample/vocabulary/coding.ts";

/** The course of the last stay: pressure falls, pulse rises. */
const COURSE = { days: 3, systolic: 88, diastolic: 50, heartRate: 112, oxygen: 86 } as const;

/** The admission in which somebody dies, for those who have. */
export function lastDays(chart: Chart): void {
  const { days, ...signs } = COURSE;
  const stay = visit(chart, {
    kind: "inpatient",
    service: "emergency",
    daysBefore: days,
    days,
    reason: "Collapse at home",
  });
  vitals(chart, stay, signs);
  stay.encounter.hospitalization = {
    ...stay.encounter.hospitalization,
    dischargeDisposition: concept(hl7("discharge-disposition", "exp", "Expired")),
  };
  letter(chart, stay, [
    "Admitted after a collapse at home. Comfort care in agreement with the family.",
    "Died peacefully.",
  ]);
}
