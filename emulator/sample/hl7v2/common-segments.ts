import type { CodeableConcept, ContactPoint, Encounter, Identifier, Patient, Reference } from "fhir/r4";
import { HOSPITAL_URL } from "#emulator/sample/staff.ts";
import { idOf, type PatientFile } from "./patient-file.ts";
import { components, repeated, segment, value, type FieldText } from "./write-segment.ts";

/** A system of the hospital that sends messages: its own HL7 version and habits. */
export interface Sender {
  readonly application: string;
  readonly facility: string;
  readonly version: "2.3" | "2.3.1" | "2.4" | "2.5" | "2.5.1";
  /** Label of its messages in the store. */
  readonly system: string;
}

/** `2026-03-14T08:30:00-06:00` → `20260314083000-0600`; a date stays a date. */
export function timestamp(fhir: string | undefined): FieldText {
  return (fhir ?? "").replace(/[-:T]/g, "").replace(/^(\d{14})(?:\.\d+)?(\d{4})$/, "$1-$2");
}

export function day(fhir: string | undefined): FieldText {
  return (fhir ?? "").slice(0, 10).replaceAll("-", "");
}

export interface Header {
  readonly sender: Sender;
  /** `ADT^A01^ADT_A01`; versions before 2.3.1 have no third component. */
  readonly type: readonly [code: string, event: string, structure: string];
  /** FHIR dateTime of the event. */
  readonly time: string;
  readonly controlId: string;
}

export function msh({ sender, type: [code, event, structure], time, controlId }: Header): string {
  const isOld = sender.version === "2.3";
  return segment("MSH", {
    1: "^~\\&",
    2: value(sender.application),
    3: value(sender.facility),
    4: "CEDAR_HUB",
    5: "DEMO",
    6: timestamp(time),
    8: isOld ? components(code, event) : components(code, event, structure),
    9: value(controlId),
    10: "P",
    11: sender.version,
    14: "AL",
    15: "NE",
    17: isOld ? "" : "UNICODE UTF-8",
  });
}

export function evn(event: string, time: string): string {
  return segment("EVN", { 1: event, 2: timestamp(time) });
}

export function pid({ patient }: PatientFile): string {
  const { identifier: identifiers = [], telecom: contacts = [], deceasedDateTime } = patient;
  return segment("PID", {
    1: "1",
    3: repeated(...identifiers.map(identifier)),
    5: personNames(patient),
    7: day(patient.birthDate),
    8: SEXES[patient.gender ?? "unknown"],
    11: homeAddress(patient),
    13: repeated(...contacts.map(telecom)),
    15: firstCode(patient.communication?.[0]?.language),
    16: firstCode(patient.maritalStatus),
    29: day(deceasedDateTime),
    30: deceasedDateTime === undefined ? "" : "Y",
  });
}

/** HL7 table 0001. */
const SEXES = { female: "F", male: "M", other: "O", unknown: "U" } as const;

function homeAddress({ address = [] }: Patient): FieldText {
  const [home] = address;
  return home ? components(home.line?.[0], "", home.city, home.state, home.postalCode, home.country, "H") : "";
}

function firstCode(concept: CodeableConcept | undefined): FieldText {
  return value(concept?.coding?.[0]?.code);
}

/** CX: the record number is the hospital's, the social security number the administration's. */
export function identifier({ system, value: id }: Identifier): FieldText {
  return system === `${HOSPITAL_URL}/mrn`
    ? components(id, "", "", "DEMO", "MR")
    : components(id, "", "", "USSSA", "SS");
}

/** XPN: the legal name in Latin letters, and the same in the person's own script where it has one. */
export function personNames({ name = [] }: Pick<Patient, "name">): FieldText {
  return repeated(
    ...name.map(({ family, given = [] }, index) => {
      const script = index === 0 ? "A" : "I";
      return components(family, given[0], given.slice(1).join(" "), "", "", "", "L", name.length > 1 ? script : "");
    }),
  );
}

function telecom({ system, value: address }: ContactPoint): FieldText {
  if (system === "email") return components("", "NET", "Internet", address);
  return components(address?.replace("+1-515-", "(515)"), "PRN", "PH");
}

