import { note } from "#emulator/sample/record/documents.ts";
import { observe, vitals } from "#emulator/sample/record/findings.ts";
import { image } from "#emulator/sample/record/imaging.ts";
import { diagnose } from "#emulator/sample/record/problems.ts";
import { perform, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit } from "#emulator/sample/record/visits.ts";
import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import type { BodySite, ProblemName } from "#emulator/sample/vocabulary/problems.ts";
import type { Story } from "./story.ts";

const BONES: readonly {
  readonly weight: number;
  readonly problem: ProblemName;
  readonly site: BodySite;
  readonly xRay: ImagingName;
  readonly how: string;
  readonly seen: string;
}[] = [
  {
    weight: 3,
    problem: "forearmFracture",
    site: "forearm",
    xRay: "forearmXRay",
    how: "Fell on the outstretched hand",
    seen: "Transverse fracture of the distal radius, minimal dorsal tilt.",
  },
  {
    weight: 2,
    problem: "ankleFracture",
    site: "ankle",
    xRay: "ankleXRay",
    how: "Twisted the ankle on the stairs",
    seen: "Oblique fracture of the lateral malleolus at joint level, mortise intact.",
  },
  {
    weight: 1,
    problem: "clavicleFracture",
    site: "clavicle",
    xRay: "clavicleXRay",
    how: "Fell off a bicycle",
    seen: "Midshaft fracture of the clavicle, one shaft width displaced.",
  },
];

/** From the fall to the healed bone; `day` after the accident, pain from 0 to 10. */
const COURSE = [
  { day: 0, pain: 7 },
  { day: 10, pain: 4 },
  { day: 42, pain: 1 },
] as const;

export const fracture: Story = {
  title: "A broken bone with X-rays before and after healing",
  weight: ({ age }) => (age >= 4 && age < 70 ? 7 : 0),
  tell: (chart) => {
    const bone = chart.random.pickWeighted(BONES);
    const accident = chart.random.int(60, 1100);
    const emergency = visit(chart, { kind: "emergency", service: "emergency", daysBefore: accident, reason: bone.how });
    const because = diagnose(chart, emergency, bone.problem, { overAfterDays: COURSE[2].day });
    vitals(chart, emergency, { systolic: chart.random.near(134, 6) });
    observe(chart, emergency, "pain", COURSE[0].pain + chart.random.int(0, 2));
    image(chart, emergency, bone.xRay, { because, findings: bone.seen, impression: "Acute fracture." });
    perform(chart, emergency, "immobilization", {
      because,
      site: bone.site,
      afterHours: 2.5,
      note: "Split cast; circulation and feeling checked.",
    });
    prescribe(chart, emergency, chart.person.age < 16 ? "acetaminophen" : "ibuprofen", { because, days: 10 });
    const control = visit(chart, {
      kind: "clinic",
      service: "orthopedics",
      daysBefore: accident - COURSE[1].day,
      reason: "Cast control",
    });
    observe(chart, control, "pain", COURSE[1].pain);
    const last = visit(chart, {
      kind: "clinic",
      service: "orthopedics",
      daysBefore: accident - COURSE[2].day,
      reason: "Cast removal",
    });
    image(chart, last, bone.xRay, {
      because,
      findings: "Bridging callus, position unchanged.",
      impression: "Healing fracture.",
      afterHours: 0.5,
    });
    observe(chart, last, "pain", COURSE[2].pain);
    note(chart, last, "progress", [`${bone.how}.`, "Fracture has healed. Physiotherapy at home, sports in six weeks."]);
  },
};
