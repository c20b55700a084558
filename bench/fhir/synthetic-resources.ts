/** Plain, believable resources in any number: patients with encounters, conditions and observations over ten years. Repeatable by index. */

type Resource = Record<string, unknown> & { resourceType: string; id: string };

const FAMILIES = [
  "Smith",
  "Jones",
  "García",
  "Müller",
  "Okafor",
  "Nguyen",
  "Kowalski",
  "Haddad",
  "Silva",
  "Tanaka",
  "Larsen",
  "Rossi",
];
const GIVEN = [
  "Ada",
  "Bruno",
  "Chidi",
  "Dana",
  "Elif",
  "Farid",
  "Greta",
  "Hugo",
  "Ines",
  "Jun",
  "Kofi",
  "Lena",
  "Mateo",
  "Nora",
];
const CITIES = ["Springfield", "Lakeview", "Fairhaven", "Riverton", "Oakdale", "Mapleton"];
const VITALS = [
  ["8302-2", "Body Height", "cm"],
  ["29463-7", "Body Weight", "kg"],
  ["39156-5", "Body Mass Index", "kg/m2"],
  ["8867-4", "Heart rate", "/min"],
  ["9279-1", "Respiratory rate", "/min"],
  ["8310-5", "Body temperature", "Cel"],
  ["2093-3", "Cholesterol", "mg/dL"],
  ["4548-4", "Hemoglobin A1c", "%"],
  ["2339-0", "Glucose", "mg/dL"],
  ["6299-2", "Urea Nitrogen", "mg/dL"],
] as const;
const DISEASES = ["44054006", "38341003", "195662009", "40055000", "10509002"];
const TEN_YEARS = 3650;

/** One patient's resources: the patient, 4 encounters, 3 conditions, 42 observations. */
export const PER_PATIENT = 50;

/** The resources of patient `index`. Two runs give the same. */
export function patientResources(index: number): Resource[] {
  const chance = chanceFrom(index + 1);
  const patient = patientOf(index, chance);
  const encounters = Array.from({ length: 4 }, (_, visit) => encounterOf(index, visit, chance));
  const conditions = Array.from({ length: 3 }, (_, number) => conditionOf(index, number, chance));
  const observations = Array.from({ length: 42 }, (_, number) => observationOf(index, number, chance));
  return [patient, ...encounters, ...conditions, ...observations];
}

/** A transaction Bundle that puts resources under their ids. */
export function transactionOf(resources: readonly Resource[]): string {
  const entry = resources.map((resource) => ({
    resource,
    request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` },
  }));
  return JSON.stringify({ resourceType: "Bundle", type: "transaction", entry });
}

type Chance = (limit: number) => number;

function chanceFrom(seed: number): Chance {
  let state = seed * 2_654_435_761;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 3_266_489_909) >>> 0;
    return mixed % limit;
  };
}

const pick = <T>(items: readonly T[], chance: Chance): T => items[chance(items.length)] as T;
const uuid = (kind: string, index: number, number: number): string =>
  `${kind}${index.toString(16).padStart(7, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
const dayOf = (chance: Chance): string =>
  new Date(Date.UTC(2016, 0, 1 + chance(TEN_YEARS), chance(24), chance(60))).toISOString();

function patientOf(index: number, chance: Chance): Resource {
  return {
    resourceType: "Patient",
    id: uuid("a", index, 0),
    meta: { profile: ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"] },
    text: { status: "generated", div: '<div xmlns="http://www.w3.org/1999/xhtml">Generated for measuring.</div>' },
    identifier: [
      { system: "https://hospital.example/mrn", value: `MRN${index}`, type: { text: "Medical Record Number" } },
      { system: "http://hl7.org/fhir/sid/us-ssn", value: `999-${index}`, type: { text: "Social Security Number" } },
    ],
    name: [
      {
        use: "official",
        family: `${pick(FAMILIES, chance)}${chance(200)}`,
        given: [`${pick(GIVEN, chance)}${chance(50)}`, pick(GIVEN, chance)],
      },
    ],
    telecom: [{ system: "phone", value: `555-${1000 + chance(9000)}`, use: "home" }],
    gender: chance(2) === 0 ? "male" : "female",
    birthDate: new Date(Date.UTC(1930 + chance(90), chance(12), 1 + chance(28))).toISOString().slice(0, 10),
    address: [
      {
        line: [`${chance(999)} Main Street`],
        city: pick(CITIES, chance),
        state: "MA",
        postalCode: String(10_000 + chance(9999)),
        country: "US",
      },
    ],
    maritalStatus: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", code: "M", display: "Married" }],
      text: "Married",
    },
  };
}

function encounterOf(index: number, visit: number, chance: Chance): Resource {
  const start = dayOf(chance);
  return {
    resourceType: "Encounter",
    id: uuid("e", index, visit),
    status: "finished",
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: chance(5) === 0 ? "EMER" : "AMB" },
    type: [
      {
        coding: [{ system: "http://snomed.info/sct", code: "185345009", display: "Encounter for symptom" }],
        text: "Encounter for symptom",
      },
    ],
    subject: { reference: `Patient/${uuid("a", index, 0)}` },
    period: { start, end: new Date(Date.parse(start) + 1_800_000).toISOString() },
  };
}

function conditionOf(index: number, number: number, chance: Chance): Resource {
  const code = pick(DISEASES, chance);
  return {
    resourceType: "Condition",
    id: uuid("c", index, number),
    clinicalStatus: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active" }],
    },
    code: { coding: [{ system: "http://snomed.info/sct", code, display: `Disease ${code}` }], text: `Disease ${code}` },
    subject: { reference: `Patient/${uuid("a", index, 0)}` },
    encounter: { reference: `Encounter/${uuid("e", index, number)}` },
    onsetDateTime: dayOf(chance),
    recordedDate: dayOf(chance),
  };
}

function observationOf(index: number, number: number, chance: Chance): Resource {
  const [code, display, unit] = pick(VITALS, chance);
  const effectiveDateTime = dayOf(chance);
  return {
    resourceType: "Observation",
    id: uuid("b", index, number),
    status: "final",
    category: [
      {
        coding: [
          {
            system: "http://terminology.hl7.org/CodeSystem/observation-category",
            code: unit === "mg/dL" ? "laboratory" : "vital-signs",
            display: "category",
          },
        ],
      },
    ],
    code: { coding: [{ system: "http://loinc.org", code, display }], text: display },
    subject: { reference: `Patient/${uuid("a", index, 0)}` },
    encounter: { reference: `Encounter/${uuid("e", index, number % 4)}` },
    effectiveDateTime,
    issued: effectiveDateTime,
    valueQuantity: { value: chance(2000) / 10, unit, system: "http://unitsofmeasure.org", code: unit },
  };
}
