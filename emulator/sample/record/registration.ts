import { base, en, Faker } from "@faker-js/faker";
import type { Address, HumanName, Identifier, Patient } from "fhir/r4";
import { fhirDate, fhirDateTime, YEAR } from "#emulator/sample/calendar.ts";
import type { Person } from "#emulator/sample/people.ts";
import type { Random } from "#emulator/sample/random.ts";
import { HOSPITAL, HOSPITAL_URL, PAYERS } from "#emulator/sample/staff.ts";
import { concept, hl7, LOINC, term } from "#emulator/sample/vocabulary/coding.ts";
import { fullName, subjectOf, type Chart } from "./chart.ts";
import { narrative } from "./narrative.ts";

/** The front desk: the Patient, who pays, what was consented, and now and then a record that was opened twice. */
export function register(chart: Chart): void {
  const { person, random } = chart;
  const patient = patientOf(chart);
  chart.resources.push(patient);
  if (person.index % 60 === 41) registeredTwice(chart, patient);
  coverage(chart);
  if (random.chance(0.6)) privacyConsent(chart);
  if (chart.mother) relatedMother(chart, chart.mother);
}

function patientOf(chart: Chart): Patient {
  const { person, random } = chart;
  const faker = new Faker({ locale: [en, base], randomizer: random });
  const isAdult = person.age >= 18;
  return {
    resourceType: "Patient",
    id: person.id,
    text: narrative([
      `${fullName(person)}, ${person.sex}, born ${person.birthDate}`,
      `Medical record number ${person.mrn}`,
    ]),
    identifier: identifiers(person, random),
    active: person.deceasedDate === undefined,
    name: names(person),
    telecom: [
      { system: "phone", value: fictitiousPhone(random), use: isAdult ? "mobile" : "home" },
      ...(isAdult && random.chance(0.6)
        ? [{ system: "email" as const, value: `${person.id}@mail.example`, use: "home" as const }]
        : []),
    ],
    gender: person.sex,
    birthDate: person.birthDate,
    ...(person.deceasedDate === undefined ? {} : { deceasedDateTime: person.deceasedDate }),
    address: [address(faker, random)],
    ...(isAdult ? { maritalStatus: maritalStatus(random) } : {}),
    ...(person.household === "newborn" ? { multipleBirthBoolean: false } : {}),
    ...(person.household === "newborn" || random.chance(0.3) ? { contact: [contactOf(chart)] } : {}),
    communication: [
      {
        language: concept(term("urn:ietf:bcp:47", person.language.code, person.language.display)),
        preferred: true,
      },
    ],
    generalPractitioner: [chart.staff.clinician(person.age < 16 ? "pediatrics" : "family-medicine", person.index)],
    managingOrganization: HOSPITAL,
  };
}

function identifiers(person: Person, random: Random): Identifier[] {
  const mrn: Identifier = {
    use: "usual",
    type: concept(hl7("v2-0203", "MR", "Medical record number")),
    system: `${HOSPITAL_URL}/mrn`,
    value: person.mrn,
    assigner: HOSPITAL,
  };
  // Area 000 is never issued by the Social Security Administration.
  const ssn: Identifier = {
    type: concept(hl7("v2-0203", "SS", "Social Security number")),
    system: "http://hl7.org/fhir/sid/us-ssn",
    value: `000-${random.int(10, 99)}-${random.int(1000, 9999)}`,
  };
  return person.age >= 1 && random.chance(0.85) ? [mrn, ssn] : [mrn];
}

function names(person: Person): HumanName[] {
  const official: HumanName = { use: "official", family: person.name.family, given: [...person.name.given] };
  if (!person.name.native) return [official];
  const { family, given } = person.name.native;
  return [official, { use: "usual", text: `${family} ${given}`, family, given: [given] }];
}

/** 555-0100 to 555-0199 are reserved for fiction in every North American area code. */
function fictitiousPhone(random: Random): string {
  return `+1-515-555-01${String(random.int(0, 99)).padStart(2, "0")}`;
}

function address(faker: Faker, random: Random): Address {
  return {
    use: "home",
    line: [faker.location.streetAddress({ useFullAddress: random.chance(0.2) })],
    city: faker.location.city(),
    state: "IA",
    postalCode: `5${random.int(0, 2)}${String(random.int(0, 999)).padStart(3, "0")}`,
    country: "US",
  };
}

