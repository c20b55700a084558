import type { Condition, Reference } from "fhir/r4";
import { DAY, fhirDate, fhirDateTime } from "#emulator/sample/calendar.ts";
import { concept, hl7 } from "#emulator/sample/vocabulary/coding.ts";
import { PROBLEMS, type ProblemName } from "#emulator/sample/vocabulary/problems.ts";
import { ALLERGENS } from "#emulator/sample/vocabulary/treatments.ts";
import { remembered, type Chart } from "./chart.ts";
import type { Visit } from "./visits.ts";

export interface Diagnosis {
  /** Days between the first sign and the visit. */
  readonly onsetDays?: number;
  /** Days after the visit when it was over; absent while it lasts. */
  readonly overAfterDays?: number;
  readonly note?: string;
}

/** Writes the Condition, names it in the Encounter, and returns its reference for orders and plans. */
export function diagnose(
  chart: Chart,
  visit: Visit,
  problem: ProblemName,
  { onsetDays = 0, overAfterDays, note }: Diagnosis = {},
): Reference {
  const id = chart.nextId("cond");
  const over = overAfterDays === undefined ? undefined : visit.start + overAfterDays * DAY;
  const isOver = over !== undefined && over <= chart.end;
  const condition: Condition = {
    resourceType: "Condition",
    id,
    clinicalStatus: concept(
      isOver ? hl7("condition-clinical", "resolved", "Resolved") : hl7("condition-clinical", "active", "Active"),
    ),
    verificationStatus: concept(hl7("condition-ver-status", "confirmed", "Confirmed")),
    category: [
      concept(
        overAfterDays === undefined
          ? hl7("condition-category", "problem-list-item", "Problem List Item")
          : hl7("condition-category", "encounter-diagnosis", "Encounter Diagnosis"),
      ),
    ],
    code: concept(PROBLEMS[problem]),
    subject: chart.subject,
    encounter: visit.reference,
    onsetDateTime:
      onsetDays > 30
        ? remembered(chart, Math.max(chart.birth, visit.start - onsetDays * DAY))
        : fhirDate(visit.start - onsetDays * DAY),
    ...(isOver ? { abatementDateTime: fhirDate(over) } : {}),
    recordedDate: fhirDateTime(visit.start),
    asserter: visit.clinician,
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  };
  chart.resources.push(condition);
  const reference = { reference: `Condition/${id}`, display: PROBLEMS[problem].display };
  nameInEncounter(visit, reference);
  return reference;
}

function nameInEncounter({ encounter }: Visit, condition: Reference): void {
  const diagnoses = encounter.diagnosis ?? [];
  const use = concept(hl7("diagnosis-role", "DD", "Discharge diagnosis"));
  encounter.diagnosis = [...diagnoses, { condition, use, rank: diagnoses.length + 1 }];
}

/** One of the common allergies, with what happened. */
export function allergy(chart: Chart, visit: Visit): void {
  const allergen = chart.random.pick(ALLERGENS);
  chart.resources.push({
    resourceType: "AllergyIntolerance",
    id: chart.nextId("allergy"),
    clinicalStatus: concept(hl7("allergyintolerance-clinical", "active", "Active")),
    verificationStatus: concept(hl7("allergyintolerance-verification", "confirmed", "Confirmed")),
    type: "allergy",
    category: [allergen.category],
    criticality: allergen.criticality,
    code: concept(allergen),
    patient: chart.subject,
    encounter: visit.reference,
    recordedDate: fhirDate(visit.start),
    recorder: visit.clinician,
    reaction: [
      { manifestation: [concept(allergen.reaction)], severity: allergen.criticality === "high" ? "severe" : "mild" },
    ],
  });
}