export function pv1(file: PatientFile, encounter: Encounter, more: { readonly isOver?: boolean } = {}): string {
  const attending = encounter.participant?.[0]?.individual;
  return segment("PV1", {
    1: "1",
    2: patientClass(encounter),
    3: place(encounter),
    7: clinician(file, attending),
    10: components(encounter.serviceType?.coding?.[0]?.code),
    19: components(encounter.identifier?.[0]?.value, "", "", "DEMO", "VN"),
    36: more.isOver ? "01" : "",
    44: timestamp(encounter.period?.start),
    45: more.isOver ? timestamp(encounter.period?.end) : "",
  });
}

/** HL7 table 0004. */
function patientClass({ class: actClass }: Encounter): string {
  return { IMP: "I", EMER: "E" }[actClass.code ?? ""] ?? "O";
}

/** PL: department, room and bed; the beds of a ward follow from the visit number. */
export function place(encounter: Encounter, department = departmentOf(encounter)): FieldText {
  const turn = Number((encounter.id ?? "").replace(/\D/g, "")) || 1;
  const isBedded = encounter.class.code === "IMP" || encounter.class.code === "EMER";
  return isBedded
    ? components(department, `R${(turn % 24) + 1}`, `B${(turn % 2) + 1}`, "DEMO")
    : components(department, "", "", "DEMO");
}

export function departmentOf(encounter: Encounter): string {
  return idOf(encounter.location?.[0]?.location).replace("loc-", "").toUpperCase();
}

/** XCN of a practitioner. */
export function clinician({ staff }: PatientFile, reference: Reference | undefined): FieldText {
  const found = staff.get(idOf(reference));
  const [name] = found?.name ?? [];
  return found
    ? components(
        found.identifier?.[0]?.value?.split("-")[0],
        name?.family,
        name?.given?.[0],
        "",
        "",
        "Dr.",
        "",
        "",
        "DEMO",
      )
    : "";
}

/** CWE of the first coding. */
export function coded(concept: CodeableConcept | undefined): FieldText {
  const [coding] = concept?.coding ?? [];
  return coding
    ? components(coding.code, coding.display, SYSTEMS[coding.system ?? ""] ?? "L")
    : components("", concept?.text);
}

/** HL7 table 0396. */
const SYSTEMS: Readonly<Record<string, string>> = {
  "http://loinc.org": "LN",
  "http://snomed.info/sct": "SCT",
  "http://www.nlm.nih.gov/research/umls/rxnorm": "RXNORM",
  "http://hl7.org/fhir/sid/cvx": "CVX",
};

export function allergies({ allergies }: PatientFile): string[] {
  return allergies.map((allergy, index) =>
    segment("AL1", {
      1: String(index + 1),
      2: { medication: "DA", food: "FA", environment: "EA", biologic: "MA" }[allergy.category?.[0] ?? "environment"],
      3: coded(allergy.code),
      4: allergy.criticality === "high" ? "SV" : "MI",
      5: value(allergy.reaction?.[0]?.manifestation[0]?.text),
    }),
  );
}

export function diagnoses(file: PatientFile, encounter: Encounter): string[] {
  return (encounter.diagnosis ?? []).flatMap(({ condition }, index) => {
    const found = file.conditions.get(idOf(condition));
    return found
      ? [
          segment("DG1", {
            1: String(index + 1),
            3: coded(found.code),
            4: value(found.code?.text),
            5: timestamp(found.recordedDate),
            6: "F",
          }),
        ]
      : [];
  });
}

export function insurance({ coverage, patient }: PatientFile): string | undefined {
  const payer = coverage?.payor[0];
  if (!coverage || !payer) return undefined;
  return segment("IN1", {
    1: "1",
    2: components(idOf(payer).replace("org-payer-", "").toUpperCase()),
    3: components(idOf(payer)),
    4: components(payer.display),
    12: day(coverage.period?.start),
    16: personNames({ name: patient.name?.slice(0, 1) ?? [] }),
    17: "SEL",
    36: value(coverage.subscriberId),
  });
}
