import type {
  AllergyIntolerance,
  Condition,
  Coverage,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  FhirResource,
  Immunization,
  Observation,
  Patient,
  Practitioner,
  Procedure,
  Reference,
} from "fhir/r4";

/** What the hospital's systems know of one patient when they write a message: the FHIR record, sorted by what it is. */
export interface PatientFile {
  readonly patient: Patient;
  /** The same person registered twice, now merged into `patient`. */
  readonly duplicate: Patient | undefined;
  readonly encounters: readonly Encounter[];
  readonly observations: ReadonlyMap<string, Observation>;
  readonly reports: readonly DiagnosticReport[];
  readonly documents: readonly DocumentReference[];
  /** Base64 data of Binary resources by id. */
  readonly binaries: ReadonlyMap<string, string>;
  readonly immunizations: readonly Immunization[];
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly allergies: readonly AllergyIntolerance[];
  readonly procedures: readonly Procedure[];
  readonly coverage: Coverage | undefined;
  readonly staff: Staff;
}

/** Practitioners by id. */
export type Staff = ReadonlyMap<string, Practitioner>;

export function staffOf(resources: readonly FhirResource[]): Staff {
  return byId(resources.filter((resource) => resource.resourceType === "Practitioner"));
}

/** Undefined for a record without a patient. */
export function openFile(resources: readonly FhirResource[], staff: Staff): PatientFile | undefined {
  const patients = resources.filter((resource) => resource.resourceType === "Patient");
  const [patient, duplicate] = patients;
  if (!patient) return undefined;
  return {
    patient,
    duplicate,
    encounters: resources.filter((resource) => resource.resourceType === "Encounter"),
    observations: byId(resources.filter((resource) => resource.resourceType === "Observation")),
    reports: resources.filter((resource) => resource.resourceType === "DiagnosticReport"),
    documents: resources.filter((resource) => resource.resourceType === "DocumentReference"),
    binaries: new Map(
      resources
        .filter((resource) => resource.resourceType === "Binary")
        .map((binary) => [binary.id ?? "", binary.data ?? ""]),
    ),
    immunizations: resources.filter((resource) => resource.resourceType === "Immunization"),
    conditions: byId(resources.filter((resource) => resource.resourceType === "Condition")),
    allergies: resources.filter((resource) => resource.resourceType === "AllergyIntolerance"),
    procedures: resources.filter((resource) => resource.resourceType === "Procedure"),
    coverage: resources.find((resource) => resource.resourceType === "Coverage"),
    staff,
  };
}

function byId<Resource extends FhirResource>(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.id ?? "", resource]));
}

/** The id at the end of a relative reference. */
export function idOf(reference: Reference | undefined): string {
  return reference?.reference?.split("/").at(-1) ?? "";
}

/** The encounter that a resource belongs to. */
export function encounterOf(file: PatientFile, reference: Reference | undefined): Encounter | undefined {
  return file.encounters.find(({ id }) => id === idOf(reference));
}
