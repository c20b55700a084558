import { patientOf } from "./patient-of.ts";

type Json = Readonly<Record<string, unknown>>;

/** A place with a value that only few patients of the output have. Never the value. */
export interface RarePlace {
  /** `Condition.code` */
  readonly what: string;
  /** That have the same value. */
  readonly patients: number;
  readonly resource: string;
  readonly path: string;
  /** The same for places of the same value. */
  readonly value: number;
}

export interface RareResult {
  /** Patients of the output that were compared. */
  readonly patients: number;
  /** A value of fewer patients than that is rare. */
  readonly fewerThan: number;
  /** Different rare values. */
  readonly values: number;
  /** The rarest first; none when there are too few patients to tell. */
  readonly places: readonly RarePlace[];
}

/** Cells of fewer than five persons are commonly not published. */
const FEWER_THAN = 5;
/** Among fewer patients nearly every value is rare, which says nothing. */
const FEWEST_PATIENTS = 50;
/** Places that are kept of a value; a value in so many places is of so many patients. */
const MOST_PLACES = 50;

/** What can point to one person without being an identifier: FHIR elements with their path, and DICOM attributes. */
const FHIR_VALUES: Readonly<Record<string, readonly string[]>> = {
  Patient: ["address.state", "address.country", "communication.language", "maritalStatus", "multipleBirthInteger"],
  Condition: ["code"],
  Procedure: ["code"],
  AllergyIntolerance: ["code"],
  Immunization: ["vaccineCode"],
  FamilyMemberHistory: ["condition.code"],
  MedicationRequest: ["medicationCodeableConcept"],
};
const DICOM_VALUES: Readonly<Record<string, string>> = {
  "00102160": "EthnicGroup",
  "00101010": "PatientAge",
  "00102203": "PregnancyStatus",
  "00080060": "Modality",
};

interface Value {
  readonly what: string;
  /** Kept until they are too many to be rare. */
  readonly patients: Set<string>;
  places: { readonly resource: string; readonly path: string }[];
}

/** Counts how many patients of an output have each value. */
export class RareValues {
  readonly #patients = new Set<string>();
  readonly #values = new Map<string, Value>();

  addFhir(resource: Json, place: string): void {
    const patient = patientOf(resource);
    if (patient === "") return;
    this.#patients.add(patient);
    const type = String(resource["resourceType"]);
    for (const path of FHIR_VALUES[type] ?? [])
      for (const value of valuesAt(resource, path.split(".")))
        this.#note({ what: `${type}.${path}`, value, patient, resource: place, path });
  }

  addDicom(attributes: Json, place: string): void {
    const patient = firstValue(attributes["00100020"]);
    if (patient === "") return;
    this.#patients.add(patient);
    for (const [tag, what] of Object.entries(DICOM_VALUES)) {
      const value = firstValue(attributes[tag]);
      if (value !== "") this.#note({ what, value, patient, resource: place, path: tag });
    }
  }

  result(): RareResult {
    const isTold = this.#patients.size >= FEWEST_PATIENTS;
    const rare = isTold ? [...this.#values.values()].filter(({ patients }) => patients.size < FEWER_THAN) : [];
    return {
      patients: this.#patients.size,
      fewerThan: FEWER_THAN,
      values: rare.length,
      places: rare
        .toSorted((a, b) => a.patients.size - b.patients.size)
        .flatMap(({ what, patients, places }, at) =>
          places.map((place) => ({ what, patients: patients.size, value: at + 1, ...place })),
        ),
    };
  }

  #note(found: Readonly<Record<"what" | "value" | "patient" | "resource" | "path", string>>): void {
    const { what, value, patient, resource, path } = found;
    const key = `${what} ${value}`;
    const known = this.#values.get(key) ?? { what, patients: new Set<string>(), places: [] };
    this.#values.set(key, known);
    if (known.patients.size < FEWER_THAN) known.patients.add(patient);
    if (known.patients.size >= FEWER_THAN) known.places = [];
    else if (known.places.length < MOST_PLACES) known.places.push({ resource, path });
  }
}

/** Texts, numbers, and codes of what stands at a path; a concept is its first code, or its text. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, step === undefined ? [] : [step, ...rest]));
  if (step !== undefined) return isJson(value) ? valuesAt(value[step], rest) : [];
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (!isJson(value)) return [];
  const [coding] = (value["coding"] ?? []) as readonly Json[];
  const code = coding?.["code"] ?? value["text"];
  return typeof code === "string" ? [code] : [];
}

function firstValue(element: unknown): string {
  const value = isJson(element) ? (element["Value"] as readonly unknown[] | undefined)?.[0] : undefined;
  return typeof value === "string" ? value : "";
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
