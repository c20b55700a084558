import type { Reference } from "fhir/r4";
import { DAY, noonOf } from "#emulator/sample/calendar.ts";
import type { Chart } from "#emulator/sample/record/chart.ts";
import { letter } from "#emulator/sample/record/documents.ts";
import { observeAll, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { Story } from "./story.ts";

/** Antenatal care; `week` of a pregnancy of forty. */
const COURSE: readonly { readonly week: number; readonly hemoglobin: number; readonly hasUltrasound?: boolean }[] = [
  { week: 9, hemoglobin: 12.9, hasUltrasound: true },
  { week: 16, hemoglobin: 12.1 },
  { week: 20, hemoglobin: 11.4, hasUltrasound: true },
  { week: 28, hemoglobin: 10.6 },
  { week: 32, hemoglobin: 10.9, hasUltrasound: true },
  { week: 36, hemoglobin: 11.3 },
  { week: 39, hemoglobin: 11.6 },
];
const WEEK = 7 * DAY;

export const pregnancyAndBirth: Story = {
  title: "A pregnancy with mild anemia, and a healthy birth",
  weight: ({ household }) => (household === "mother" ? 1 : 0),
  tell: (chart) => {
    if (!chart.child) return;
    const birth = noonOf(chart.child.birthDate);
    const conception = birth - 40 * WEEK;
    const daysBefore = (time: number): number => Math.round((chart.end - time) / DAY);
    let because: ReturnType<typeof diagnose> | undefined;
    for (const { week, hemoglobin, hasUltrasound } of COURSE) {
      const seen = visit(chart, {
        kind: "clinic",
        service: "obstetrics",
        daysBefore: daysBefore(conception + week * WEEK),
        reason: `Antenatal care, week ${week}`,
      });
      because ??= diagnose(chart, seen, "pregnancy", { overAfterDays: (40 - week) * 7 });
      vitals(chart, seen, { systolic: chart.random.near(112, 5), diastolic: chart.random.near(68, 4) });
      const fetus =
        week < 16 ? {} : { fetalHeartRate: chart.random.near(142, 6), fundalHeight: chart.random.near(week, 0.8) };
      observeAll(chart, seen, { gestation: week, ...fetus });
      labs(chart, seen, "blood", { hemoglobin: hemoglobin + chart.random.between(-0.3, 0.3) });
      if (week === 28)
        prescribe(chart, seen, "iron", {
          because: diagnose(chart, seen, "anemiaOfPregnancy", { overAfterDays: 90 }),
          days: 80,
        });
      if (hasUltrasound)
        image(chart, seen, "obstetricUltrasound", {
          because,
          findings: `Single living fetus, biometry as expected for week ${week}.`,
          impression: "Normal growth.",
        });
    }
    giveBirth(chart, daysBefore(birth), because);
  },
};

function giveBirth(chart: Chart, daysBefore: number, because: Reference | undefined): void {
  const isCesarean = chart.random.chance(0.25);
  const stay = visit(chart, {
    kind: "inpatient",
    service: "obstetrics",
    daysBefore,
    days: isCesarean ? 4 : 2,
    reason: "Labor",
  });
  vitals(chart, stay, { systolic: 124, diastolic: 76 });
  perform(chart, stay, isCesarean ? "cesarean" : "delivery", {
    ...(because ? { because } : {}),
    hours: isCesarean ? 1 : 6,
  });
  letter(chart, stay, [
    `Delivered at 40 weeks${isCesarean ? " by cesarean section" : ""}. Mother and child are well.`,
    "Iron to be continued for six weeks.",
  ]);
}
