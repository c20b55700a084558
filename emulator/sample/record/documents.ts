import { createHash } from "node:crypto";
import type { Attachment, DocumentReference } from "fhir/r4";
import { fhirDateTime, HOUR, longDate } from "#emulator/sample/calendar.ts";
import { ecgPng } from "#emulator/sample/ecg-png.ts";
import { letterPdf } from "#emulator/sample/letter-pdf.ts";
import { HOSPITAL } from "#emulator/sample/staff.ts";
import { concept, LOINC, term, type Term } from "#emulator/sample/vocabulary/coding.ts";
import { fullName, type Chart } from "./chart.ts";
import type { Visit } from "./visits.ts";

const KINDS = {
  progress: term(LOINC, "11506-3", "Progress note"),
  discharge: term(LOINC, "18842-5", "Discharge summary"),
  consult: term(LOINC, "11488-4", "Consult note"),
  operative: term(LOINC, "11504-8", "Surgical operation note"),
  pathology: term(LOINC, "11526-1", "Pathology study"),
  ecg: term(LOINC, "11524-6", "EKG study"),
} as const satisfies Record<string, Term>;

/** A plain-text note, inside the DocumentReference itself. */
export function note(
  chart: Chart,
  visit: Visit,
  kind: "progress" | "consult" | "operative" | "pathology",
  lines: readonly string[],
): void {
  const text = [...heading(chart, visit), "", ...lines, "", visit.clinician.display ?? ""].join("\n");
  document(
    chart,
    visit,
    KINDS[kind],
    attachment("text/plain; charset=utf-8", Buffer.from(text, "utf8"), KINDS[kind].display),
  );
}

/** A discharge letter as PDF, kept as a Binary of its own. */
export function letter(chart: Chart, visit: Visit, lines: readonly string[]): void {
  const title = `Discharge summary, ${longDate(visit.end)}`;
  const pdf = letterPdf(title, [...heading(chart, visit), "", ...lines, "", visit.clinician.display ?? ""]);
  const id = chart.nextId("binary");
  chart.resources.push({ resourceType: "Binary", id, contentType: "application/pdf", data: pdf.toString("base64") });
  const { data: _inline, ...link } = attachment("application/pdf", pdf, title);
  document(chart, visit, KINDS.discharge, { ...link, url: `Binary/${id}` });
}

/** A rhythm strip as PNG. */
export function ecg(chart: Chart, visit: Visit, beatsPerMinute: number, isIrregular: boolean): void {
  document(
    chart,
    visit,
    KINDS.ecg,
    attachment("image/png", ecgPng(beatsPerMinute, isIrregular), "12-lead ECG, lead II"),
  );
}

function heading(chart: Chart, visit: Visit): string[] {
  return [
    "Demo Hospital",
    `Patient: ${fullName(chart.person)}   MRN ${chart.person.mrn}   born ${chart.person.birthDate}`,
    `Seen on ${longDate(visit.start)}`,
  ];
}

/** `hash` is SHA-1 of the bytes, as base64. FHIR R4 Attachment.hash. */
function attachment(contentType: string, bytes: Buffer, title: string): Attachment {
  return {
    contentType,
    language: "en",
    data: bytes.toString("base64"),
    size: bytes.length,
    hash: createHash("sha1").update(bytes).digest("base64"),
    title,
  };
}

function document(chart: Chart, visit: Visit, kind: Term, content: Attachment): void {
  const written: DocumentReference = {
    resourceType: "DocumentReference",
    id: chart.nextId("doc"),
    status: "current",
    docStatus: "final",
    type: concept(kind),
    category: [
      concept(
        term(
          "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
          "clinical-note",
          "Clinical Note",
        ),
      ),
    ],
    subject: chart.subject,
    date: fhirDateTime(visit.end + HOUR),
    author: [visit.clinician],
    custodian: HOSPITAL,
    content: [{ attachment: { ...content, creation: fhirDateTime(visit.end) } }],
    context: {
      encounter: [visit.reference],
      period: { start: fhirDateTime(visit.start), end: fhirDateTime(visit.end) },
    },
  };
  chart.resources.push(written);
}
