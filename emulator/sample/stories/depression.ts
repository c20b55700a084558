import { note } from "#emulator/sample/record/documents.ts";
import { observe } from "#emulator/sample/record/findings.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { monthsBefore, type Story } from "./story.ts";

/** PHQ-9 out of 27: 10 and more calls for treatment, under 5 is remission. Every second meeting is by video. */
const COURSE: readonly (readonly [months: number, phq9: number])[] = [
  [17, 18],
  [16, 16],
  [14, 12],
  [12, 9],
  [9, 6],
  [5, 4],
  [1, 3],
];

export const depression: Story = {
  title: "Depression, treated to remission",
  weight: ({ age }) => (age >= 18 && age < 66 ? 8 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, [months, phq9]] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: index % 2 === 1 ? "video" : "clinic",
        service: "psychiatry",
        daysBefore: monthsBefore(chart, months),
        reason: "Low mood",
      });
      because ??= diagnose(chart, seen, "depression", { onsetDays: 120, overAfterDays: 460 });
      observe(chart, seen, "phq9", Math.max(0, phq9 + chart.random.int(-1, 2)));
      if (index === 0) prescribe(chart, seen, "sertraline", { because });
      if (index % 2 === 0) perform(chart, seen, "psychotherapy", { because, hours: 0.8 });
      if (index === 0)
        note(chart, seen, "consult", [
          "Low mood, poor sleep and no interest for four months. No thoughts of self-harm.",
          "Sertraline and cognitive behavioural therapy agreed.",
        ]);
    }
  },
};
