import type { Address, FhirResource, Location, Organization, Practitioner, PractitionerRole, Reference } from "fhir/r4";
import { nameOfSomebody } from "./name-origins.ts";
import { randomFor } from "./random.ts";
import { hl7, concept, SNOMED, term, type Term } from "./vocabulary/coding.ts";

export const HOSPITAL_URL = "https://demo-hospital.example";

/** Where patients are seen and who sees them there. */
export const SERVICES = {
  "family-medicine": {
    title: "Family Medicine Clinic",
    specialty: term(SNOMED, "419772000", "Family practice"),
    people: 4,
    physical: "bu",
  },
  pediatrics: {
    title: "Pediatric Clinic",
    specialty: term(SNOMED, "394537008", "Pediatric specialty"),
    people: 3,
    physical: "bu",
  },
  emergency: {
    title: "Emergency Department",
    specialty: term(SNOMED, "773568002", "Emergency medicine"),
    people: 4,
    physical: "wa",
  },
  cardiology: { title: "Cardiology", specialty: term(SNOMED, "394579002", "Cardiology"), people: 3, physical: "wa" },
  endocrinology: {
    title: "Diabetes and Endocrine Clinic",
    specialty: term(SNOMED, "394583002", "Endocrinology"),
    people: 2,
    physical: "bu",
  },
  obstetrics: { title: "Birth Center", specialty: term(SNOMED, "394586005", "Gynecology"), people: 3, physical: "wa" },
  orthopedics: {
    title: "Orthopedics and Trauma",
    specialty: term(SNOMED, "394801008", "Trauma and orthopedics"),
    people: 3,
    physical: "wa",
  },
  pulmonology: {
    title: "Pulmonary Medicine",
    specialty: term(SNOMED, "418112009", "Pulmonary medicine"),
    people: 2,
    physical: "wa",
  },
  oncology: {
    title: "Oncology Center",
    specialty: term(SNOMED, "394593009", "Medical oncology"),
    people: 3,
    physical: "bu",
  },
  neurology: {
    title: "Neurology and Stroke Unit",
    specialty: term(SNOMED, "394591006", "Neurology"),
    people: 3,
    physical: "wa",
  },
  surgery: {
    title: "General Surgery",
    specialty: term(SNOMED, "394609007", "General surgery"),
    people: 3,
    physical: "wa",
  },
  psychiatry: {
    title: "Mental Health Clinic",
    specialty: term(SNOMED, "394587001", "Psychiatry"),
    people: 2,
    physical: "bu",
  },
  radiology: {
    title: "Department of Radiology",
    specialty: term(SNOMED, "394914008", "Radiology"),
    people: 4,
    physical: "bu",
  },
  laboratory: {
    title: "Clinical Laboratory",
    specialty: term(SNOMED, "394596001", "Chemical pathology"),
    people: 2,
    physical: "bu",
  },
} as const satisfies Record<string, { title: string; specialty: Term; people: number; physical: "bu" | "wa" }>;

export type Service = keyof typeof SERVICES;
const SERVICE_IDS = Object.keys(SERVICES) as Service[];

/** Who pays; the last one stands for "no insurance". */
export const PAYERS = [
  { id: "org-payer-prairie", name: "Prairie Mutual Health Plan" },
  { id: "org-payer-state", name: "State Medical Assistance" },
  { id: "org-payer-senior", name: "Senior Federal Cover" },
] as const;

export const HOSPITAL: Reference = { reference: "Organization/org-hospital", display: "Demo Hospital" };
const BUILDING: Reference = { reference: "Location/loc-main", display: "Demo Hospital, Main Campus" };

/** The people and places of one seed: the same for any number of patients. */
export interface Staff {
  readonly resources: readonly FhirResource[];
  /** A practitioner of a service; `turn` spreads patients over the people who work there. */
  clinician(service: Service, turn: number): Reference;
  place(service: Service): Reference;
}

export function hireStaff(seed: string): Staff {
  const clinicians = new Map(SERVICE_IDS.map((service) => [service, practitionersOf(seed, service)]));
  const everyone = [...clinicians.values()].flat();
  return {
    resources: [
      hospital(),
      ...PAYERS.map(payer),
      building(),
      ...SERVICE_IDS.map(department),
      ...SERVICE_IDS.map(locationOf),
      ...everyone.map((row) => row.practitioner),
      ...everyone.map((row) => row.role),
    ],
    clinician: (service, turn) => {
      const team = clinicians.get(service) ?? [];
      const member = team[turn % team.length];
      if (!member) throw new Error(`Nobody works in ${service}`);
      return member.reference;
    },
    place: (service) => ({ reference: `Location/loc-${service}`, display: SERVICES[service].title }),
  };
}

