import { note } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { plan, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import { SNOMED, term } from "#emulator/sample/vocabulary/coding.ts";
import { monthsBefore, type Story } from "./story.ts";

/** Mini-mental score out of 30: slow decline. */
const COURSE: readonly (readonly [months: number, miniMental: number, note: string])[] = [
  [46, 25, "Family reports repeated questions and a missed appointment."],
  [38, 23, "Forgets recent conversations, manages the household."],
  [29, 21, "Got lost on the way home once. Driving advised against."],
  [20, 18, "Needs help with money and medicines."],
  [11, 16, "Daughter moved in. Sleeps badly."],
  [3, 13, "Needs help to dress. Day care three times a week."],
];

export const dementia: Story = {
  title: "Alzheimer's disease over four years",
  weight: ({ age }) => (age >= 72 ? 10 : 0),
  tell: (chart) => {
    let because: ReturnType<typeof diagnose> | undefined;
    for (const [index, [months, miniMental, told]] of COURSE.entries()) {
      const seen = visit(chart, {
        kind: index === 4 ? "video" : "clinic",
        service: "neurology",
        daysBefore: monthsBefore(chart, months),
        reason: "Memory clinic",
      });
      because ??= diagnose(chart, seen, "alzheimers", { onsetDays: 500 });
      if (index !== 4) vitals(chart, seen);
      observe(chart, seen, "miniMental", miniMental + chart.random.int(-1, 1));
      note(chart, seen, "progress", [told, `MMSE about ${miniMental} of 30.`]);
      if (index === 0)
        image(chart, seen, "brainCt", {
          because,
          findings: "Atrophy of both medial temporal lobes, no bleeding, no mass.",
          impression: "Pattern fits Alzheimer's disease.",
        });
      if (index === 1) prescribe(chart, seen, "donepezil", { because });
      if (index === 3) {
        plan(chart, seen, {
          title: "Living with dementia",
          category: term(SNOMED, "734163000", "Care plan"),
          addresses: [because],
          activities: ["Medicine box filled by a relative", "Day care", "Support group for relatives"],
        });
      }
    }
  },
};