function maritalStatus(random: Random): ReturnType<typeof concept> {
  return concept(
    random.pickWeighted([
      { weight: 5, ...hl7("v3-MaritalStatus", "M", "Married") },
      { weight: 3, ...hl7("v3-MaritalStatus", "S", "Never Married") },
      { weight: 1, ...hl7("v3-MaritalStatus", "D", "Divorced") },
      { weight: 1, ...hl7("v3-MaritalStatus", "W", "Widowed") },
    ]),
  );
}

function contactOf(chart: Chart): NonNullable<Patient["contact"]>[number] {
  const mother = chart.mother;
  return {
    relationship: [concept(mother ? hl7("v2-0131", "N", "Next-of-Kin") : hl7("v2-0131", "C", "Emergency Contact"))],
    name: mother
      ? { family: mother.name.family, given: [...mother.name.given] }
      : { text: `A relative of ${fullName(chart.person)}` },
    telecom: [{ system: "phone", value: fictitiousPhone(chart.random) }],
  };
}

/** The same person registered in a hurry and merged later: an inactive record that points to the kept one. */
function registeredTwice(chart: Chart, kept: Patient): void {
  const { person } = chart;
  const id = `${person.id}-duplicate`;
  kept.link = [{ other: { reference: `Patient/${id}` }, type: "replaces" }];
  chart.resources.push({
    resourceType: "Patient",
    id,
    active: false,
    identifier: [
      {
        use: "old",
        type: concept(hl7("v2-0203", "MR", "Medical record number")),
        system: `${HOSPITAL_URL}/mrn`,
        value: `${person.mrn}-2`,
        assigner: HOSPITAL,
      },
    ],
    name: [{ family: person.name.family, given: [(person.name.given[0] ?? "").slice(0, 1)] }],
    gender: "unknown",
    birthDate: person.birthDate.slice(0, 4),
    link: [{ other: subjectOf(person), type: "replaced-by" }],
  });
}

function coverage(chart: Chart): void {
  const { person, random } = chart;
  const payer = person.age >= 65 ? PAYERS[2] : random.pick(PAYERS.slice(0, 2));
  if (random.chance(0.08)) return;
  chart.resources.push({
    resourceType: "Coverage",
    id: chart.nextId("cov"),
    status: person.deceasedDate === undefined ? "active" : "cancelled",
    type: concept(hl7("v3-ActCode", "EHCPOL", "extended healthcare")),
    subscriberId: `P${person.mrn}`,
    beneficiary: chart.subject,
    relationship: concept(hl7("subscriber-relationship", "self", "Self")),
    period: { start: fhirDate(Math.max(chart.birth, chart.end - 4 * YEAR)) },
    payor: [{ reference: `Organization/${payer?.id ?? PAYERS[0].id}`, display: payer?.name ?? PAYERS[0].name }],
  });
}

function privacyConsent(chart: Chart): void {
  const allows = chart.random.chance(0.85);
  chart.resources.push({
    resourceType: "Consent",
    id: chart.nextId("consent"),
    status: "active",
    scope: concept(hl7("consentscope", "patient-privacy", "Privacy Consent")),
    category: [concept(term(LOINC, "59284-0", "Consent Document"))],
    patient: chart.subject,
    dateTime: fhirDateTime(Math.max(chart.birth, chart.end - chart.random.between(0.2, 3) * YEAR)),
    organization: [HOSPITAL],
    policyRule: concept(hl7("v3-ActCode", allows ? "OPTIN" : "OPTOUT", allows ? "opt-in" : "opt-out")),
    provision: {
      type: allows ? "permit" : "deny",
      purpose: [{ ...hl7("v3-ActReason", "HRESCH", "healthcare research") }],
    },
  });
}

function relatedMother(chart: Chart, mother: Person): void {
  chart.resources.push({
    resourceType: "RelatedPerson",
    id: chart.nextId("rel"),
    active: true,
    identifier: [{ system: `${HOSPITAL_URL}/mrn`, value: mother.mrn }],
    patient: chart.subject,
    relationship: [concept(hl7("v3-RoleCode", "MTH", "mother"))],
    name: [{ family: mother.name.family, given: [...mother.name.given] }],
    gender: "female",
    birthDate: mother.birthDate,
  });
}
