import type { FhirResource, ImagingStudy, ImagingStudySeries, Observation, Patient } from "fhir/r4";
import { ageAt } from "#emulator/sample/calendar.ts";
import { IMAGING, type ImagingModality, type ImagingName } from "#emulator/sample/vocabulary/imaging.ts";

/** One ImagingStudy of the record in DICOM's words: what every object of the study says about patient and study. */
export interface StudyFacts {
  readonly order: ImagingName;
  /** FHIR id: the seed of everything that differs between two studies of one kind. */
  readonly id: string;
  readonly patientName: string;
  readonly patientId: string;
  /** `YYYYMMDD` */
  readonly birthDate: string;
  readonly sex: "F" | "M" | "O";
  /** Years when the pictures were taken. */
  readonly age: number;
  /** Kilograms, from the record's last measurement. */
  readonly weight: number;
  readonly studyUid: string;
  readonly accession: string;
  readonly description: string;
  /** `YYYYMMDD` and `HHMMSS` on the hospital's clock. */
  readonly date: string;
  readonly time: string;
  readonly referrer: string;
  readonly reader: string;
  readonly series: readonly SeriesFacts[];
}

export interface SeriesFacts {
  readonly uid: string;
  readonly number: number;
  readonly modality: ImagingModality;
  readonly description: string;
  readonly sopClass: string;
  /** SOP Instance UIDs in the order of their numbers. */
  readonly instances: readonly string[];
}

/** The imaging studies of one patient's record, oldest first. */
export function studiesOfRecord(record: readonly FhirResource[]): StudyFacts[] {
  const patient = record.find((resource): resource is Patient => resource.resourceType === "Patient");
  if (!patient) return [];
  const weight = weightOf(record);
  return record
    .filter((resource): resource is ImagingStudy => resource.resourceType === "ImagingStudy")
    .flatMap((study) => factsOf(patient, study, weight))
    .toSorted((a, b) => a.date.localeCompare(b.date));
}

function factsOf(patient: Patient, study: ImagingStudy, weight: number | undefined): StudyFacts[] {
  const order = (Object.keys(IMAGING) as ImagingName[]).find((name) => IMAGING[name].description === study.description);
  if (!order) return [];
  const { started = "", identifier: identifiers = [] } = study;
  const age = Math.max(0, ageAt(patient.birthDate ?? "", Date.parse(started)));
  return [
    {
      order,
      id: String(study.id),
      ...identityOf(patient),
      age,
      weight: weight ?? (age < 16 ? 8 + 3.2 * age : 72),
      studyUid: oid(identifiers[0]?.value),
      accession: identifiers[1]?.value ?? "",
      description: IMAGING[order].description,
      date: digits(started.slice(0, 10)),
      time: digits(started.slice(11, 19)),
      referrer: doctorName(study.referrer?.display),
      reader: doctorName(study.interpreter?.[0]?.display),
      series: (study.series ?? []).map(seriesOf),
    },
  ];
}

function identityOf(patient: Patient): Pick<StudyFacts, "patientName" | "patientId" | "birthDate" | "sex"> {
  return {
    patientName: patientName(patient),
    patientId: patient.identifier?.[0]?.value ?? "",
    birthDate: digits(patient.birthDate),
    sex: SEXES[patient.gender ?? "unknown"],
  };
}

function seriesOf(series: ImagingStudySeries): SeriesFacts {
  const instances = series.instance ?? [];
  return {
    uid: series.uid,
    number: series.number ?? 0,
    modality: modalityOf(series.modality.code),
    description: series.description ?? "",
    sopClass: oid(instances[0]?.sopClass.code),
    instances: instances.map(({ uid }) => uid),
  };
}

const SEXES = { female: "F", male: "M", other: "O", unknown: "O" } as const;

/** `Family^Given^Middle`, then the name in the person's own script: PS3.5 6.2.1. */
function patientName({ name: names }: Patient): string {
  const official = names?.find(({ use }) => use === "official");
  const native = names?.find(({ use }) => use === "usual");
  const latin = [official?.family ?? "", ...(official?.given ?? [])].join("^");
  return native ? `${latin}=${native.family ?? ""}^${native.given?.join(" ") ?? ""}` : latin;
}

/** `Dr. Ada Brown` → `Brown^Ada^^Dr.` */
function doctorName(display = ""): string {
  const words = display.replace(/^Dr\. /, "").split(" ");
  return words.length < 2 ? words.join("") : `${words.slice(1).join(" ")}^${words[0] ?? ""}^^Dr.`;
}

function weightOf(record: readonly FhirResource[]): number | undefined {
  return record
    .filter((resource): resource is Observation => resource.resourceType === "Observation")
    .findLast(({ code }) => code.coding?.some((coding) => coding.code === "29463-7"))?.valueQuantity?.value;
}

function modalityOf(code: string | undefined): ImagingModality {
  const rows = Object.values(IMAGING).flatMap(({ series }) => series);
  return rows.find(({ modality }) => modality === code)?.modality ?? "CT";
}

function digits(text = ""): string {
  return text.replace(/\D/g, "");
}

function oid(uri = ""): string {
  return uri.replace(/^urn:oid:/, "");
}
