import type { Encounter, Reference } from "fhir/r4";
import { atHour, DAY, fhirDateTime, HOUR, MINUTE } from "#emulator/sample/calendar.ts";
import { HOSPITAL, SERVICES, type Service } from "#emulator/sample/staff.ts";
import { coding, concept, hl7, SNOMED, term, type Term } from "#emulator/sample/vocabulary/coding.ts";
import type { Chart } from "./chart.ts";

/** A stay or appointment. Its Encounter may still grow: diagnoses are added when they are made. */
export interface Visit {
  readonly encounter: Encounter;
  readonly reference: Reference;
  readonly service: Service;
  readonly clinician: Reference;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
}

const KINDS = {
  checkup: {
    class: term(...actCode("AMB", "ambulatory")),
    type: term(SNOMED, "185349003", "Encounter for check up"),
    hours: 0.5,
  },
  clinic: {
    class: term(...actCode("AMB", "ambulatory")),
    type: term(SNOMED, "390906007", "Follow-up encounter"),
    hours: 0.5,
  },
  emergency: {
    class: term(...actCode("EMER", "emergency")),
    type: term(SNOMED, "50849002", "Emergency room admission"),
    hours: 5,
  },
  inpatient: {
    class: term(...actCode("IMP", "inpatient encounter")),
    type: term(SNOMED, "32485007", "Hospital admission"),
    hours: 96,
  },
  video: {
    class: term(...actCode("VR", "virtual")),
    type: term(SNOMED, "185317003", "Telephone encounter"),
    hours: 0.25,
  },
} as const satisfies Record<string, { class: Term; type: Term; hours: number }>;

export interface VisitPlan {
  readonly kind: keyof typeof KINDS;
  readonly service: Service;
  /** Days before the chart's end; 0 is the last day. */
  readonly daysBefore: number;
  /** Length of stay in days, for admissions. */
  readonly days?: number;
  readonly reason?: string | Term;
}

/** Writes the Encounter. Appointments keep office hours; emergencies come when they come. */
export function visit(chart: Chart, plan: VisitPlan): Visit {
  const { class: actClass, type, hours } = KINDS[plan.kind];
  const isPlanned = plan.kind === "checkup" || plan.kind === "clinic" || plan.kind === "video";
  const hour = isPlanned ? chart.random.int(16, 32) / 2 : chart.random.between(0, 23.5);
  const start = Math.max(chart.birth, atHour(chart.end - plan.daysBefore * 24 * HOUR, hour));
  const end =
    start + (plan.days === undefined ? hours * HOUR : plan.days * 24 * HOUR - chart.random.int(60, 300) * MINUTE);
  const clinician = chart.staff.clinician(plan.service, chart.person.index);
  const id = chart.nextId("enc");
  const encounter: Encounter = {
    resourceType: "Encounter",
    id,
    identifier: [{ system: "https://demo-hospital.example/visits", value: id.replace("enc-", "V") }],
    status: "finished",
    class: coding(actClass),
    type: [concept(type)],
    serviceType: concept(SERVICES[plan.service].specialty),
    subject: chart.subject,
    participant: [{ type: [concept(hl7("v3-ParticipationType", "ATND", "attender"))], individual: clinician }],
    period: { start: fhirDateTime(start), end: fhirDateTime(end) },
    ...(plan.reason === undefined ? {} : { reasonCode: [reasonOf(plan.reason)] }),
    ...(plan.kind === "inpatient" ? { hospitalization: admission() } : {}),
    location: [{ location: chart.staff.place(plan.service), status: "completed" }],
    serviceProvider: HOSPITAL,
  };
  chart.resources.push(encounter);
  return { encounter, reference: { reference: `Encounter/${id}` }, service: plan.service, clinician, start, end };
}

/** The same stay some days on: what is done now is dated now. */
export function daysInto(stay: Visit, days: number): Visit {
  return { ...stay, start: stay.start + days * DAY };
}

function actCode(code: string, display: string): [string, string, string] {
  return ["http://terminology.hl7.org/CodeSystem/v3-ActCode", code, display];
}

function reasonOf(reason: string | Term): NonNullable<Encounter["reasonCode"]>[number] {
  return typeof reason === "string" ? { text: reason } : concept(reason);
}

function admission(): NonNullable<Encounter["hospitalization"]> {
  return {
    admitSource: concept(hl7("admit-source", "emd", "From accident/emergency department")),
    dischargeDisposition: concept(hl7("discharge-disposition", "home", "Home")),
  };
}
