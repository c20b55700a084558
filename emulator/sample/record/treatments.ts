import type { MedicationRequest, Procedure, Reference } from "fhir/r4";
import { DAY, fhirDate, fhirDateTime, HOUR, MINUTE } from "#emulator/sample/calendar.ts";
import { concept, hl7, type Term } from "#emulator/sample/vocabulary/coding.ts";
import { BODY_SITES, PROCEDURES, type BodySite } from "#emulator/sample/vocabulary/problems.ts";
import { DRUGS, ROUTES, VACCINES, type Drug } from "#emulator/sample/vocabulary/treatments.ts";
import type { Chart } from "./chart.ts";
import type { Visit } from "./visits.ts";

export interface Prescription {
  readonly because?: Reference;
  /** Days it is taken; absent for good. */
  readonly days?: number;
  /** Why it was stopped early. */
  readonly stopped?: string;
}

export function prescribe(
  chart: Chart,
  visit: Visit,
  name: keyof typeof DRUGS,
  { because, days, stopped }: Prescription = {},
): void {
  const drug: Drug = DRUGS[name];
  const request: MedicationRequest = {
    resourceType: "MedicationRequest",
    id: chart.nextId("med"),
    status: statusOf(chart, visit, days, stopped),
    ...(stopped === undefined ? {} : { statusReason: { text: stopped } }),
    intent: "order",
    category: [concept(hl7("medicationrequest-category", "outpatient", "Outpatient"))],
    medicationCodeableConcept: concept(drug),
    subject: chart.subject,
    encounter: visit.reference,
    authoredOn: fhirDateTime(visit.start + 20 * MINUTE),
    requester: visit.clinician,
    ...(because ? { reasonReference: [because] } : {}),
    dosageInstruction: [
      {
        text: drug.sig,
        route: concept(ROUTES[drug.route]),
        ...(drug.perDay === 0
          ? { asNeededBoolean: true }
          : { timing: { repeat: { frequency: drug.perDay, period: 1, periodUnit: "d" } } }),
      },
    ],
    dispenseRequest: {
      ...(days === undefined ? { numberOfRepeatsAllowed: 3 } : {}),
      expectedSupplyDuration: { value: days ?? 90, unit: "days", system: "http://unitsofmeasure.org", code: "d" },
    },
  };
  chart.resources.push(request);
}

function statusOf(
  chart: Chart,
  visit: Visit,
  days: number | undefined,
  stopped: string | undefined,
): MedicationRequest["status"] {
  if (stopped !== undefined) return "stopped";
  return days !== undefined && visit.start + days * DAY < chart.end ? "completed" : "active";
}

export interface Operation {
  readonly because?: Reference;
  readonly site?: BodySite;
  /** Hours after the visit began. */
  readonly afterHours?: number;
  readonly hours?: number;
  readonly note?: string;
}

/** Writes the Procedure and returns its reference. */
export function perform(
  chart: Chart,
  visit: Visit,
  name: keyof typeof PROCEDURES,
  { because, site, afterHours = 0.25, hours = 0.5, note }: Operation = {},
): Reference {
  const start = visit.start + afterHours * HOUR;
  const procedure: Procedure = {
    resourceType: "Procedure",
    id: chart.nextId("proc"),
    status: "completed",
    code: concept(PROCEDURES[name]),
    subject: chart.subject,
    encounter: visit.reference,
    performedPeriod: { start: fhirDateTime(start), end: fhirDateTime(start + hours * HOUR) },
    performer: [{ actor: visit.clinician }],
    location: chart.staff.place(visit.service),
    ...(because ? { reasonReference: [because] } : {}),
    ...(site ? { bodySite: [concept(BODY_SITES[site])] } : {}),
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  };
  chart.resources.push(procedure);
  return { reference: `Procedure/${procedure.id ?? ""}`, display: PROCEDURES[name].display };
}

/** Something long ago of which only the year is known. */
export function performedOnce(chart: Chart, name: keyof typeof PROCEDURES, year: number): void {
  chart.resources.push({
    resourceType: "Procedure",
    id: chart.nextId("proc"),
    status: "completed",
    code: concept(PROCEDURES[name]),
    subject: chart.subject,
    performedDateTime: String(year),
    note: [{ text: "As reported by the patient." }],
  });
}

export function immunize(chart: Chart, visit: Visit, name: keyof typeof VACCINES, dose?: number): void {
  const isRefused = chart.random.chance(0.03);
  chart.resources.push({
    resourceType: "Immunization",
    id: chart.nextId("imm"),
    status: isRefused ? "not-done" : "completed",
    ...(isRefused ? { statusReason: concept(hl7("v3-ActReason", "PATOBJ", "patient objection")) } : {}),
    vaccineCode: concept(VACCINES[name]),
    patient: chart.subject,
    encounter: visit.reference,
    occurrenceDateTime: fhirDateTime(visit.start + 15 * MINUTE),
    primarySource: true,
    location: chart.staff.place(visit.service),
    ...(isRefused
      ? {}
      : { lotNumber: `L${chart.random.int(10_000, 99_999)}`, performer: [{ actor: visit.clinician }] }),
    ...(dose === undefined ? {} : { protocolApplied: [{ doseNumberPositiveInt: dose }] }),
  });
}

export interface Plan {
  readonly title: string;
  readonly category: Term;
  readonly addresses: readonly Reference[];
  readonly activities: readonly string[];
}

export function plan(chart: Chart, visit: Visit, { title, category, addresses, activities }: Plan): void {
  chart.resources.push({
    resourceType: "CarePlan",
    id: chart.nextId("plan"),
    status: chart.person.deceasedDate === undefined ? "active" : "completed",
    intent: "plan",
    category: [concept(category)],
    title,
    subject: chart.subject,
    encounter: visit.reference,
    period: { start: fhirDate(visit.start) },
    author: visit.clinician,
    addresses: [...addresses],
    activity: activities.map((description) => ({ detail: { status: "in-progress", description } })),
  });
}
