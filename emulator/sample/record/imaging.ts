import type { DiagnosticReport, ImagingStudy, Reference } from "fhir/r4";
import { fhirDateTime, HOUR } from "#emulator/sample/calendar.ts";
import { dicomUid } from "#emulator/sample/dicom-uids.ts";
import { coding, concept, DICOM, hl7, term } from "#emulator/sample/vocabulary/coding.ts";
import {
  IMAGING,
  MODALITY_NAMES,
  SOP_CLASSES,
  type ImagingName,
  type ImagingOrder,
} from "#emulator/sample/vocabulary/imaging.ts";
import { BODY_SITES } from "#emulator/sample/vocabulary/problems.ts";
import type { Chart } from "./chart.ts";
import { narrative } from "./narrative.ts";
import type { Visit } from "./visits.ts";

export interface Reading {
  readonly because?: Reference;
  readonly findings: string;
  readonly impression: string;
  /** Hours after the visit began. */
  readonly afterHours?: number;
}

/** Takes the pictures and reads them: an ImagingStudy with its DICOM UIDs and a radiology DiagnosticReport. */
export function image(chart: Chart, visit: Visit, name: ImagingName, reading: Reading): void {
  const order: ImagingOrder = IMAGING[name];
  const started = visit.start + (reading.afterHours ?? 1) * HOUR;
  const radiologist = chart.staff.clinician("radiology", chart.person.index + order.series.length);
  const study = studyOf(chart, visit, { order, started, radiologist, reading });
  chart.resources.push(study, reportOf(chart, visit, { order, started, radiologist, reading }, study));
}

interface Session {
  readonly order: ImagingOrder;
  readonly started: number;
  readonly radiologist: Reference;
  readonly reading: Reading;
}

function studyOf(chart: Chart, visit: Visit, { order, started, radiologist, reading }: Session): ImagingStudy {
  const id = chart.nextId("img");
  const modalities = [...new Set(order.series.map((series) => series.modality))];
  return {
    resourceType: "ImagingStudy",
    id,
    identifier: [
      { use: "official", system: "urn:dicom:uid", value: `urn:oid:${dicomUid(chart.seed, id)}` },
      {
        type: concept(hl7("v2-0203", "ACSN", "Accession ID")),
        system: "https://demo-hospital.example/accessions",
        value: id.replace("img-", "A").replaceAll("-", ""),
      },
    ],
    status: "available",
    modality: modalities.map((modality) => coding(term(DICOM, modality, MODALITY_NAMES[modality]))),
    subject: chart.subject,
    encounter: visit.reference,
    started: fhirDateTime(started),
    referrer: visit.clinician,
    interpreter: [radiologist],
    numberOfSeries: order.series.length,
    numberOfInstances: order.series.reduce((sum, series) => sum + series.instances, 0),
    ...(reading.because ? { reasonReference: [reading.because] } : {}),
    description: order.description,
    series: order.series.map((series, index) => ({
      uid: dicomUid(chart.seed, id, index + 1),
      number: index + 1,
      modality: coding(term(DICOM, series.modality, MODALITY_NAMES[series.modality])),
      description: series.description,
      numberOfInstances: series.instances,
      bodySite: coding(BODY_SITES[order.bodySite]),
      started: fhirDateTime(started),
      instance: Array.from({ length: series.instances }, (_, number) => ({
        uid: dicomUid(chart.seed, id, index + 1, number + 1),
        sopClass: {
          system: "urn:ietf:rfc:3986",
          code: `urn:oid:${series.sopClass ?? SOP_CLASSES[series.modality]}`,
        },
        number: number + 1,
      })),
    })),
  };
}

function reportOf(
  chart: Chart,
  visit: Visit,
  { order, started, radiologist, reading }: Session,
  study: ImagingStudy,
): DiagnosticReport {
  return {
    resourceType: "DiagnosticReport",
    id: chart.nextId("report"),
    text: narrative([order.description, `Findings: ${reading.findings}`, `Impression: ${reading.impression}`]),
    status: "final",
    category: [concept(hl7("v2-0074", "RAD", "Radiology"))],
    code: concept(order.report),
    subject: chart.subject,
    encounter: visit.reference,
    effectiveDateTime: fhirDateTime(started),
    issued: fhirDateTime(started + 2 * HOUR),
    performer: [{ reference: "Organization/org-radiology", display: "Department of Radiology" }],
    resultsInterpreter: [radiologist],
    imagingStudy: [{ reference: `ImagingStudy/${study.id ?? ""}`, display: order.description }],
    conclusion: reading.impression,
  };
}
