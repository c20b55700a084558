import { DAY } from "#emulator/sample/calendar.ts";
import { observe, observeAll } from "#emulator/sample/record/findings.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { immunize, perform } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { Story } from "./story.ts";

/** Total bilirubin (mg/dL) by day of life: over the line on day 3, treated with light, falling. */
const JAUNDICE: readonly (readonly [day: number, bilirubin: number])[] = [
  [2, 10.4],
  [3, 15.8],
  [4, 12.9],
  [6, 8.1],
];

export const newborn: Story = {
  title: "The first days of a newborn; one in three turns yellow",
  weight: ({ household }) => (household === "newborn" ? 1 : 0),
  tell: (chart) => {
    const life = Math.floor((chart.end - chart.birth) / DAY);
    const birth = visit(chart, {
      kind: "inpatient",
      service: "obstetrics",
      daysBefore: life,
      days: 2,
      reason: "Born in hospital",
    });
    diagnose(chart, birth, "liveborn", { overAfterDays: 2 });
    observeAll(chart, birth, {
      birthWeight: chart.random.near(3380, 260),
      height: chart.random.near(50.4, 1.4),
      headCircumference: chart.random.near(34.6, 0.8),
      apgar1: chart.random.int(7, 9),
      apgar5: chart.random.int(9, 10),
    });
    immunize(chart, birth, "hepatitisB", 1);
    if (!chart.random.chance(1 / 3)) return;
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [day, bilirubin] of JAUNDICE) {
      const seen = visit(chart, {
        kind: "clinic",
        service: "pediatrics",
        daysBefore: life - day,
        reason: "Yellow skin",
      });
      because ??= diagnose(chart, seen, "neonatalJaundice", { overAfterDays: 8 });
      observe(chart, seen, "bilirubin", bilirubin + chart.random.between(-0.6, 0.6));
      if (day === 3) perform(chart, seen, "phototherapy", { because, hours: 20 });
    }
  },
};
