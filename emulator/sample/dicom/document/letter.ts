import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import { letterPdf } from "#emulator/sample/letter-pdf.ts";
import { document } from "./report.ts";

/** The report of an ultrasound as a PDF in DICOM. PS3.3 A.45.1. */
export function* encapsulatedLetter(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const pdf = letterPdf("Obstetric ultrasound", [
    `Patient: ${(study.patientName.split("=")[0] ?? "").replaceAll("^", " ")}    MRN ${study.patientId}`,
    `Examined: ${study.date.slice(0, 4)}-${study.date.slice(4, 6)}-${study.date.slice(6)}    Accession ${study.accession}`,
    "",
    "Biparietal diameter, head and abdominal circumference and femur length",
    "were measured in the standard planes.",
    "Single living fetus, amniotic fluid normal, placenta posterior.",
    "",
    `Read by ${study.reader.split("^").slice(0, 2).toReversed().join(" ")}`,
  ]);
  yield {
    ...document(series),
    dataset: {
      ConversionType: "WSD",
      BurnedInAnnotation: "YES",
      RecognizableVisualFeatures: "NO",
      AcquisitionDateTime: `${study.date}${study.time}`,
      DocumentTitle: "Obstetric ultrasound report",
      ConceptNameCodeSequence: [code("11525-3", "LN", "US Pelvis Fetus for pregnancy")],
      MIMETypeOfEncapsulatedDocument: "application/pdf",
      EncapsulatedDocumentLength: pdf.length,
      EncapsulatedDocument: pdf,
    },
  };
}
