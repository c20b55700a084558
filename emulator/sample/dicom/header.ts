import type { ImagingModality } from "#emulator/sample/vocabulary/imaging.ts";
import type { Instance } from "./instance.ts";
import type { SeriesFacts, StudyFacts } from "./study-facts.ts";
import type { Dataset } from "./write-part10.ts";

/** Machines of the radiology department; the makers are as fictitious as the hospital. */
const MACHINES: Readonly<Record<ImagingModality, readonly [maker: string, model: string, station: string]>> = {
  CT: ["Cedar Imaging", "Helix 128", "CT1"],
  MR: ["Cedar Imaging", "Tesla One 1.5T", "MR1"],
  PT: ["Prairie Molecular", "Duet PET/CT", "PET1"],
  CR: ["Prairie X-Ray", "PlateReader 5", "CR2"],
  DX: ["Prairie X-Ray", "FlatPanel 43", "DX1"],
  MG: ["Prairie X-Ray", "Mammo 3", "MG1"],
  US: ["Sonora Ultrasound", "Echo 9", "US3"],
  ECG: ["Sonora Ultrasound", "Cardio 12", "ECG1"],
  SR: ["Cedar Imaging", "Reading Room", "WS4"],
  KO: ["Cedar Imaging", "Reading Room", "WS4"],
  SEG: ["Cedar Imaging", "Reading Room", "WS4"],
  RTSTRUCT: ["Cedar Imaging", "Contour", "WS5"],
  DOC: ["Cedar Imaging", "Reading Room", "WS4"],
};

/** The modules every object has: patient, study, series, equipment, SOP common, and a private block as real scanners leave it. */
export function commonHeader(
  study: StudyFacts,
  series: SeriesFacts,
  { uid, number }: Pick<Instance, "uid" | "number">,
): Dataset {
  const [maker, model, station] = MACHINES[series.modality];
  const time = seriesTime(study, series.number);
  return {
    SpecificCharacterSet: "ISO_IR 192",
    InstanceCreationDate: study.date,
    InstanceCreationTime: time,
    SOPClassUID: series.sopClass,
    SOPInstanceUID: uid,
    StudyDate: study.date,
    SeriesDate: study.date,
    ContentDate: study.date,
    StudyTime: study.time,
    SeriesTime: time,
    ContentTime: time,
    AccessionNumber: study.accession,
    Modality: series.modality === "DOC" ? "DOC" : series.modality,
    Manufacturer: maker,
    InstitutionName: "Demo Hospital",
    InstitutionAddress: "1 Prairie Way, Des Moines, IA",
    InstitutionalDepartmentName: "Department of Radiology",
    ReferringPhysicianName: study.referrer,
    StationName: station,
    StudyDescription: study.description,
    SeriesDescription: series.description,
    NameOfPhysiciansReadingStudy: study.reader,
    OperatorsName: "Technologist^On duty",
    ManufacturerModelName: model,
    PatientName: study.patientName,
    PatientID: study.patientId,
    IssuerOfPatientID: "DEMO",
    PatientBirthDate: study.birthDate,
    PatientSex: study.sex,
    PatientAge: `${String(study.age).padStart(3, "0")}Y`,
    PatientWeight: study.weight,
    DeviceSerialNumber: `${station}-2019`,
    SoftwareVersions: "4.2.1",
    StudyInstanceUID: study.studyUid,
    SeriesInstanceUID: series.uid,
    StudyID: study.accession.slice(-6),
    SeriesNumber: series.number,
    InstanceNumber: number,
    "00090010:LO": "CEDAR IMAGING",
    "00091001:LO": `${station} protocol ${series.number}`,
    "00091002:DS": [1.5, 0.25],
    "00091003:PN": study.patientName.split("=")[0],
  };
}

/** Series follow each other in minutes. */
export function seriesTime({ time }: StudyFacts, number: number): string {
  const seconds =
    Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4, 6)) + (number - 1) * 240;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${two((seconds / 3600) % 24)}${two((seconds / 60) % 60)}${two(seconds % 60)}`;
}
