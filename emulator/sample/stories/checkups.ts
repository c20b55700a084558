import { ageAt, fhirDate, DAY, YEAR } from "#emulator/sample/calendar.ts";
import type { Chart } from "#emulator/sample/record/chart.ts";
import { mistypedWeight, observe, smokingStatus, typical, vitals } from "#emulator/sample/record/findings.ts";
import { labs } from "#emulator/sample/record/laboratory.ts";
import { note } from "#emulator/sample/record/documents.ts";
import { allergy, diagnose } from "#emulator/sample/record/problems.ts";
import { immunize, performedOnce, prescribe } from "#emulator/sample/record/treatments.ts";
import { visit, type Visit } from "#emulator/sample/record/visits.ts";
import type { VACCINES } from "#emulator/sample/vocabulary/treatments.ts";
import { bodyAt } from "./body.ts";

type Vaccine = keyof typeof VACCINES;

/** Well-child visits: age in years and what is given. CDC child and adolescent schedule. */
const CHILD_SCHEDULE: readonly { readonly age: number; readonly vaccines: readonly (readonly [Vaccine, number])[] }[] =
  [
    {
      age: 0.17,
      vaccines: [
        ["dtap", 1],
        ["polio", 1],
        ["hib", 1],
        ["rotavirus", 1],
        ["pneumococcalConjugate", 1],
      ],
    },
    {
      age: 0.34,
      vaccines: [
        ["dtap", 2],
        ["polio", 2],
        ["hib", 2],
        ["rotavirus", 2],
      ],
    },
    {
      age: 0.5,
      vaccines: [
        ["dtap", 3],
        ["hepatitisB", 3],
        ["influenza", 1],
      ],
    },
    {
      age: 1,
      vaccines: [
        ["mmr", 1],
        ["varicella", 1],
        ["pneumococcalConjugate", 4],
      ],
    },
    { age: 1.5, vaccines: [["dtap", 4]] },
    {
      age: 4,
      vaccines: [
        ["dtap", 5],
        ["polio", 4],
        ["mmr", 2],
        ["varicella", 2],
      ],
    },
    { age: 6, vaccines: [["influenza", 1]] },
    { age: 8, vaccines: [["influenza", 1]] },
    {
      age: 11,
      vaccines: [
        ["tdap", 1],
        ["hpv", 1],
        ["meningococcal", 1],
      ],
    },
    { age: 12, vaccines: [["hpv", 2]] },
    { age: 16, vaccines: [["meningococcal", 2]] },
  ];

/** Yearly visits of adults, counted back from the last one; what is due at which. */
const ADULT_SCHEDULE: readonly { readonly yearsBefore: number; readonly minAge: number; readonly vaccine: Vaccine }[] =
  [
    { yearsBefore: 0, minAge: 18, vaccine: "influenza" },
    { yearsBefore: 1, minAge: 60, vaccine: "pneumococcal" },
    { yearsBefore: 1, minAge: 18, vaccine: "covid" },
    { yearsBefore: 2, minAge: 50, vaccine: "zoster" },
    { yearsBefore: 3, minAge: 18, vaccine: "tdap" },
  ];

/** Everyday life with a family doctor: every patient has it, whatever else happens. */
export function checkups(chart: Chart): void {
  if (chart.person.age < 18) childVisits(chart);
  else adultVisits(chart);
  minorComplaint(chart);
}

function childVisits(chart: Chart): void {
  const age = (chart.end - chart.birth) / YEAR;
  const due = CHILD_SCHEDULE.filter((row) => row.age < age && (row.age < 1 || age - row.age < 6));
  for (const [index, { age: dueAge, vaccines }] of due.entries()) {
    const daysBefore = Math.floor((chart.end - chart.birth - dueAge * YEAR) / DAY);
    const seen = visit(chart, { kind: "checkup", service: "pediatrics", daysBefore, reason: "Well child visit" });
    const { height = 0, weight = 0, bmi } = bodyAt(chart, seen.start);
    observe(chart, seen, "height", height);
    observe(chart, seen, "weight", weight);
    if (bmi !== undefined) observe(chart, seen, "bmi", bmi);
    if (dueAge < 2) observe(chart, seen, "headCircumference", 36 + 9 * Math.sqrt(dueAge / 1.5));
    observe(chart, seen, "temperature", typical(chart, "temperature"));
    for (const [vaccine, dose] of vaccines) immunize(chart, seen, vaccine, dose);
    if (index === 0 && dueAge >= 1 && chart.random.chance(0.2)) allergy(chart, seen);
  }
}