const CAMPUS: Address = {
  use: "work",
  line: ["1 Hospital Drive"],
  city: "Cedar Prairie",
  state: "IA",
  postalCode: "52999",
  country: "US",
};

function hospital(): Organization {
  return {
    resourceType: "Organization",
    id: "org-hospital",
    identifier: [{ system: `${HOSPITAL_URL}/organizations`, value: "DEMO" }],
    active: true,
    type: [concept(hl7("organization-type", "prov", "Healthcare Provider"))],
    name: "Demo Hospital",
    alias: ["DH", "Démo Hôpital"],
    telecom: [
      { system: "phone", value: "+1-515-555-0100", use: "work" },
      { system: "url", value: HOSPITAL_URL },
    ],
    address: [CAMPUS],
  };
}

function payer(row: (typeof PAYERS)[number]): Organization {
  return {
    resourceType: "Organization",
    id: row.id,
    active: true,
    type: [concept(hl7("organization-type", "pay", "Payer"))],
    name: row.name,
  };
}

function department(service: Service): Organization {
  return {
    resourceType: "Organization",
    id: `org-${service}`,
    active: true,
    type: [concept(hl7("organization-type", "dept", "Hospital Department"))],
    name: SERVICES[service].title,
    partOf: HOSPITAL,
  };
}

function building(): Location {
  return {
    resourceType: "Location",
    id: "loc-main",
    status: "active",
    name: "Demo Hospital, Main Campus",
    mode: "instance",
    physicalType: concept(hl7("location-physical-type", "si", "Site")),
    address: CAMPUS,
    position: { longitude: -93.62, latitude: 41.6 },
    managingOrganization: HOSPITAL,
  };
}

function locationOf(service: Service): Location {
  const { title, physical } = SERVICES[service];
  return {
    resourceType: "Location",
    id: `loc-${service}`,
    status: "active",
    name: title,
    mode: "instance",
    physicalType: concept(hl7("location-physical-type", physical, physical === "wa" ? "Ward" : "Building")),
    managingOrganization: { reference: `Organization/org-${service}`, display: title },
    partOf: BUILDING,
  };
}

interface StaffMember {
  readonly practitioner: Practitioner;
  readonly role: PractitionerRole;
  readonly reference: Reference;
}

function practitionersOf(seed: string, service: Service): StaffMember[] {
  return Array.from({ length: SERVICES[service].people }, (_, index) => staffMember(seed, service, index));
}

function staffMember(seed: string, service: Service, index: number): StaffMember {
  const random = randomFor(seed, "staff", service, index);
  const gender = random.chance(0.55) ? "female" : "male";
  const { name } = nameOfSomebody(random, gender);
  const id = `${service}-${index + 1}`;
  const display = `Dr. ${name.given[0] ?? ""} ${name.family}`;
  const reference = { reference: `Practitioner/prac-${id}`, display };
  return {
    reference,
    practitioner: {
      resourceType: "Practitioner",
      id: `prac-${id}`,
      identifier: [{ system: `${HOSPITAL_URL}/staff`, value: `S${random.int(10_000, 99_999)}-${id}` }],
      active: true,
      name: [{ use: "official", family: name.family, given: [...name.given], prefix: ["Dr."] }],
      telecom: [{ system: "phone", value: `+1-515-555-01${String(random.int(0, 99)).padStart(2, "0")}`, use: "work" }],
      gender,
      qualification: [
        { code: concept(term("http://terminology.hl7.org/CodeSystem/v2-0360", "MD", "Doctor of Medicine")) },
      ],
    },
    role: {
      resourceType: "PractitionerRole",
      id: `role-${id}`,
      active: true,
      practitioner: reference,
      organization: { reference: `Organization/org-${service}`, display: SERVICES[service].title },
      code: [concept(term(SNOMED, "158965000", "Medical practitioner"))],
      specialty: [concept(SERVICES[service].specialty)],
      location: [{ reference: `Location/loc-${service}`, display: SERVICES[service].title }],
    },
  };
}