function adultVisits(chart: Chart): void {
  const { person, random } = chart;
  const years = Math.min(person.age - 17, random.int(2, 4));
  const firstGap = random.int(10, 200);
  for (let yearsBefore = years - 1; yearsBefore >= 0; yearsBefore--) {
    const daysBefore = firstGap + Math.round(yearsBefore * 365.25) + random.int(-12, 12);
    const seen = visit(chart, {
      kind: "checkup",
      service: "family-medicine",
      daysBefore: Math.max(1, daysBefore),
      reason: "Annual check-up",
    });
    if (yearsBefore === years - 1) firstVisit(chart, seen);
    adultVitals(chart, seen);
    if (yearsBefore === 1) labs(chart, seen, "lipids");
    if (yearsBefore === 0 && person.age >= 40) {
      labs(chart, seen, "metabolic", { egfr: Math.max(62, 118 - person.age * 0.6 + random.between(-6, 6)) });
    }
    for (const row of ADULT_SCHEDULE)
      if (row.yearsBefore === yearsBefore && person.age >= row.minAge) immunize(chart, seen, row.vaccine);
  }
}

function firstVisit(chart: Chart, seen: Visit): void {
  const { person, random } = chart;
  smokingStatus(chart, seen);
  observe(chart, seen, "height", bodyAt(chart, seen.start).height ?? 0);
  if (random.chance(0.3)) allergy(chart, seen);
  const birthYear = Number(person.birthDate.slice(0, 4));
  if (random.chance(0.25)) performedOnce(chart, "tonsillectomy", birthYear + random.int(4, 9));
  if (person.age > 56 && random.chance(0.5)) performedOnce(chart, "colonoscopy", birthYear + 51);
}

function adultVitals(chart: Chart, seen: Visit): void {
  const { weight = 0, bmi = 0 } = bodyAt(chart, seen.start);
  const stiffness = Math.max(0, ageAt(chart.person.birthDate, seen.start) - 45) * 0.35;
  if (chart.person.index % 40 === 7 && fhirDate(seen.start) < fhirDate(chart.end - YEAR))
    mistypedWeight(chart, seen, weight);
  vitals(chart, seen, { systolic: typical(chart, "systolic") + stiffness, weight, bmi });
}

interface Complaint {
  readonly weight: number;
  readonly problem: "viralInfection" | "otitis" | "ankleSprain" | "backPain";
  readonly drug: "acetaminophen" | "amoxicillin" | "ibuprofen";
  /** Degrees Celsius. */
  readonly temperature: number;
  readonly days: number;
}

const CHILD_COMPLAINTS: readonly Complaint[] = [
  { weight: 2, problem: "viralInfection", drug: "acetaminophen", temperature: 38.2, days: 8 },
  { weight: 2, problem: "otitis", drug: "amoxicillin", temperature: 38.6, days: 7 },
];
const ADULT_COMPLAINTS: readonly Complaint[] = [
  { weight: 3, problem: "viralInfection", drug: "acetaminophen", temperature: 37.9, days: 9 },
  { weight: 1, problem: "ankleSprain", drug: "ibuprofen", temperature: 36.7, days: 21 },
  { weight: 2, problem: "backPain", drug: "ibuprofen", temperature: 36.6, days: 30 },
];

/** Something small, as everybody has now and then. */
function minorComplaint(chart: Chart): void {
  const { random, person } = chart;
  if (person.age < 2) return;
  const isChild = person.age < 16;
  const complaint = random.pickWeighted(isChild ? CHILD_COMPLAINTS : ADULT_COMPLAINTS);
  const daysBefore = random.int(60, Math.min(900, person.age * 300));
  const seen = visit(chart, { kind: "clinic", service: isChild ? "pediatrics" : "family-medicine", daysBefore });
  observe(chart, seen, "temperature", random.near(complaint.temperature, 0.25));
  const because = diagnose(chart, seen, complaint.problem, { onsetDays: 3, overAfterDays: complaint.days });
  prescribe(chart, seen, complaint.drug, { because, days: complaint.days });
  if (random.chance(0.5))
    note(chart, seen, "progress", [
      "Short illness, no warning signs.",
      "Advice given; come back if not better in a week.",
    ]);
}
